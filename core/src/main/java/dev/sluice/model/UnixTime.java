// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.time.Instant;

/// Moments as points have them.
public final class UnixTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private UnixTime() {}

    /// A moment in nanoseconds since 1970.
    ///
    /// @throws ArithmeticException outside of 1677 to 2262
    public static long nanos(Instant moment) {
        return Math.addExact(
                Math.multiplyExact(moment.getEpochSecond(), NANOS_PER_SECOND), moment.getNano());
    }
}
