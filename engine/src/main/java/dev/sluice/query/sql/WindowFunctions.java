// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.IntervalLiteral;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.Operation;
import dev.sluice.query.sql.Expression.OperationKind;
import dev.sluice.query.sql.Expression.WindowCall;
import java.util.List;
import java.util.Set;

/// Functions over windows of rows (data.md 5.7, 5.9): the ranking and analytic ones, the
/// transforms, and every aggregate.
public final class WindowFunctions {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// Functions that need OVER.
    static final List<String> NAMES =
            List.of(
                    "row_number",
                    "rank",
                    "dense_rank",
                    "percent_rank",
                    "cume_dist",
                    "ntile",
                    "lag",
                    "lead",
                    "first_value",
                    "last_value",
                    "nth_value");

    static final List<String> TRANSFORMS =
            List.of(
                    "difference",
                    "non_negative_difference",
                    "derivative",
                    "non_negative_derivative");

    private static final Set<String> KNOWN = Set.copyOf(NAMES);

    private WindowFunctions() {}

    /// What a call over a window becomes.
    ///
    /// @param window whose parts are rewritten, but for the function itself
    /// @throws dev.sluice.model.ProblemException *invalid* for a function that cannot be called so
    public static Expression rewrite(WindowCall window) {
        Call call = window.call();
        SqlFunctions.requireAggregate(call);
        if (KNOWN.contains(call.function())) {
            return window;
        }
        return switch (call.function()) {
            case "difference" -> difference(window);
            case "non_negative_difference" -> notNegative(difference(window));
            case "derivative" -> derivative(window);
            case "non_negative_derivative" -> notNegative(derivative(window));
            default -> aggregate(window);
        };
    }

    private static Expression aggregate(WindowCall window) {
        String function = window.call().function();
        if (AggregateFunctions.gathers(function)) {
            Expression rewritten = SqlFunctions.rewrite(window.call());
            if (rewritten instanceof Call || rewritten instanceof Expression.Cast) {
                return over(window, rewritten);
            }
        }
        throw UnsupportedSql.notSupported("window function '" + function + "'");
    }

    /// What a call has become, with each aggregate in it over the window.
    private static Expression over(WindowCall window, Expression rewritten) {
        return switch (rewritten) {
            case Expression.Cast(Expression operand, SqlType type, boolean attempt) ->
                    new Expression.Cast(over(window, operand), type, attempt);
            case Call call when AggregateFunctions.isAggregate(call) -> with(window, call);
            case Call call ->
                    Call.of(
                            call.function(),
                            call.arguments().stream()
                                    .map(argument -> over(window, argument))
                                    .toArray(Expression[]::new));
            default -> rewritten;
        };
    }

    private static Expression difference(WindowCall window) {
        Expression value = Arguments.require(window.call(), 1, 1).getFirst();
        return Call.of("-", value, before(window, value));
    }

    private static Expression derivative(WindowCall window) {
        List<Expression> arguments = Arguments.require(window.call(), 2, 3);
        Expression value = arguments.get(0);
        Expression nanos = Call.of("epoch_ns", Instants.read(arguments.get(1)));
        Expression present =
                new Expression.Case(
                        List.of(
                                new Expression.Branch(
                                        new Operation(OperationKind.IS_NOT_NULL, List.of(value)),
                                        nanos)),
                        new Literal(Literal.Kind.NULL, ""));
        Expression distance = Call.of("-", nanos, before(window, present));
        return Call.of(
                "sluice_rate",
                Call.of("-", value, before(window, value)),
                distance,
                Literal.ofLong(unit(window.call())));
    }

    private static long unit(Call call) {
        if (call.arguments().size() < 3) {
            return NANOS_PER_SECOND;
        }
        if (call.arguments().get(2) instanceof IntervalLiteral interval
                && interval.isFixed()
                && interval.nanos() > 0) {
            return interval.nanos();
        }
        throw UnsupportedSql.planning(
                "derivative",
                call.function() + " needs a positive constant interval without months as its unit");
    }

    private static Expression notNegative(Expression value) {
        return Call.of("sluice_not_negative", value);
    }

    /// The last value before this row's that is not null.
    private static Expression before(WindowCall window, Expression value) {
        return new WindowCall(
                Call.of("lag", value),
                window.partitionBy(),
                window.orderBy(),
                window.frame(),
                true);
    }

    private static WindowCall with(WindowCall window, Call call) {
        return new WindowCall(
                call, window.partitionBy(), window.orderBy(), window.frame(), window.ignoreNulls());
    }
}
