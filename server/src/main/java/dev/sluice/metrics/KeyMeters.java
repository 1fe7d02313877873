// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.metrics;

import dev.sluice.oidc.KeyEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows the keys of the identity provider that is configured now (admin.md 1.6). Gauges are
/// `NaN` while there are no keys.
public final class KeyMeters {
    private final InstantSource clock;
    private final Timer changed;
    private final Timer unchanged;
    private final Timer failed;
    private final Counter refused;
    private volatile @Nullable Provider current;

    KeyMeters(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.changed = fetches(registry, "changed");
        this.unchanged = fetches(registry, "unchanged");
        this.failed = fetches(registry, "failed");
        this.refused =
                Counter.builder("sluice.provider.key.fetches.limited")
                        .description(
                                "Fetches that unknown keys asked for and that were not made,"
                                        + " because there had just been others")
                        .register(registry);
        Gauge.builder("sluice.provider.keys", this::keys)
                .description("Keys of the identity provider that may sign")
                .register(registry);
        Gauge.builder("sluice.provider.keys.age", this::ageSeconds)
                .description("Time since the provider's keys were last fetched")
                .baseUnit("seconds")
                .register(registry);
    }

    private static Timer fetches(MeterRegistry registry, String result) {
        return Timer.builder("sluice.provider.key.fetches")
                .description("Fetches of the identity provider's keys")
                .tag("result", result)
                .register(registry);
    }

    /// Begins to count what happens to a provider's keys; [#show] makes the gauges theirs.
    public Provider follow() {
        return new Provider();
    }

    /// Shows another provider's keys from now on.
    ///
    /// @param next null when there is no provider
    public void show(@Nullable Provider next) {
        current = next;
    }

    private double keys() {
        Provider provider = current;
        Fetched last = provider == null ? null : provider.last;
        return last == null ? Double.NaN : last.keys;
    }

    private double ageSeconds() {
        Provider provider = current;
        Fetched last = provider == null ? null : provider.last;
        return last == null
                ? Double.NaN
                : Duration.between(last.at, clock.instant()).toMillis() / 1_000d;
    }

    private record Fetched(int keys, Instant at) {}

    /// What is known of one provider's keys.
    public final class Provider implements Consumer<KeyEvent> {
        private volatile @Nullable Fetched last;

        private Provider() {}

        @Override
        public void accept(KeyEvent event) {
            switch (event) {
                case KeyEvent.Fetched fetched -> {
                    last = new Fetched(fetched.keys(), clock.instant());
                    (fetched.changed() ? changed : unchanged).record(fetched.took());
                }
                case KeyEvent.FetchFailed failure -> failed.record(failure.took());
                case KeyEvent.DemandRefused() -> refused.increment();
                case KeyEvent.Stale _ -> {
                    // The age says it.
                }
            }
        }
    }
}
