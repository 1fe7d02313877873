// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Junction;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.Operation;
import dev.sluice.query.sql.Expression.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Aggregates and selectors (data.md 5.7, 5.8).
public final class AggregateFunctions {
    static final FunctionTable TABLE =
            new FunctionTable("Aggregates")
                    .same(
                            "count",
                            "count_star",
                            "min",
                            "max",
                            "stddev_samp",
                            "stddev_pop",
                            "var_samp",
                            "var_pop",
                            "covar_samp",
                            "covar_pop",
                            "regr_intercept",
                            "regr_r2",
                            "regr_count",
                            "regr_avgx",
                            "regr_avgy",
                            "regr_sxx",
                            "regr_syy",
                            "regr_sxy",
                            "bit_and",
                            "bit_or",
                            "bit_xor",
                            "bool_and",
                            "bool_or",
                            "array_agg")
                    .rewritten("string_agg", AggregateFunctions::text)
                    .rewritten("corr", AggregateFunctions::ofSpread)
                    .rewritten("regr_slope", AggregateFunctions::ofSpread)
                    .rewritten("sum", AggregateFunctions::sum)
                    .rewritten("avg", AggregateFunctions::mean)
                    .rewritten("mean", AggregateFunctions::mean)
                    .renamed("stddev", "stddev_samp")
                    .renamed("var", "var_samp")
                    .renamed("var_sample", "var_samp")
                    .renamed("var_population", "var_pop")
                    .renamed("covar", "covar_samp")
                    .rewritten("median", AggregateFunctions::median)
                    .rewritten("approx_distinct", AggregateFunctions::approxDistinct)
                    .rewritten("approx_median", AggregateFunctions::approxMedian)
                    .rewritten("approx_percentile_cont", AggregateFunctions::percentile)
                    .rewritten(
                            "approx_percentile_cont_with_weight",
                            AggregateFunctions::weightedPercentile)
                    .renamed("first_value", "first")
                    .renamed("last_value", "last")
                    .rewritten("nth_value", AggregateFunctions::nthValue);

    /// Selectors: the value of one row, and its time.
    static final FunctionTable SELECTORS =
            new FunctionTable("Selectors")
                    .rewritten("selector_first", call -> byTime(call, "arg_min", "min"))
                    .rewritten("selector_last", call -> byTime(call, "arg_max", "max"))
                    .rewritten("selector_min", call -> byValue(call, "arg_min", false))
                    .rewritten("selector_max", call -> byValue(call, "arg_max", true));

    /// What the engine calls the aggregates that calls are rewritten to.
    private static final Set<String> ENGINE_NAMES =
            Set.of(
                    "first",
                    "last",
                    "list",
                    "median",
                    "quantile_disc",
                    "any_value",
                    "arg_min",
                    "arg_max",
                    "arg_min_null",
                    "arg_max_null",
                    "approx_quantile",
                    "approx_count_distinct");

    private AggregateFunctions() {}

    /// Whether a rewritten expression is the call of an aggregate.
    public static boolean isAggregate(Expression expression) {
        return expression instanceof Call call
                && (ENGINE_NAMES.contains(call.function())
                        || TABLE.functions().containsKey(call.function()));
    }

    /// Whether an expression is the call of a selector, as users write it.
    public static boolean isSelector(Expression expression) {
        return expression instanceof Call call
                && SELECTORS.functions().containsKey(call.function());
    }

    /// Whether a function of the dialect gathers rows.
    static boolean gathers(String function) {
        return TABLE.functions().containsKey(function)
                || SELECTORS.functions().containsKey(function);
    }

    /// Of a single row, or of rows without a spread, there is none; the engine divides by zero.
    private static Expression ofSpread(Call call) {
        return Call.of(
                "nullif", call, new Expression.Cast(Literal.ofText("NaN"), SqlType.DOUBLE, false));
    }

    /// Instants are put together as casts write them. Of those that are put together once each, the
    /// order is that of their texts, and the same.
    private static Expression text(Call call) {
        List<Expression> arguments = new ArrayList<>(call.arguments());
        Expression value = arguments.isEmpty() ? call : arguments.getFirst();
        InstantType type = Instants.typeOf(value);
        if (type == null) {
            return call;
        }
        Expression written = TimeConversions.text(value, type);
        arguments.set(0, written);
        List<SortKey> keys =
                call.orderBy().stream()
                        .map(key ->
                                call.distinct() && key.expression().equals(value)
                                        ? new SortKey(written, key.direction(), key.nulls())
                                        : key)
                        .toList();
        return new Call(call.function(), arguments, call.distinct(), keys, call.filter());
    }

    /// The engine adds whole numbers to wider ones.
    private static Expression sum(Call call) {
        boolean unsigned =
                !call.arguments().isEmpty()
                        && Types.of(call.arguments().getFirst()) == SqlType.UBIGINT;
        return unsigned ? new Expression.Cast(call, SqlType.UBIGINT, false) : call;
    }

    /// Of whole numbers it is the exact sum by how many there are. The engine's own rounds in
    /// another way on other processors, and twice where they have numbers of eighty bits.
    private static Expression mean(Call call) {
        if (call.arguments().size() != 1 || !isWhole(Types.of(call.arguments().getFirst()))) {
            return FunctionTable.renamed(call, "avg");
        }
        Expression value = call.arguments().getFirst();
        Call sum = FunctionTable.with(call, "sum", value);
        return Call.of(
                "/",
                new Expression.Cast(sum, SqlType.DOUBLE, false),
                FunctionTable.with(call, "count", value));
    }

    private static boolean isWhole(@Nullable SqlType type) {
        return type == SqlType.BIGINT || type == SqlType.UBIGINT;
    }

    /// Whole numbers have a whole median, between the two in the middle. The engine's own is a
    /// float, which is not exact where they are large.
    private static Expression median(Call call) {
        Expression value = Arguments.require(call, 1, 1).getFirst();
        SqlType type = Types.of(value);
        if (type == null || !isWhole(type)) {
            return call;
        }
        Expression middle =
                Call.of(
                        "sluice_middle",
                        FunctionTable.with(call, "quantile_disc", value, half("0.5")),
                        FunctionTable.with(call, "quantile_disc", value, half("-0.5")));
        return new Expression.Cast(middle, type, false);
    }

    /// Half of the values from below, or from above.
    private static Literal half(String number) {
        return new Literal(Literal.Kind.NUMBER, number);
    }

    private static Expression approxDistinct(Call call) {
        Arguments.require(call, 1, 1);
        return new Expression.Cast(
                FunctionTable.renamed(call, "approx_count_distinct"), SqlType.UBIGINT, false);
    }

    private static Expression approxMedian(Call call) {
        return FunctionTable.with(
                call, "approx_quantile", Arguments.require(call, 1, 1).getFirst(), share(0.5));
    }

    /// `f(p) WITHIN GROUP (ORDER BY x)`, which comes as `f(p ORDER BY x)`, or `f(x, p)`; a number
    /// of centroids may follow and changes nothing.
    private static Expression percentile(Call call) {
        List<Expression> arguments = call.arguments();
        if (call.orderBy().isEmpty()) {
            Arguments.require(call, 2, 3);
            return FunctionTable.with(
                    call,
                    "approx_quantile",
                    arguments.get(0),
                    share(share(call, arguments.get(1))));
        }
        Arguments.require(call, 1, 2);
        SortKey key = call.orderBy().getFirst();
        double share = share(call, arguments.get(0));
        return new Call(
                "approx_quantile",
                List.of(
                        key.expression(),
                        share(key.direction() == SortKey.Direction.DOWN ? 1 - share : share)),
                call.distinct(),
                List.of(),
                call.filter());
    }

    /// `f(weight, p) WITHIN GROUP (ORDER BY x)`, or `f(x, weight, p)`.
    private static Expression weightedPercentile(Call call) {
        List<Expression> arguments = call.arguments();
        boolean within = !call.orderBy().isEmpty();
        Arguments.require(call, within ? 2 : 3, within ? 3 : 4);
        Expression value = within ? call.orderBy().getFirst().expression() : arguments.get(0);
        Expression weight = arguments.get(within ? 0 : 1);
        double share = share(call, arguments.get(within ? 1 : 2));
        boolean down = within && call.orderBy().getFirst().direction() == SortKey.Direction.DOWN;
        Expression pair =
                new Expression.StructValue(
                        List.of("x", "w"),
                        List.of(value, new Expression.Cast(weight, SqlType.DOUBLE, false)));
        return Call.of(
                "sluice_weighted_quantile",
                new Call(
                        "list",
                        List.of(pair),
                        false,
                        List.of(new SortKey(value, SortKey.Direction.UP, SortKey.Nulls.USUAL)),
                        both(call.filter(), isPresent(value))),
                new Literal(Literal.Kind.NUMBER, Double.toString(down ? 1 - share : share)));
    }

    private static double share(Call call, Expression expression) {
        if (expression instanceof Literal(Literal.Kind kind, String text)
                && (kind == Literal.Kind.NUMBER || kind == Literal.Kind.INTEGER)) {
            double share = Double.parseDouble(text.replace("_", ""));
            if (share >= 0 && share <= 1) {
                return share;
            }
        }
        throw UnsupportedSql.planning(
                "percentile",
                "Percentile value must be between 0.0 and 1.0 inclusive for " + call.function());
    }

    private static Expression share(double share) {
        return new Expression.Cast(
                new Literal(Literal.Kind.NUMBER, Double.toString(share)), SqlType.FLOAT, false);
    }

    private static Expression nthValue(Call call) {
        List<Expression> arguments = Arguments.require(call, 2, 2);
        return Structs.element(
                FunctionTable.with(call, "list", arguments.get(0)), arguments.get(1));
    }

    private static Expression byTime(Call call, String choose, String bound) {
        Expression time = time(call);
        Expression value = call.arguments().getFirst();
        return selector(
                call,
                Call.of(choose, value, time),
                Call.of(bound, time),
                other -> Call.of(choose + "_null", other, time));
    }

    /// Of equal values it is the one with the earliest time.
    private static Expression byValue(Call call, String choose, boolean greatest) {
        Expression time = time(call);
        Expression value = call.arguments().getFirst();
        Expression nanos = Call.of("epoch_ns", time);
        Expression key = Call.of("row", value, greatest ? Call.of("-", nanos) : nanos);
        return selector(
                call,
                Call.of(greatest ? "max" : "min", value),
                Call.of(choose, time, key),
                other -> Call.of(choose + "_null", other, key));
    }

    private static Expression time(Call call) {
        return Instants.read(Arguments.require(call, 2, Integer.MAX_VALUE).get(1));
    }

    private static Expression selector(
            Call call, Call value, Call time, UnaryOperator<Expression> other) {
        Expression present = isPresent(call.arguments().getFirst());
        List<String> names = new ArrayList<>(List.of("value", "time"));
        List<Expression> members = new ArrayList<>();
        members.add(filtered(value, both(call.filter(), present)));
        members.add(
                Instants.in(
                        Instants.typeOf(call.arguments().get(1)),
                        filtered(time, both(call.filter(), present))));
        for (int i = 2; i < call.arguments().size(); i++) {
            names.add("other_" + (i - 1));
            members.add(
                    filtered(
                            (Call) other.apply(call.arguments().get(i)),
                            both(call.filter(), present)));
        }
        return new Expression.StructValue(names, members);
    }

    private static Expression isPresent(Expression value) {
        return new Operation(OperationKind.IS_NOT_NULL, List.of(value));
    }

    private static Expression both(@Nullable Expression filter, Expression condition) {
        return filter == null ? condition : new Junction(true, List.of(filter, condition));
    }

    private static Call filtered(Call call, Expression filter) {
        return new Call(call.function(), call.arguments(), false, List.of(), filter);
    }
}
