// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import dev.sluice.model.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people type and read them (admin.md 3.8).
public final class DurationText {
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final long NANOS_PER_HOUR = 60 * NANOS_PER_MINUTE;
    private static final long NANOS_PER_DAY = 24 * NANOS_PER_HOUR;

    /// The longest unit wins: `mo` and `ms` stand before `m`.
    private static final Pattern PART =
            Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|mo|s|m|h|d|w|y)");

    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private DurationText() {}

    /// Reads `(number unit)+` without spaces or signs, such as `30d`, `2.5d` or `1h30m`.
    ///
    /// @return nanoseconds, fractions of one cut off
    /// @throws dev.sluice.model.ProblemException `invalid_duration` for another shape or a duration
    ///   beyond 64 bits
    public static long parseNanos(String text) {
        Matcher matcher = PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            BigDecimal unit = BigDecimal.valueOf(unitNanos(matcher.group(2)));
            sum = sum.add(new BigDecimal(matcher.group(1)).multiply(unit));
            end = matcher.end();
        }
        if (end == 0 || end < text.length()) {
            throw Problem.invalid(
                            "invalid_duration",
                            "duration \""
                                    + text
                                    + "\" must be numbers with units, such as 30d or 1h30m; units:"
                                    + " ns us ms s m h d w mo y")
                    .asException();
        }
        BigInteger nanos = sum.setScale(0, RoundingMode.DOWN).toBigInteger();
        if (nanos.compareTo(LONG_MAX) > 0) {
            throw Problem.invalid(
                            "invalid_duration",
                            "duration \"" + text + "\" is longer than 292 years")
                    .asException();
        }
        return nanos.longValueExact();
    }

    private static long unitNanos(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> NANOS_PER_MINUTE;
            case "h" -> NANOS_PER_HOUR;
            case "d" -> NANOS_PER_DAY;
            case "w" -> 7 * NANOS_PER_DAY;
            case "mo" -> 30 * NANOS_PER_DAY;
            case "y" -> 365 * NANOS_PER_DAY;
            default -> throw new IllegalStateException("unit " + unit);
        };
    }

    /// A retention period: `infinite` for 0; otherwise the largest units first, days only above 24
    /// hours, no zero parts.
    public static String retention(long nanos) {
        if (nanos == 0) {
            return "infinite";
        }
        StringBuilder text = new StringBuilder();
        long rest = nanos > NANOS_PER_DAY ? part(text, nanos, NANOS_PER_DAY, "d") : nanos;
        rest = part(text, rest, NANOS_PER_HOUR, "h");
        rest = part(text, rest, NANOS_PER_MINUTE, "m");
        rest = part(text, rest, 1_000_000_000L, "s");
        rest = part(text, rest, 1_000_000L, "ms");
        rest = part(text, rest, 1_000L, "us");
        part(text, rest, 1L, "ns");
        return text.toString();
    }

    private static long part(StringBuilder text, long nanos, long unitNanos, String unit) {
        if (nanos >= unitNanos) {
            text.append(nanos / unitNanos).append(unit);
        }
        return nanos % unitNanos;
    }
}
