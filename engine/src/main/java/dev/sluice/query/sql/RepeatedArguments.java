// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.InternalCall;
import dev.sluice.query.sql.Expression.StructValue;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps statements small whose macros repeat their arguments.
///
/// The engine puts an argument wherever a macro's body names its parameter, before it looks for
/// what is the same, so that macros within macros would grow exponentially. Where a call would
/// become too large, its arguments are computed first, as the one element of a list, and the macro
/// repeats their names instead. Small calls stay as they are: they run two or three times as fast.
public final class RepeatedArguments {
    /// The most parts that one call becomes.
    public static final int WEIGHT_MAX = 100;

    /// The weight of a subquery, which is never repeated.
    private static final long SUBQUERY_WEIGHT = 1_000;

    private static final String NAME = "sluice_let";

    /// How often each macro names each of its parameters, with the macros that it calls itself; the
    /// most of all its versions. Macros that repeat nothing are not here.
    public static final Map<String, List<Integer>> TIMES =
            Map.ofEntries(
                    Map.entry("sluice_as_instant", List.of(10)),
                    Map.entry("sluice_bin_months", List.of(10, 7, 9)),
                    Map.entry("sluice_both", List.of(2, 2)),
                    Map.entry("sluice_bytes_of", List.of(3)),
                    Map.entry("sluice_cut_off", List.of(2, 1)),
                    Map.entry("sluice_date_bin", List.of(3, 2, 1)),
                    Map.entry("sluice_date_bin_months", List.of(10, 14, 9)),
                    Map.entry("sluice_date_part", List.of(1, 2)),
                    Map.entry("sluice_date_part_of", List.of(4, 14)),
                    Map.entry("sluice_date_trunc", List.of(1, 2)),
                    Map.entry("sluice_decode_base64", List.of(2)),
                    Map.entry("sluice_either", List.of(2, 2)),
                    Map.entry("sluice_encodable", List.of(6)),
                    Map.entry("sluice_encode_base64", List.of(6)),
                    Map.entry("sluice_encode_hex", List.of(6)),
                    Map.entry("sluice_find_in_set", List.of(3, 2, 6)),
                    Map.entry("sluice_floor_mod", List.of(1, 3)),
                    Map.entry("sluice_floor_us", List.of(2)),
                    Map.entry("sluice_from_units", List.of(10, 3, 1)),
                    Map.entry("sluice_generate_series", List.of(2, 2, 2, 2)),
                    Map.entry("sluice_generate_series_months", List.of(2, 3, 3, 1)),
                    Map.entry("sluice_instant_of", List.of(6, 1)),
                    Map.entry("sluice_interpolated", List.of(2, 1, 1)),
                    Map.entry("sluice_is_whole", List.of(2)),
                    Map.entry("sluice_levenshtein", List.of(2, 2)),
                    Map.entry("sluice_like_pattern", List.of(3)),
                    Map.entry("sluice_list_cardinality", List.of(8)),
                    Map.entry("sluice_list_cut", List.of(3, 1, 2)),
                    Map.entry("sluice_list_dims", List.of(5)),
                    Map.entry("sluice_list_distinct", List.of(3)),
                    Map.entry("sluice_list_except", List.of(3, 3)),
                    Map.entry("sluice_list_has_any", List.of(3, 3)),
                    Map.entry("sluice_list_has_null", List.of(2)),
                    Map.entry("sluice_list_intersect", List.of(3, 3)),
                    Map.entry("sluice_list_length", List.of(6, 2)),
                    Map.entry("sluice_list_ndims", List.of(2)),
                    Map.entry("sluice_list_pop_back", List.of(2)),
                    Map.entry("sluice_list_position", List.of(1, 1, 2)),
                    Map.entry("sluice_list_positions", List.of(2, 1)),
                    Map.entry("sluice_list_remove", List.of(4, 2)),
                    Map.entry("sluice_list_remove_n", List.of(4, 2, 2)),
                    Map.entry("sluice_list_repeat", List.of(2, 2, 3)),
                    Map.entry("sluice_list_replace", List.of(4, 2, 1)),
                    Map.entry("sluice_list_replace_n", List.of(4, 2, 1, 2)),
                    Map.entry("sluice_list_resize", List.of(2, 1, 3, 2)),
                    Map.entry("sluice_list_texts", List.of(7)),
                    Map.entry("sluice_list_to_string", List.of(15, 3, 2)),
                    Map.entry("sluice_list_union", List.of(3, 3)),
                    Map.entry("sluice_list_within", List.of(2, 2)),
                    Map.entry("sluice_logarithm", List.of(1, 2)),
                    Map.entry("sluice_lpad", List.of(2, 2, 3, 2)),
                    Map.entry("sluice_minus_months", List.of(3, 1)),
                    Map.entry("sluice_nanosecond", List.of(10)),
                    Map.entry("sluice_nanvl", List.of(2, 2)),
                    Map.entry("sluice_not_negative", List.of(2)),
                    Map.entry("sluice_octet_length", List.of(3)),
                    Map.entry("sluice_overlay", List.of(2, 2, 2, 1)),
                    Map.entry("sluice_plus_months", List.of(3, 1)),
                    Map.entry("sluice_quotient", List.of(2, 2)),
                    Map.entry("sluice_range", List.of(2, 2, 2, 2)),
                    Map.entry("sluice_range_months", List.of(2, 3, 3, 1)),
                    Map.entry("sluice_regexp_count", List.of(2, 1)),
                    Map.entry("sluice_regexp_match_0", List.of(2, 2)),
                    Map.entry("sluice_regexp_match_1", List.of(2, 2)),
                    Map.entry("sluice_regexp_match_2", List.of(3, 3)),
                    Map.entry("sluice_regexp_match_3", List.of(4, 4)),
                    Map.entry("sluice_regexp_match_4", List.of(5, 5)),
                    Map.entry("sluice_regexp_match_5", List.of(6, 6)),
                    Map.entry("sluice_regexp_match_6", List.of(7, 7)),
                    Map.entry("sluice_regexp_match_7", List.of(8, 8)),
                    Map.entry("sluice_regexp_match_8", List.of(9, 9)),
                    Map.entry("sluice_regexp_match_9", List.of(10, 10)),
                    Map.entry("sluice_regexp_replace", List.of(2, 2, 2, 4)),
                    Map.entry("sluice_regexp_replace_all", List.of(2, 2, 2, 3)),
                    Map.entry("sluice_regexp_replaceable", List.of(2, 2, 3)),
                    Map.entry("sluice_remainder", List.of(2, 2)),
                    Map.entry("sluice_repeat", List.of(2, 2, 2)),
                    Map.entry("sluice_replace", List.of(2, 2, 3, 3)),
                    Map.entry("sluice_replaceable", List.of(2, 2, 2, 2)),
                    Map.entry("sluice_rpad", List.of(2, 2, 3, 2)),
                    Map.entry("sluice_share", List.of(1, 2, 1)),
                    Map.entry("sluice_shift_left", List.of(2, 4)),
                    Map.entry("sluice_shift_left_unsigned", List.of(1, 2)),
                    Map.entry("sluice_shifted", List.of(1, 2)),
                    Map.entry("sluice_signed", List.of(2)),
                    Map.entry("sluice_signum", List.of(3)),
                    Map.entry("sluice_split", List.of(3, 7, 6)),
                    Map.entry("sluice_splittable", List.of(3, 5, 4)),
                    Map.entry("sluice_string_to_list", List.of(3, 7, 6, 1)),
                    Map.entry("sluice_substr", List.of(2, 4, 3)),
                    Map.entry("sluice_substr_index", List.of(6, 11, 14, 5)),
                    Map.entry("sluice_to_bigint", List.of(7)),
                    Map.entry("sluice_to_boolean", List.of(5)),
                    Map.entry("sluice_to_date", List.of(14)),
                    Map.entry("sluice_to_text", List.of(5)),
                    Map.entry("sluice_to_ubigint", List.of(7)),
                    Map.entry("sluice_to_unixtime", List.of(10)),
                    Map.entry("sluice_truth", List.of(2)),
                    Map.entry("sluice_try_as_instant", List.of(8)),
                    Map.entry("sluice_try_bigint", List.of(6)),
                    Map.entry("sluice_try_boolean", List.of(5)),
                    Map.entry("sluice_try_ubigint", List.of(6)),
                    Map.entry("sluice_unsigned_difference", List.of(4, 4)),
                    Map.entry("sluice_weighted_quantile", List.of(2, 1)),
                    Map.entry("sluice_weighted_step", List.of(3, 2, 1)),
                    Map.entry("sluice_whole_months", List.of(3, 2, 2)),
                    Map.entry("sluice_within", List.of(2, 2)));

    private final IdentityHashMap<Expression, Long> weights = new IdentityHashMap<>();

    /// A call whose arguments are computed first.
    ///
    /// @param name of the struct of their values
    /// @param values what is computed first
    /// @param call the macro with the names of the values
    record Once(String name, StructValue values, Call call) {}

    /// How a call is to be written if it is too large as it is; else null.
    @Nullable Once once(Call call) {
        return isTooLarge(call) ? apart(call) : null;
    }

    /// How many parts the engine sees of an expression.
    public long weight(Expression expression) {
        Long known = weights.get(expression);
        if (known == null) {
            known = weigh(expression);
            weights.put(expression, known);
        }
        return known;
    }

    private long weigh(Expression expression) {
        return switch (expression) {
            case Expression.Subquery _ -> SUBQUERY_WEIGHT;
            case Expression.Instant instant -> weight(instant.operand());
            case Expression.Typed typed -> weight(typed.operand());
            case InternalCall(Call call) -> weight(call);
            case Call call when isTooLarge(call) -> parts(call);
            case Call call -> repeated(call) + parts(call);
            default -> parts(expression);
        };
    }

    private long parts(Expression expression) {
        long[] sum = {1};
        Trees.map(
                expression,
                part -> {
                    sum[0] += weight(part);
                    return part;
                });
        return sum[0];
    }

    private boolean isTooLarge(Call call) {
        return TIMES.containsKey(call.function()) && repeated(call) + parts(call) > WEIGHT_MAX;
    }

    /// What the repetitions of a call weigh.
    private long repeated(Call call) {
        List<Integer> times = TIMES.getOrDefault(call.function(), List.of());
        long sum = 0;
        for (int i = 0; i < Math.min(times.size(), call.arguments().size()); i++) {
            sum += Math.max(0, times.get(i) - 1) * weight(call.arguments().get(i));
        }
        return sum;
    }

    private static @Nullable Once apart(Call call) {
        List<String> names = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        List<Expression> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            if (isConstant(argument)) {
                arguments.add(argument);
            } else {
                String name = "a" + values.size();
                names.add(name);
                values.add(argument);
                arguments.add(new ColumnReference(List.of(NAME, name)));
            }
        }
        return values.isEmpty()
                ? null
                : new Once(
                        NAME,
                        new StructValue(names, values),
                        Call.of(call.function(), arguments.toArray(Expression[]::new)));
    }

    private static boolean isConstant(Expression expression) {
        return switch (expression) {
            case Expression.Literal _,
                    Expression.TimestampLiteral _,
                    Expression.IntervalLiteral _,
                    Expression.Parameter _ ->
                    true;
            case Expression.Instant instant -> isConstant(instant.operand());
            case Expression.Typed typed -> isConstant(typed.operand());
            default -> false;
        };
    }
}
