// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.IntervalLiteral;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions of time (data.md 5.5), exact to the nanosecond.
///
/// The engine's own ones go through microseconds and round up, so each call becomes a constant
/// where it can, else a call of one of our macros (`DialectMacros`), which work on whole
/// nanoseconds. Arguments come in rewritten already. `now` is one instant for the whole query.
public final class TimeFunctions {
    private static final String BIN = "sluice_date_bin";
    private static final String BIN_MONTHS = "sluice_date_bin_months";
    private static final String TRUNC = "sluice_date_trunc";
    private static final String FROM_UNITS = "sluice_from_units";
    private static final String TO_TIME = "sluice_to_time";
    private static final String PLUS = "sluice_plus";
    private static final String PLUS_MONTHS = "sluice_plus_months";
    private static final String MINUS_MONTHS = "sluice_minus_months";

    /// Functions of the engine whose result is an instant.
    private static final Set<String> INSTANTS =
            Set.of(BIN, BIN_MONTHS, TRUNC, FROM_UNITS, TO_TIME, PLUS, PLUS_MONTHS, MINUS_MONTHS);

    /// Aggregates whose result has the type of their argument.
    private static final Set<String> LIKE_ARGUMENT =
            Set.of("min", "max", "first", "last", "greatest", "least");

    private static final Set<String> PRECISIONS =
            Set.of(
                    "year",
                    "quarter",
                    "month",
                    "week",
                    "day",
                    "hour",
                    "minute",
                    "second",
                    "millisecond",
                    "microsecond");

    private static final Set<String> PARTS =
            Set.of(
                    "year",
                    "quarter",
                    "month",
                    "week",
                    "day",
                    "hour",
                    "minute",
                    "second",
                    "millisecond",
                    "microsecond",
                    "nanosecond",
                    "dow",
                    "doy",
                    "epoch");

    private static final Map<String, Long> UNIT_NANOS =
            Map.of(
                    "to_timestamp_seconds", 1_000_000_000L,
                    "from_unixtime", 1_000_000_000L,
                    "to_timestamp_millis", 1_000_000L,
                    "to_timestamp_micros", 1_000L,
                    "to_timestamp_nanos", 1L,
                    "to_timestamp", 1L);

    private static final long NANOS_PER_MICRO = 1_000;

    private final long nowNanos;

    /// @param nowNanos the query's start
    public TimeFunctions(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    /// What a call of a function of time becomes, or null when it is none.
    public @Nullable Expression rewrite(Call call) {
        List<Expression> arguments = call.arguments();
        return switch (call.function()) {
            case "now", "current_timestamp" -> new TimestampLiteral(nowNanos);
            case "today", "current_date" -> currentDate();
            case "date_bin" -> bin(arguments);
            case "date_trunc", "datetrunc" -> trunc(arguments);
            case "date_part", "datepart" -> part(arguments);
            case "to_timestamp",
                    "to_timestamp_seconds",
                    "to_timestamp_millis",
                    "to_timestamp_micros",
                    "to_timestamp_nanos",
                    "from_unixtime" ->
                    fromUnits(call.function(), arguments);
            case "to_unixtime" -> Call.of("sluice_to_unixtime", instant(only(call, arguments)));
            case "to_char", "date_format" -> format(arguments);
            case "+", "-" -> shift(call);
            case "*" -> scale(arguments);
            default -> null;
        };
    }

    /// Today, as a constant.
    public Expression currentDate() {
        Instant now =
                Instant.ofEpochSecond(
                        Math.floorDiv(nowNanos, 1_000_000_000L),
                        Math.floorMod(nowNanos, 1_000_000_000L));
        return new Expression.Cast(
                Literal.ofText(now.atOffset(ZoneOffset.UTC).toLocalDate().toString()),
                SqlType.DATE,
                false);
    }

    /// The start of the query, as a constant.
    public Expression now() {
        return new TimestampLiteral(nowNanos);
    }

    /// Whether a rewritten expression is surely an instant.
    public static boolean isInstant(Expression expression) {
        return switch (expression) {
            case TimestampLiteral _ -> true;
            case Expression.ColumnReference reference -> reference.column().equals("time");
            case Expression.Cast cast -> cast.type() == SqlType.TIMESTAMP;
            case Call call ->
                    INSTANTS.contains(call.function())
                            || (LIKE_ARGUMENT.contains(call.function())
                                    && !call.arguments().isEmpty()
                                    && isInstant(call.arguments().getFirst()));
            default -> false;
        };
    }

    /// Reads a text constant as an instant where one is wanted; leaves anything else alone.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for text that is no time
    public static Expression instant(Expression expression) {
        if (expression instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.TEXT) {
            OptionalLong nanos = Timestamps.parse(text);
            if (nanos.isEmpty()) {
                throw UnsupportedSql.planning("timestamp", "not a timestamp: '" + text + "'");
            }
            return new TimestampLiteral(nanos.getAsLong());
        }
        return expression;
    }

    /// A cast to a timestamp: constants are read here, anything else by a macro that refuses text
    /// with an offset instead of ignoring it.
    public static Expression toInstant(Expression operand) {
        if (operand instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.INTEGER) {
            return new TimestampLiteral(wholeNumber(text));
        }
        Expression instant = instant(operand);
        return isInstant(instant) ? instant : Call.of(TO_TIME, instant);
    }

    private static Expression bin(List<Expression> arguments) {
        requireCount("date_bin", arguments, 2, 3);
        if (!(arguments.get(0) instanceof IntervalLiteral width)) {
            throw UnsupportedSql.planning(
                    "date_bin", "date_bin needs a constant interval as its first argument");
        }
        TimestampLiteral origin = new TimestampLiteral(0);
        if (arguments.size() == 3) {
            if (!(instant(arguments.get(2)) instanceof TimestampLiteral constant)) {
                throw UnsupportedSql.planning(
                        "date_bin", "date_bin needs a constant timestamp as its origin");
            }
            origin = constant;
        }
        Expression source = instant(arguments.get(1));
        if (width.isFixed() && width.nanos() > 0) {
            return Call.of(
                    BIN, Literal.ofLong(width.nanos()), source, Literal.ofLong(origin.nanos()));
        }
        if (width.nanos() == 0 && width.months() > 0) {
            if (origin.nanos() % NANOS_PER_MICRO != 0) {
                throw UnsupportedSql.notSupported("an origin below one microsecond with months");
            }
            return Call.of(BIN_MONTHS, Literal.ofLong(width.months()), source, origin);
        }
        throw UnsupportedSql.planning(
                "date_bin", "date_bin needs a positive interval of either months or fixed length");
    }

    private static Expression trunc(List<Expression> arguments) {
        requireCount("date_trunc", arguments, 2, 2);
        return Call.of(
                TRUNC,
                Literal.ofText(word("date_trunc", arguments.get(0), PRECISIONS)),
                instant(arguments.get(1)));
    }

    private static Expression part(List<Expression> arguments) {
        requireCount("date_part", arguments, 2, 2);
        String part = word("date_part", arguments.get(0), PARTS);
        Expression source = instant(arguments.get(1));
        return part.equals("nanosecond")
                ? Call.of("sluice_nanosecond", source)
                : Call.of("sluice_date_part", Literal.ofText(part), source);
    }

    private static Expression fromUnits(String function, List<Expression> arguments) {
        requireCount(function, arguments, 1, 1);
        Expression operand = instant(arguments.getFirst());
        if (isInstant(operand)) {
            return operand;
        }
        long unit = UNIT_NANOS.getOrDefault(function, 1L);
        if (operand instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.INTEGER) {
            return new TimestampLiteral(scaled(wholeNumber(text), unit));
        }
        return Call.of(FROM_UNITS, operand, Literal.ofLong(unit));
    }

    private static Expression format(List<Expression> arguments) {
        requireCount("to_char", arguments, 2, 2);
        return Call.of("strftime", instant(arguments.get(0)), arguments.get(1));
    }

    private static @Nullable Expression shift(Call call) {
        boolean minus = call.function().equals("-");
        List<Expression> arguments = call.arguments();
        if (arguments.size() == 1) {
            return minus && arguments.getFirst() instanceof IntervalLiteral interval
                    ? new IntervalLiteral(
                            Math.negateExact(interval.months()), Math.negateExact(interval.nanos()))
                    : null;
        }
        Expression left = arguments.get(0);
        Expression right = arguments.get(1);
        if (left instanceof IntervalLiteral a && right instanceof IntervalLiteral b) {
            return new IntervalLiteral(
                    minus
                            ? Math.subtractExact(a.months(), b.months())
                            : Math.addExact(a.months(), b.months()),
                    minus
                            ? Math.subtractExact(a.nanos(), b.nanos())
                            : Math.addExact(a.nanos(), b.nanos()));
        }
        if (right instanceof IntervalLiteral interval) {
            return shifted(instant(left), interval, minus);
        }
        if (left instanceof IntervalLiteral interval && !minus) {
            return shifted(instant(right), interval, false);
        }
        return null;
    }

    private static Expression shifted(Expression source, IntervalLiteral interval, boolean minus) {
        if (source instanceof TimestampLiteral(long nanos) && interval.isFixed()) {
            try {
                return new TimestampLiteral(
                        minus
                                ? Math.subtractExact(nanos, interval.nanos())
                                : Math.addExact(nanos, interval.nanos()));
            } catch (ArithmeticException _) {
                throw UnsupportedSql.planning(
                        "timestamp", "timestamp out of the range of 64-bit nanoseconds");
            }
        }
        if (interval.isFixed()) {
            long nanos = minus ? Math.negateExact(interval.nanos()) : interval.nanos();
            return Call.of(PLUS, source, Literal.ofLong(nanos));
        }
        return Call.of(minus ? MINUS_MONTHS : PLUS_MONTHS, source, interval);
    }

    private static @Nullable Expression scale(List<Expression> arguments) {
        if (arguments.size() != 2) {
            return null;
        }
        Expression left = arguments.get(0);
        Expression right = arguments.get(1);
        if (right instanceof IntervalLiteral) {
            return scale(List.of(right, left));
        }
        if (left instanceof IntervalLiteral(long months, long nanos)
                && right instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.INTEGER) {
            long factor = wholeNumber(text);
            return new IntervalLiteral(
                    Math.multiplyExact(months, factor), Math.multiplyExact(nanos, factor));
        }
        return null;
    }

    private static String word(String function, Expression argument, Set<String> words) {
        if (argument instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.TEXT) {
            String word = text.toLowerCase(Locale.ROOT);
            if (words.contains(word)) {
                return word;
            }
            if (word.endsWith("s") && words.contains(word.substring(0, word.length() - 1))) {
                return word.substring(0, word.length() - 1);
            }
            throw UnsupportedSql.planning(
                    "time_unit", function + " does not know the unit '" + text + "'");
        }
        throw UnsupportedSql.planning(
                "time_unit", function + " needs a constant unit as its first argument");
    }

    private static Expression only(Call call, List<Expression> arguments) {
        requireCount(call.function(), arguments, 1, 1);
        return arguments.getFirst();
    }

    private static void requireCount(
            String function, List<Expression> arguments, int min, int max) {
        if (arguments.size() < min || arguments.size() > max) {
            throw UnsupportedSql.planning(
                    "argument_count",
                    function
                            + " expects "
                            + (min == max ? min : min + " or " + max)
                            + " arguments, got "
                            + arguments.size());
        }
    }

    private static long scaled(long number, long unit) {
        try {
            return Math.multiplyExact(number, unit);
        } catch (ArithmeticException _) {
            throw UnsupportedSql.planning("number_range", "timestamp out of range: " + number);
        }
    }

    private static long wholeNumber(String text) {
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException _) {
            throw UnsupportedSql.planning("number_range", "integer out of range: " + text);
        }
    }
}
