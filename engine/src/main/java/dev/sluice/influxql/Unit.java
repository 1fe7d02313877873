// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The units of durations, longest first (data.md 6.1).
public enum Unit {
    /// `w`.
    WEEK("w", 604_800_000_000_000L),
    /// `d`.
    DAY("d", 86_400_000_000_000L),
    /// `h`.
    HOUR("h", 3_600_000_000_000L),
    /// `m`.
    MINUTE("m", 60_000_000_000L),
    /// `s`.
    SECOND("s", 1_000_000_000L),
    /// `ms`.
    MILLISECOND("ms", 1_000_000L),
    /// `u`, and `µ`.
    MICROSECOND("u", 1_000L),
    /// `ns`.
    NANOSECOND("ns", 1L);

    private static final char MICRO = '\u00B5';

    private final String symbol;
    private final long nanos;

    Unit(String symbol, long nanos) {
        this.symbol = symbol;
        this.nanos = nanos;
    }

    String symbol() {
        return symbol;
    }

    long nanos() {
        return nanos;
    }

    /// How many whole units lie between 1970 and an instant; towards 1970 where it is none.
    public long count(long epochNanos) {
        return epochNanos / nanos;
    }

    /// The unit that a word names.
    public static Optional<Unit> of(String word) {
        Unit named = at(word, 0);
        return named != null && named.lengthAt(word, 0) == word.length()
                ? Optional.of(named)
                : Optional.empty();
    }

    /// The unit that a text names at a place, or null.
    static @Nullable Unit at(String text, int position) {
        if (position >= text.length()) {
            return null;
        }
        if (text.charAt(position) == MICRO) {
            return MICROSECOND;
        }
        Unit best = null;
        for (Unit unit : values()) {
            boolean longer = best == null || unit.symbol.length() > best.symbol.length();
            if (longer && text.startsWith(unit.symbol, position)) {
                best = unit;
            }
        }
        return best;
    }

    /// How many characters it takes at that place.
    int lengthAt(String text, int position) {
        return text.charAt(position) == MICRO ? 1 : symbol.length();
    }
}
