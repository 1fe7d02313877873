// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The types of rewritten expressions, as far as they can be told before a query runs. Signed whole
/// numbers of any width are `BIGINT` here, floats `DOUBLE`.
public final class Types {
    private static final Set<String> LIKE_ARGUMENT =
            Set.of(
                    "sum",
                    "min",
                    "max",
                    "first",
                    "last",
                    "any_value",
                    "arg_min",
                    "arg_max",
                    "arg_min_null",
                    "arg_max_null",
                    "approx_quantile",
                    "abs",
                    "nullif",
                    "lag",
                    "lead",
                    "first_value",
                    "last_value",
                    "nth_value",
                    "bit_and",
                    "bit_or",
                    "bit_xor",
                    "sluice_not_negative");

    private static final Map<SqlType, Set<String>> GIVING =
            Map.of(
                    SqlType.BIGINT,
                    Set.of(
                            "count",
                            "count_star",
                            "len",
                            "length",
                            "strpos",
                            "sluice_levenshtein",
                            "bit_length",
                            "ascii",
                            "gcd",
                            "lcm",
                            "epoch_ns",
                            "row_number",
                            "rank",
                            "dense_rank",
                            "ntile",
                            "sluice_nanosecond",
                            "sluice_to_bigint",
                            "sluice_try_bigint",
                            "sluice_to_unixtime",
                            "sluice_factorial",
                            "sluice_octet_length",
                            "sluice_regexp_count",
                            "sluice_shift_left",
                            "sluice_shift_right",
                            "sluice_list_cardinality",
                            "sluice_list_length"),
                    SqlType.BOOLEAN,
                    Set.of("sluice_to_boolean", "sluice_try_boolean"),
                    SqlType.UBIGINT,
                    Set.of(
                            "regr_count",
                            "sluice_shift_left_unsigned",
                            "sluice_shift_right_unsigned",
                            "sluice_to_ubigint",
                            "sluice_try_ubigint"),
                    SqlType.DOUBLE,
                    Set.of(
                            "avg",
                            "median",
                            "stddev_samp",
                            "stddev_pop",
                            "var_samp",
                            "var_pop",
                            "corr",
                            "covar_samp",
                            "covar_pop",
                            "regr_slope",
                            "regr_intercept",
                            "regr_r2",
                            "regr_avgx",
                            "regr_avgy",
                            "regr_sxx",
                            "regr_syy",
                            "regr_sxy",
                            "acos",
                            "acosh",
                            "asin",
                            "asinh",
                            "atan",
                            "atanh",
                            "atan2",
                            "cos",
                            "cosh",
                            "cot",
                            "degrees",
                            "exp",
                            "ln",
                            "log",
                            "log10",
                            "log2",
                            "pi",
                            "pow",
                            "power",
                            "radians",
                            "random",
                            "sin",
                            "sinh",
                            "sqrt",
                            "tan",
                            "tanh",
                            "percent_rank",
                            "cume_dist",
                            "sluice_cbrt",
                            "sluice_ceil",
                            "sluice_floor",
                            "sluice_round",
                            "sluice_trunc",
                            "sluice_signum",
                            "sluice_rate",
                            "sluice_interpolated"),
                    SqlType.VARCHAR,
                    Set.of(
                            "||",
                            "concat",
                            "concat_ws",
                            "left",
                            "lower",
                            "ltrim",
                            "md5",
                            "regexp_extract",
                            "regexp_replace",
                            "sluice_regexp_replace",
                            "sluice_regexp_replace_all",
                            "sluice_replace",
                            "reverse",
                            "right",
                            "rtrim",
                            "split_part",
                            "string_agg",
                            "translate",
                            "trim",
                            "upper",
                            "sluice_format",
                            "sluice_substr",
                            "sluice_to_text"));

    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "//", "%");

    private static final Set<SqlType> NUMBERS =
            EnumSet.of(SqlType.BIGINT, SqlType.UBIGINT, SqlType.DOUBLE);

    private Types() {}

    /// The type, or null when it cannot be told.
    public static @Nullable SqlType of(Expression expression) {
        return switch (expression) {
            case Expression.Typed typed -> typed.type();
            case Literal literal -> ofLiteral(literal);
            case Expression.Cast cast -> wide(cast.type());
            case Call call -> ofCall(call);
            case Expression.WindowCall window -> ofCall(window.call());
            case Expression.Case choice ->
                    common(
                            Stream.concat(
                                            choice.branches().stream()
                                                    .map(Expression.Branch::value),
                                            Stream.of(choice.otherwise()))
                                    .toList());
            case Expression.Operation operation -> ofOperation(operation);
            case Expression.Comparison _ -> SqlType.BOOLEAN;
            case Expression.Junction _ -> SqlType.BOOLEAN;
            case Expression.Between _ -> SqlType.BOOLEAN;
            default -> Instants.isInstant(expression) ? SqlType.TIMESTAMP : null;
        };
    }

    /// Whether values of an expression may be as long as one likes, texts and lists, as far as it
    /// can be told.
    static boolean isLong(Expression expression) {
        if (expression instanceof Call call && ARITHMETIC.contains(call.function())) {
            return false;
        }
        SqlType type = of(expression);
        return type == null || type == SqlType.VARCHAR;
    }

    /// The type of a table's column.
    public static @Nullable SqlType of(@Nullable ColumnType type) {
        return switch (type) {
            case null -> null;
            case TAG, STRING -> SqlType.VARCHAR;
            case INTEGER -> SqlType.BIGINT;
            case UINTEGER -> SqlType.UBIGINT;
            case FLOAT -> SqlType.DOUBLE;
            case BOOLEAN -> SqlType.BOOLEAN;
            case TIME -> SqlType.TIMESTAMP;
        };
    }

    /// Whether an expression surely gives floats.
    static boolean isFloat(Expression expression) {
        return of(expression) == SqlType.DOUBLE;
    }

    /// Whether an expression surely gives whole numbers, signed ones.
    static boolean isWhole(Expression expression) {
        return of(expression) == SqlType.BIGINT;
    }

    private static SqlType wide(SqlType type) {
        return switch (type) {
            case TINYINT, SMALLINT, INTEGER -> SqlType.BIGINT;
            case FLOAT -> SqlType.DOUBLE;
            default -> type;
        };
    }

    private static @Nullable SqlType ofLiteral(Literal literal) {
        return switch (literal.kind()) {
            case NULL -> null;
            case BOOLEAN -> SqlType.BOOLEAN;
            case INTEGER ->
                    Numbers.integer(literal.text()).startsWith("CAST")
                            ? SqlType.UBIGINT
                            : SqlType.BIGINT;
            case NUMBER -> SqlType.DOUBLE;
            case TEXT -> SqlType.VARCHAR;
        };
    }

    private static @Nullable SqlType ofOperation(Expression.Operation operation) {
        return switch (operation.kind()) {
            case NOT, IS_NULL, IS_NOT_NULL, IN -> SqlType.BOOLEAN;
            case COALESCE -> common(operation.operands());
            case GROUPING -> SqlType.BIGINT;
            case ELEMENT, SLICE -> null;
        };
    }

    private static @Nullable SqlType ofCall(Call call) {
        if (ARITHMETIC.contains(call.function())) {
            return ofArithmetic(call);
        }
        if (call.function().equals("greatest") || call.function().equals("least")) {
            return common(call.arguments());
        }
        if (call.function().equals("sluice_date_part")) {
            return call.arguments().getFirst().equals(Literal.ofText("epoch"))
                    ? SqlType.DOUBLE
                    : SqlType.BIGINT;
        }
        if (call.function().equals("median") && Instants.isInstant(call)) {
            return SqlType.TIMESTAMP;
        }
        if (LIKE_ARGUMENT.contains(call.function())) {
            return call.arguments().isEmpty() ? null : of(call.arguments().getFirst());
        }
        for (Map.Entry<SqlType, Set<String>> giving : GIVING.entrySet()) {
            if (giving.getValue().contains(call.function())) {
                return giving.getKey();
            }
        }
        return Instants.isInstant(call) ? SqlType.TIMESTAMP : null;
    }

    /// Numbers give numbers, two instants a length of time; days, texts and what is not known may
    /// give anything.
    private static @Nullable SqlType ofArithmetic(Call call) {
        Set<@Nullable SqlType> types = typesOf(call.arguments());
        if (NUMBERS.containsAll(types)) {
            return common(types);
        }
        return call.function().equals("-")
                        && call.arguments().size() == 2
                        && call.arguments().stream().allMatch(Instants::isInstant)
                ? SqlType.INTERVAL
                : null;
    }

    /// The type that holds the values of all; any float makes it one.
    private static @Nullable SqlType common(List<Expression> expressions) {
        return common(typesOf(expressions));
    }

    private static @Nullable SqlType common(Set<@Nullable SqlType> types) {
        if (types.contains(SqlType.DOUBLE)) {
            return SqlType.DOUBLE;
        }
        return types.size() == 1 ? types.iterator().next() : null;
    }

    /// The types of all but NULL, which fits any. Each is looked at once: a sum of sums would take
    /// exponential time otherwise.
    private static Set<@Nullable SqlType> typesOf(List<Expression> expressions) {
        Set<@Nullable SqlType> types = new HashSet<>();
        for (Expression part : expressions) {
            if (!Arguments.is(part, Literal.Kind.NULL)) {
                types.add(of(part));
            }
        }
        return types;
    }
}
