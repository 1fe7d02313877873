// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What can be told of instants before a query runs: which expressions give some, in which zone
/// they are read, and which text is one (data.md 5.2, 5.3).
public final class Instants {
    /// Functions of the engine whose result is an instant.
    private static final Set<String> GIVING =
            Set.of(
                    "sluice_date_bin",
                    "sluice_date_bin_months",
                    "sluice_wallclock_bin",
                    "sluice_date_trunc",
                    "sluice_from_units",
                    "sluice_as_instant",
                    "sluice_instant_of",
                    "sluice_try_as_instant",
                    "sluice_instant_by",
                    "sluice_plus",
                    "sluice_plus_months",
                    "sluice_minus_months",
                    "sluice_local",
                    "sluice_of_local",
                    "sluice_start",
                    "make_timestamp_ns",
                    "sluice_cut_off");

    /// Functions whose result has the type of their first argument.
    private static final Set<String> LIKE_ARGUMENT =
            Set.of(
                    "min",
                    "max",
                    "median",
                    "first",
                    "last",
                    "first_value",
                    "last_value",
                    "nth_value",
                    "any_value",
                    "arg_min",
                    "arg_max",
                    "greatest",
                    "least",
                    "nullif",
                    "lag",
                    "lead");

    /// Functions whose result is a list of what their first argument gives.
    private static final Set<String> LISTS = Set.of("list_value", "array_agg");

    /// Functions whose result is a list of instants.
    private static final Set<String> SERIES =
            Set.of("sluice_instants_of", "sluice_generate_series_months", "sluice_range_months");

    /// What is read as an instant where one is wanted.
    private static final Set<SqlType> TAKEN =
            EnumSet.of(SqlType.TIMESTAMP, SqlType.TIMESTAMPTZ, SqlType.DATE, SqlType.VARCHAR);

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private Instants() {}

    /// How a rewritten expression is read, if it is surely an instant; else null.
    public static @Nullable InstantType typeOf(Expression expression) {
        return switch (expression) {
            case Expression.Instant instant -> instant.type();
            case TimestampLiteral _ -> InstantType.PLAIN;
            case Expression.ColumnReference reference ->
                    reference.column().equals("time") ? InstantType.PLAIN : null;
            case Expression.Cast cast ->
                    cast.type() == SqlType.TIMESTAMP ? InstantType.PLAIN : null;
            case Call call -> ofCall(call);
            case Expression.WindowCall window -> ofCall(window.call());
            case Expression.Operation operation -> ofOperation(operation);
            case Expression.Case choice -> ofCase(choice);
            default -> null;
        };
    }

    /// Whether a rewritten expression is surely an instant.
    public static boolean isInstant(Expression expression) {
        return typeOf(expression) != null;
    }

    private static @Nullable InstantType ofCall(Call call) {
        if (GIVING.contains(call.function())) {
            return InstantType.PLAIN;
        }
        return LIKE_ARGUMENT.contains(call.function()) && !call.arguments().isEmpty()
                ? typeOf(call.arguments().getFirst())
                : null;
    }

    private static @Nullable InstantType ofOperation(Expression.Operation operation) {
        return switch (operation.kind()) {
            case COALESCE -> {
                for (Expression operand : operation.operands()) {
                    InstantType type = typeOf(operand);
                    if (type != null) {
                        yield type;
                    }
                }
                yield null;
            }
            case ELEMENT ->
                    operation.operands().getFirst() instanceof Call call ? ofElement(call) : null;
            case NOT, IS_NULL, IS_NOT_NULL, IN, SLICE, GROUPING -> null;
        };
    }

    private static @Nullable InstantType ofElement(Call list) {
        if (SERIES.contains(list.function())) {
            return InstantType.PLAIN;
        }
        return LISTS.contains(list.function()) && !list.arguments().isEmpty()
                ? typeOf(list.arguments().getFirst())
                : null;
    }

    private static @Nullable InstantType ofCase(Expression.Case choice) {
        for (Expression.Branch branch : choice.branches()) {
            InstantType type = typeOf(branch.value());
            if (type != null) {
                return type;
            }
        }
        return typeOf(choice.otherwise());
    }

    /// An instant that is read by a clock.
    public static Expression in(@Nullable InstantType type, Expression operand) {
        return type == null || type.zone() == null
                ? operand
                : new Expression.Instant(operand, type);
    }

    /// Reads a constant, text, day or null, as an instant where one is wanted; leaves anything else
    /// alone.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for text that is no time
    public static Expression read(Expression expression) {
        return Arguments.is(expression, Literal.Kind.NULL)
                ? new Expression.Cast(expression, SqlType.TIMESTAMP, false)
                : read(expression, InstantType.PLAIN);
    }

    /// The same; text without an offset is read by a clock.
    public static Expression read(Expression expression, InstantType type) {
        if (expression instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.TEXT) {
            OptionalLong nanos = Timestamps.parse(text, Zones.require(type.clock()));
            if (nanos.isEmpty()) {
                throw UnsupportedSql.planning("timestamp", "not a timestamp: '" + text + "'");
            }
            return new TimestampLiteral(nanos.getAsLong());
        }
        return expression instanceof Expression.Cast(Literal day, SqlType to, boolean _)
                        && to == SqlType.DATE
                        && DAY.matcher(day.text()).matches()
                ? read(day)
                : expression;
    }

    /// An argument that must be an instant; text and days become one.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for what is surely none
    static Expression argument(String function, Expression expression) {
        Expression instant = read(expression);
        if (isInstant(instant)) {
            return instant;
        }
        Arguments.requireType(function, instant, TAKEN, "timestamps, days and text");
        return Call.of("sluice_instant_of", instant, Literal.ofText(function));
    }

    /// The constant behind an expression, without its zone; null for anything else.
    public static @Nullable TimestampLiteral constant(Expression expression) {
        return switch (expression) {
            case TimestampLiteral literal -> literal;
            case Expression.Instant(Expression operand, InstantType _) -> constant(operand);
            default -> null;
        };
    }

    /// A cast to a timestamp without a zone: constants are read here, anything else as its type
    /// says when the query runs.
    ///
    /// @param attempt whether what is no time becomes null
    static Expression cast(Expression operand, boolean attempt) {
        if (operand instanceof Literal(Literal.Kind kind, String text)) {
            if (kind == Literal.Kind.INTEGER) {
                return new TimestampLiteral(Numbers.wholeNumber(text));
            }
            if (kind == Literal.Kind.TEXT && attempt && Timestamps.parse(text).isEmpty()) {
                return read(new Literal(Literal.Kind.NULL, ""));
            }
        }
        Expression instant = read(operand);
        InstantType type = typeOf(instant);
        if (type == null) {
            // Sums are wider.
            return Types.isWhole(instant)
                    ? Call.of(
                            "make_timestamp_ns",
                            new Expression.Cast(instant, SqlType.BIGINT, attempt))
                    : Call.of(attempt ? "sluice_try_as_instant" : "sluice_as_instant", instant);
        }
        return type.zone() == null ? instant : new Expression.Instant(instant, InstantType.PLAIN);
    }
}
