// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

/// The unit of the timestamps in a write request (data.md 2.3).
public enum Precision {
    /// 1 ns.
    NANOSECOND(1L),
    /// 1 000 ns.
    MICROSECOND(1_000L),
    /// 1 000 000 ns.
    MILLISECOND(1_000_000L),
    /// 1 000 000 000 ns.
    SECOND(1_000_000_000L),
    /// 60 s.
    MINUTE(60_000_000_000L),
    /// 3600 s.
    HOUR(3_600_000_000_000L);

    private final long unitNanos;

    Precision(long unitNanos) {
        this.unitNanos = unitNanos;
    }

    /// How many nanoseconds one unit has.
    public long unitNanos() {
        return unitNanos;
    }
}
