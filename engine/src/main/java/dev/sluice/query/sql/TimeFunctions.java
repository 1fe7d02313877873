// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.IntervalLiteral;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions of time (data.md 5.5), exact to the nanosecond.
///
/// The engine's own ones go through microseconds and round up, so each call becomes a constant
/// where it can, else a call of one of our macros (`DialectMacros`), which work on whole
/// nanoseconds. Arguments come in rewritten already. `now` is one instant for the whole query.
public final class TimeFunctions {
    /// What is listed of them beside [TimeConversions#NAMES] and [TimeArithmetic].
    static final List<String> NAMES =
            List.of(
                    "now",
                    "current_timestamp",
                    "current_date",
                    "today",
                    "current_time",
                    "date_bin",
                    "date_bin_wallclock",
                    "date_bin_gapfill",
                    "date_bin_wallclock_gapfill",
                    "date_trunc",
                    "datetrunc",
                    "date_part",
                    "datepart",
                    "extract");

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
                    "isodow",
                    "doy",
                    "epoch");

    /// What has parts.
    private static final Set<SqlType> DIVIDED =
            EnumSet.of(
                    SqlType.TIMESTAMP,
                    SqlType.TIMESTAMPTZ,
                    SqlType.DATE,
                    SqlType.TIME,
                    SqlType.INTERVAL,
                    SqlType.VARCHAR);

    private final long nowNanos;

    /// @param nowNanos the query's start
    public TimeFunctions(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    /// What a call of a function of time becomes, or null when it is none.
    public @Nullable Expression rewrite(Call call) {
        return switch (call.function()) {
            case "now", "current_timestamp" -> now(call);
            case "today", "current_date" -> currentDate();
            case "current_time" -> currentTime();
            case "date_bin" -> TimeBins.absolute(call);
            case "date_bin_wallclock" -> TimeBins.wallclock(call);
            case TimeBins.GAPFILL, TimeBins.WALLCLOCK_GAPFILL -> TimeBins.gapFill(call);
            case "date_trunc", "datetrunc" -> trunc(call);
            case "date_part", "datepart" -> part(call);
            case "+", "-", "*" -> TimeArithmetic.rewrite(call);
            default -> TimeConversions.rewrite(call);
        };
    }

    private Expression now(Call call) {
        Arguments.require(call, 0, 0);
        return now();
    }

    /// The start of the query, as a constant.
    public Expression now() {
        return new TimestampLiteral(nowNanos);
    }

    /// Today, as a constant.
    public Expression currentDate() {
        return TimeConversions.date(nowNanos);
    }

    /// The clock reading at the query's start, in UTC, as a constant.
    public Expression currentTime() {
        return new Expression.Cast(
                Literal.ofText(Timestamps.clockInUtc(nowNanos).toLocalTime().toString()),
                SqlType.TIME,
                false);
    }

    private static Expression trunc(Call call) {
        List<Expression> arguments = Arguments.require(call, 2, 2);
        String unit = word("date_trunc", arguments.get(0), PRECISIONS);
        Expression source = Instants.argument("date_trunc", arguments.get(1));
        Expression clock = TimeConversions.local(source);
        TimestampLiteral constant = Instants.constant(clock);
        return TimeConversions.start(
                constant == null
                        ? Call.of("sluice_date_trunc", Literal.ofText(unit), clock)
                        : new TimestampLiteral(
                                Timestamps.constant(
                                        start(unit, Timestamps.clockInUtc(constant.nanos())))),
                source);
    }

    private static LocalDateTime start(String unit, LocalDateTime clock) {
        LocalDateTime day = clock.truncatedTo(ChronoUnit.DAYS);
        return switch (unit) {
            case "year" -> day.withDayOfYear(1);
            case "quarter" -> day.with(IsoFields.DAY_OF_QUARTER, 1);
            case "month" -> day.withDayOfMonth(1);
            case "week" -> day.with(ChronoField.DAY_OF_WEEK, 1);
            case "day" -> day;
            case "hour" -> clock.truncatedTo(ChronoUnit.HOURS);
            case "minute" -> clock.truncatedTo(ChronoUnit.MINUTES);
            case "second" -> clock.truncatedTo(ChronoUnit.SECONDS);
            case "millisecond" -> clock.truncatedTo(ChronoUnit.MILLIS);
            default -> clock.truncatedTo(ChronoUnit.MICROS);
        };
    }

    private static Expression part(Call call) {
        List<Expression> arguments = Arguments.require(call, 2, 2);
        String part = word("date_part", arguments.get(0), PARTS);
        Expression source = Instants.read(arguments.get(1));
        Arguments.requireType(
                "date_part",
                source,
                DIVIDED,
                "timestamps, days, clock readings, intervals and text");
        Expression clock = part.equals("epoch") ? source : TimeConversions.local(source);
        Expression number = part(part, clock);
        return switch (part) {
            case "nanosecond" -> Call.of("sluice_nanosecond", clock);
            // Monday is 0.
            case "isodow" -> Call.of("-", number, Literal.ofLong(1));
            default -> number;
        };
    }

    private static Expression part(String part, Expression clock) {
        if (Instants.isInstant(clock)) {
            return Call.of("sluice_date_part", Literal.ofText(part), clock);
        }
        return new Expression.Typed(
                Call.of("sluice_date_part_of", Literal.ofText(part), clock),
                part.equals("epoch") ? SqlType.DOUBLE : SqlType.BIGINT);
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

    /// The interval that an argument must be; text is one too, as a parameter brings it.
    static IntervalLiteral interval(Call call) {
        Expression argument = call.arguments().getFirst();
        if (argument instanceof IntervalLiteral interval) {
            return interval;
        }
        if (argument instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.TEXT) {
            return Intervals.parse(text);
        }
        throw UnsupportedSql.planning(
                "date_bin", call.function() + " needs a constant interval as its first argument");
    }
}
