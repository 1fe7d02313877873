// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import java.util.Optional;

/// The units in which times are counted from 1970 on (data.md 3.1).
public enum EpochUnit {
    /// `ns`, and `n`, as the Java client of version 1 says it.
    NANOSECOND(1),
    /// `u`, `µ`, and `us`.
    MICROSECOND(1_000),
    /// `ms`.
    MILLISECOND(1_000_000),
    /// `s`.
    SECOND(1_000_000_000L),
    /// `m`.
    MINUTE(60 * SECOND.nanos),
    /// `h`.
    HOUR(60 * MINUTE.nanos),
    /// `d`.
    DAY(24 * HOUR.nanos),
    /// `w`.
    WEEK(7 * DAY.nanos);

    private final long nanos;

    EpochUnit(long nanos) {
        this.nanos = nanos;
    }

    /// The unit that a word stands for.
    public static Optional<EpochUnit> of(String word) {
        return switch (word) {
            case "ns", "n" -> Optional.of(NANOSECOND);
            case "u", "µ", "us" -> Optional.of(MICROSECOND);
            case "ms" -> Optional.of(MILLISECOND);
            case "s" -> Optional.of(SECOND);
            case "m" -> Optional.of(MINUTE);
            case "h" -> Optional.of(HOUR);
            case "d" -> Optional.of(DAY);
            case "w" -> Optional.of(WEEK);
            default -> Optional.empty();
        };
    }

    /// How many whole units lie between 1970 and an instant; towards 1970 where it is none.
    long count(long epochNanos) {
        return epochNanos / nanos;
    }
}
