// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Functions that turn instants into something else and back: numbers, text, days, and the clocks
/// of time zones (data.md 5.5).
final class TimeConversions {
    private static final Map<String, Long> UNIT_NANOS =
            Map.of(
                    "to_timestamp_seconds", 1_000_000_000L,
                    "from_unixtime", 1_000_000_000L,
                    "to_timestamp_millis", 1_000_000L,
                    "to_timestamp_micros", 1_000L,
                    "to_timestamp_nanos", 1L,
                    "to_timestamp", 1L);

    static final List<String> NAMES =
            List.of(
                    "to_timestamp",
                    "to_timestamp_seconds",
                    "to_timestamp_millis",
                    "to_timestamp_micros",
                    "to_timestamp_nanos",
                    "from_unixtime",
                    "to_unixtime",
                    "to_char",
                    "date_format",
                    "to_date",
                    "make_date",
                    "to_local_time",
                    "tz");

    /// What an instant is made of by a unit.
    private static final Set<SqlType> COUNTED =
            EnumSet.of(
                    SqlType.BIGINT,
                    SqlType.UBIGINT,
                    SqlType.TIMESTAMP,
                    SqlType.TIMESTAMPTZ,
                    SqlType.DATE,
                    SqlType.VARCHAR);

    /// What seconds and days are made of.
    private static final Set<SqlType> NUMBERED =
            EnumSet.of(
                    SqlType.BIGINT,
                    SqlType.UBIGINT,
                    SqlType.DOUBLE,
                    SqlType.TIMESTAMP,
                    SqlType.TIMESTAMPTZ,
                    SqlType.DATE,
                    SqlType.VARCHAR);

    private TimeConversions() {}

    /// What a call becomes, or null when it is none of these.
    static @Nullable Expression rewrite(Call call) {
        return switch (call.function()) {
            case "to_timestamp",
                    "to_timestamp_seconds",
                    "to_timestamp_millis",
                    "to_timestamp_micros",
                    "to_timestamp_nanos",
                    "from_unixtime" ->
                    fromUnits(call);
            case "to_unixtime" -> toUnixTime(call);
            case "to_char", "date_format" -> format(call);
            case "to_date" -> toDate(call);
            case "make_date" -> makeDate(Arguments.require(call, 3, 3));
            case "to_local_time" -> toLocalTime(call);
            case "tz" -> tz(call);
            case "timezone" -> atTimeZone(call);
            default -> null;
        };
    }

    /// What the clock of its zone shows, as an instant without a zone; an expression that has none
    /// stays as it is.
    static Expression local(Expression instant) {
        InstantType type = Instants.typeOf(instant);
        if (type == null || type.zone() == null) {
            return instant;
        }
        TimestampLiteral constant = Instants.constant(instant);
        return constant == null
                ? Call.of("sluice_local", instant, Literal.ofLong(Zones.code(type.clock())))
                : new TimestampLiteral(
                        Zones.local(constant.nanos(), Zones.require(type.clock()).getRules()));
    }

    /// The instant at which a zone's clock shows something; without a zone it stays as it is.
    static Expression ofLocal(Expression local, @Nullable InstantType type) {
        if (type == null || type.zone() == null) {
            return local;
        }
        TimestampLiteral constant = Instants.constant(local);
        return Instants.in(
                type,
                constant == null
                        ? Call.of(
                                "sluice_of_local", local, Literal.ofLong(Zones.code(type.clock())))
                        : new TimestampLiteral(
                                Zones.instant(
                                        constant.nanos(), Zones.require(type.clock()).getRules())));
    }

    /// The instant at which the clock of an instant's zone showed what its reading was cut off to;
    /// without a zone it is that reading.
    static Expression start(Expression clock, Expression source) {
        InstantType type = Instants.typeOf(source);
        if (type == null || type.zone() == null) {
            return clock;
        }
        TimestampLiteral reading = Instants.constant(clock);
        TimestampLiteral constant = Instants.constant(source);
        return Instants.in(
                type,
                reading == null || constant == null
                        ? Call.of(
                                "sluice_start",
                                clock,
                                source,
                                Literal.ofLong(Zones.code(type.clock())))
                        : new TimestampLiteral(
                                Zones.start(
                                        reading.nanos(),
                                        constant.nanos(),
                                        Zones.require(type.clock()).getRules())));
    }

    /// The instant that a number of units, another instant or text is.
    static Expression fromUnits(Call call) {
        int argumentsMax = call.function().equals("from_unixtime") ? 1 : Integer.MAX_VALUE;
        List<Expression> arguments = Arguments.require(call, 1, argumentsMax);
        long unit = UNIT_NANOS.getOrDefault(call.function(), 1L);
        Expression operand =
                arguments.size() > 1 ? byFormats(call) : Instants.read(arguments.getFirst());
        if (Instants.isInstant(operand)) {
            return cutOff(operand, unit);
        }
        if (operand instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.INTEGER) {
            return new TimestampLiteral(scaled(Numbers.wholeNumber(text), unit));
        }
        Arguments.requireType(
                call.function(), operand, COUNTED, "whole numbers, timestamps and text");
        if (Types.isWhole(operand)) {
            // Sums are wider.
            Expression number = new Expression.Cast(operand, SqlType.BIGINT, false);
            return Call.of(
                    "make_timestamp_ns",
                    unit == 1 ? number : Call.of("*", number, Literal.ofLong(unit)));
        }
        return Call.of(
                "sluice_from_units",
                operand,
                Literal.ofLong(unit),
                Literal.ofText(call.function()));
    }

    /// An instant without what it has below a unit.
    private static Expression cutOff(Expression instant, long unit) {
        if (unit == 1) {
            return instant;
        }
        TimestampLiteral constant = Instants.constant(instant);
        return Instants.in(
                Instants.typeOf(instant),
                constant == null
                        ? Call.of("sluice_cut_off", instant, Literal.ofLong(unit))
                        : new TimestampLiteral(constant.nanos() - constant.nanos() % unit));
    }

    private static Expression toUnixTime(Call call) {
        List<Expression> arguments = Arguments.require(call, 1, Integer.MAX_VALUE);
        Expression source =
                arguments.size() > 1 ? byFormats(call) : Instants.read(arguments.getFirst());
        Arguments.requireType(call.function(), source, NUMBERED, "numbers, timestamps and text");
        return Instants.isInstant(source)
                ? Call.of("//", Call.of("epoch_ns", source), Literal.ofLong(1_000_000_000))
                : Call.of("sluice_to_unixtime", source);
    }

    private static Expression toDate(Call call) {
        List<Expression> arguments = Arguments.require(call, 1, Integer.MAX_VALUE);
        Expression clock =
                arguments.size() > 1 ? byFormats(call) : local(Instants.read(arguments.getFirst()));
        if (clock instanceof TimestampLiteral(long nanos)) {
            return date(nanos);
        }
        Arguments.requireType(
                call.function(), clock, NUMBERED, "numbers, timestamps, days and text");
        return Instants.isInstant(clock)
                ? new Expression.Cast(Call.of("sluice_floor_us", clock), SqlType.DATE, false)
                : Call.of("sluice_to_date", clock);
    }

    /// The day on which an instant is in UTC, as a constant.
    static Expression date(long nanos) {
        return date(Timestamps.clockInUtc(nanos).toLocalDate());
    }

    private static Expression date(LocalDate day) {
        return new Expression.Cast(Literal.ofText(day.toString()), SqlType.DATE, false);
    }

    private static Expression makeDate(List<Expression> parts) {
        if (parts.stream().allMatch(part -> Arguments.is(part, Literal.Kind.INTEGER))) {
            int[] numbers =
                    parts.stream()
                            .mapToInt(part ->
                                    Math.clamp(
                                            Numbers.wholeNumber(((Literal) part).text()),
                                            Integer.MIN_VALUE,
                                            Integer.MAX_VALUE))
                            .toArray();
            try {
                return date(LocalDate.of(numbers[0], numbers[1], numbers[2]));
            } catch (DateTimeException _) {
                // The engine tells what is wrong with it.
            }
        }
        return Call.of("sluice_make_date", parts.toArray(Expression[]::new));
    }

    /// An instant read by the first format that fits, here where the text is a constant.
    private static Expression byFormats(Call call) {
        List<ChronoFormat> formats =
                IntStream.range(1, call.arguments().size())
                        .mapToObj(place -> ChronoFormat.of(Arguments.text(call, place)))
                        .toList();
        Expression source = call.arguments().getFirst();
        if (source instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.TEXT) {
            for (ChronoFormat format : formats) {
                OptionalLong nanos = format.parse(text);
                if (nanos.isPresent()) {
                    return new TimestampLiteral(nanos.getAsLong());
                }
            }
        }
        return Call.of(
                "sluice_instant_by",
                source,
                Literal.ofText(
                        ChronoFormat.joined(formats.stream().map(ChronoFormat::pattern).toList())));
    }

    private static Expression format(Call call) {
        List<Expression> arguments = Arguments.require(call, 2, 2);
        Expression source = Instants.argument(call.function(), arguments.get(0));
        InstantType type = Instants.typeOf(source);
        if (arguments.get(1) instanceof Literal(Literal.Kind kind, String pattern)
                && kind == Literal.Kind.TEXT) {
            ChronoFormat.of(pattern);
        }
        return Call.of(
                "sluice_format",
                source,
                Literal.ofLong(Zones.code(type == null ? "UTC" : type.clock())),
                arguments.get(1));
    }

    /// An instant as text, as the reference casts it: `2022-01-01T08:00:00`, with its offset where
    /// it has a zone.
    static Expression text(Expression instant, InstantType type) {
        return Call.of(
                "sluice_format",
                instant,
                Literal.ofLong(Zones.code(type.clock())),
                Literal.ofText(type.zone() == null ? ChronoFormat.PLAIN : ChronoFormat.ZONED));
    }

    private static Expression toLocalTime(Call call) {
        return local(Instants.argument(call.function(), Arguments.require(call, 1, 1).getFirst()));
    }

    private static Expression tz(Call call) {
        List<Expression> arguments = Arguments.require(call, 1, 2);
        String zone = arguments.size() == 2 ? Arguments.text(call, 1) : "UTC";
        Zones.require(zone);
        return new Expression.Instant(
                Instants.cast(arguments.getFirst(), false), new InstantType(zone));
    }

    /// `x AT TIME ZONE 'z'`, which the parser gives as a call: an instant without a zone keeps its
    /// clock reading, another one keeps its instant, and so do text with an offset and numbers.
    private static Expression atTimeZone(Call call) {
        Arguments.require(call, 2, 2);
        return zoned(call.arguments().get(1), Arguments.text(call, 0));
    }

    /// An instant in a zone, as `AT TIME ZONE` makes it.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for a zone that there is not, and for
    ///   text that is no time
    static Expression zoned(Expression operand, String zone) {
        Zones.require(zone);
        InstantType target = new InstantType(zone);
        if (Arguments.is(operand, Literal.Kind.TEXT)) {
            return new Expression.Instant(Instants.read(operand, target), target);
        }
        Expression source = Instants.cast(operand, false);
        if (Types.isWhole(operand)) {
            return new Expression.Instant(source, target);
        }
        InstantType found = Instants.typeOf(operand);
        return found != null && found.zone() != null
                ? new Expression.Instant(operand, target)
                : ofLocal(source, target);
    }

    private static long scaled(long number, long unit) {
        try {
            return Math.multiplyExact(number, unit);
        } catch (ArithmeticException _) {
            throw UnsupportedSql.planning("number_range", "timestamp out of range: " + number);
        }
    }
}
