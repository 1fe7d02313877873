// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether the clocks of this machine, the provider and the cluster agree well enough for tokens
/// that live for minutes (admin.md 1.7, step 13).
final class ClockDifference {
    /// The difference that a cluster forgives unless it is told otherwise.
    static final Duration FORGIVEN = Duration.ofSeconds(60);

    private ClockDifference() {}

    static Check check(
            String name, Instant here, @Nullable Instant provider, @Nullable Instant cluster) {
        if (provider == null && cluster == null) {
            return Check.skipped(name, "neither provider nor cluster says what time it is");
        }
        if (provider != null && cluster != null && isFar(provider, cluster)) {
            return Check.failed(
                    name,
                    "the cluster's clock is " + said(provider, cluster) + " the provider's",
                    "set the clocks of both by NTP; tokens end or begin at the wrong time");
        }
        Instant other = provider == null ? cluster : provider;
        if (other != null && isFar(other, here)) {
            return Check.failed(
                    name,
                    "this machine's clock is "
                            + said(other, here)
                            + (provider == null ? " the cluster's" : " the provider's"),
                    "set this machine's clock by NTP");
        }
        return Check.ok(name, "within " + FORGIVEN.toSeconds() + " s of each other");
    }

    private static boolean isFar(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(FORGIVEN) > 0;
    }

    private static String said(Instant from, Instant to) {
        Duration difference = Duration.between(from, to);
        return difference.abs().toSeconds()
                + " s "
                + (difference.isNegative() ? "behind" : "before");
    }
}
