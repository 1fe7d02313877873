// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import java.time.Instant;
import java.time.InstantSource;

/// When a write came, which is the time of its lines without one (data.md 1.6).
final class Arrival {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Arrival() {}

    /// The present in nanoseconds since 1970.
    static long nanos(InstantSource clock) {
        Instant now = clock.instant();
        return Math.addExact(
                Math.multiplyExact(now.getEpochSecond(), NANOS_PER_SECOND), now.getNano());
    }
}
