// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.IntervalLiteral;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lengths of time as text: `10 minutes`, `2 days 1 hour 31 minutes`, `1 day 02:03:04.5` (data.md
/// 5.2).
public final class Intervals {
    private static final long NANOS_PER_DAY = IntervalLiteral.NANOS_PER_DAY;
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;

    private static final Pattern PART = Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*([a-z]+)");

    private static final Pattern CLOCK =
            Pattern.compile(
                    "\\s*(?<sign>[+-]?)(?<hours>\\d{1,9}):(?<minutes>[0-5]?\\d)"
                            + "(?::(?<seconds>[0-5]?\\d(?:\\.\\d+)?))?(?=\\s|$)");

    private static final Map<String, Long> NANOS =
            Map.ofEntries(
                    Map.entry("nanosecond", 1L),
                    Map.entry("ns", 1L),
                    Map.entry("microsecond", 1_000L),
                    Map.entry("us", 1_000L),
                    Map.entry("millisecond", 1_000_000L),
                    Map.entry("ms", 1_000_000L),
                    Map.entry("second", 1_000_000_000L),
                    Map.entry("sec", 1_000_000_000L),
                    Map.entry("s", 1_000_000_000L),
                    Map.entry("minute", 60_000_000_000L),
                    Map.entry("min", 60_000_000_000L),
                    Map.entry("m", 60_000_000_000L),
                    Map.entry("hour", 3_600_000_000_000L),
                    Map.entry("h", 3_600_000_000_000L),
                    Map.entry("day", NANOS_PER_DAY),
                    Map.entry("d", NANOS_PER_DAY),
                    Map.entry("week", 7 * NANOS_PER_DAY),
                    Map.entry("w", 7 * NANOS_PER_DAY));

    private static final Map<String, Long> MONTHS =
            Map.of(
                    "month", 1L,
                    "mon", 1L,
                    "quarter", 3L,
                    "year", 12L,
                    "y", 12L,
                    "decade", 120L,
                    "century", 1200L,
                    "centurie", 1200L);

    private static final Map<String, String> FUNCTIONS =
            Map.ofEntries(
                    Map.entry("to_microseconds", "microsecond"),
                    Map.entry("to_milliseconds", "millisecond"),
                    Map.entry("to_seconds", "second"),
                    Map.entry("to_minutes", "minute"),
                    Map.entry("to_hours", "hour"),
                    Map.entry("to_days", "day"),
                    Map.entry("to_weeks", "week"),
                    Map.entry("to_months", "month"),
                    Map.entry("to_quarters", "quarter"),
                    Map.entry("to_years", "year"),
                    Map.entry("to_decades", "decade"),
                    Map.entry("to_centuries", "century"));

    private Intervals() {}

    /// The interval that a text names.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* when it names none
    public static IntervalLiteral parse(String text) {
        String rest = text.strip().toLowerCase(Locale.ROOT);
        Matcher matcher = PART.matcher(rest);
        Matcher clock = CLOCK.matcher(rest);
        long months = 0;
        long nanos = 0;
        long days = 0;
        int position = 0;
        try {
            while (position < rest.length()) {
                if (clock.region(position, rest.length()).lookingAt()) {
                    nanos = Math.addExact(nanos, nanos(clock));
                    position = clock.end();
                    continue;
                }
                if (!matcher.find(position) || matcher.start() != position) {
                    throw malformed(text);
                }
                BigDecimal amount = new BigDecimal(matcher.group(1));
                String unit = singular(matcher.group(2));
                Long nanosPerUnit = NANOS.get(unit);
                Long monthsPerUnit = MONTHS.get(unit);
                if (nanosPerUnit != null) {
                    long more = exact(amount, nanosPerUnit);
                    nanos = Math.addExact(nanos, more);
                    days += nanosPerUnit < NANOS_PER_DAY ? 0 : more / NANOS_PER_DAY;
                } else if (monthsPerUnit != null) {
                    months = Math.addExact(months, exact(amount, monthsPerUnit));
                } else {
                    throw malformed(text);
                }
                position = matcher.end();
            }
        } catch (ArithmeticException _) {
            throw malformed(text);
        }
        if (position == 0) {
            throw malformed(text);
        }
        return new IntervalLiteral(months, nanos, days);
    }

    /// Hours, minutes and seconds with colons between them; a sign is that of all.
    private static long nanos(Matcher clock) {
        String seconds = clock.group("seconds");
        long nanos =
                Math.addExact(
                        Math.multiplyExact(
                                Long.parseLong(clock.group("hours")), 60 * NANOS_PER_MINUTE),
                        Long.parseLong(clock.group("minutes")) * NANOS_PER_MINUTE
                                + (seconds == null
                                        ? 0
                                        : exact(new BigDecimal(seconds), NANOS_PER_MINUTE / 60)));
        return clock.group("sign").equals("-") ? -nanos : nanos;
    }

    /// The interval that an expression names as a constant, or null: `INTERVAL '1 hour'`, or
    /// `INTERVAL '1' DAY`, which the parser gives as a call around casts.
    public static @Nullable IntervalLiteral constant(Expression expression) {
        return switch (expression) {
            case IntervalLiteral interval -> interval;
            case Expression.Cast(Expression.Literal literal, SqlType type, boolean _)
                    when type == SqlType.INTERVAL -> {
                if (literal.kind() != Expression.Literal.Kind.TEXT) {
                    throw malformed(literal.text());
                }
                yield parse(literal.text());
            }
            case Expression.Call call -> ofFunction(call);
            default -> null;
        };
    }

    private static @Nullable IntervalLiteral ofFunction(Expression.Call call) {
        String unit = FUNCTIONS.get(call.function());
        if (unit == null || call.arguments().size() != 1) {
            return null;
        }
        String amount = amount(call.arguments().getFirst());
        return amount == null ? null : parse(amount + " " + unit);
    }

    private static @Nullable String amount(Expression expression) {
        return switch (expression) {
            case Expression.Literal literal -> literal.text();
            case Expression.Cast cast -> amount(cast.operand());
            case Expression.Call call
                    when call.function().equals("trunc") && call.arguments().size() == 1 ->
                    amount(call.arguments().getFirst());
            default -> null;
        };
    }

    private static long exact(BigDecimal amount, long factor) {
        return amount.multiply(BigDecimal.valueOf(factor)).longValueExact();
    }

    private static String singular(String unit) {
        return unit.length() > 2 && unit.endsWith("s")
                ? unit.substring(0, unit.length() - 1)
                : unit;
    }

    private static RuntimeException malformed(String text) {
        return UnsupportedSql.planning("interval", "not an interval: '" + text + "'");
    }
}
