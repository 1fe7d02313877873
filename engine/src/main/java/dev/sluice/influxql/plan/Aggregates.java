// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Term;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Trees;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The aggregates and selectors over the rows of a source (data.md 6.5), except those that need
/// rows beside one another.
final class Aggregates {
    private final TermCompiler terms;

    /// @param columns of the source
    Aggregates(Leaves columns) {
        this.terms = new TermCompiler(columns);
    }

    /// The field that a call gathers: nothing where it is no field of a type that the function
    /// takes.
    Typed argument(Term.Call call) {
        Term first = Terms.plain(call.arguments().getFirst());
        if (first instanceof Term.Call inner && inner.function().equals("distinct")) {
            return argument(inner);
        }
        Function function = Function.find(call.function());
        Typed value = terms.compile(first);
        boolean taken =
                function != null
                        && first instanceof Term.Variable
                        && function.input().takes(value.type());
        return taken ? value : Typed.nothing();
    }

    /// The value of a call for each group.
    Typed of(Term.Call call) {
        Typed field = argument(call);
        if (field.isNothing()) {
            return Typed.nothing();
        }
        Expression f = field.value();
        return switch (call.function()) {
            case "count" -> new Typed(count(call, f), ColumnType.INTEGER);
            case "sum" -> sum(Sql.call("sum", f), field.type());
            case "mean" -> new Typed(Sql.call("avg", f), ColumnType.FLOAT);
            case "median" -> new Typed(Sql.call("median", field.asFloat()), ColumnType.FLOAT);
            case "stddev" -> new Typed(Sql.call("stddev_samp", field.asFloat()), ColumnType.FLOAT);
            case "spread" ->
                    new Typed(
                            Sql.operate(Sql.call("max", f), "-", Sql.call("min", f)), field.type());
            case "mode" ->
                    new Typed(
                            Sql.ordered(
                                    "mode",
                                    f,
                                    List.of(Sql.up(SourceTable.time()), Sql.up(f)),
                                    null),
                            field.type());
            case "first", "last" ->
                    new Typed(Sql.call("arg_min", f, key(call, field, List.of())), field.type());
            case "min", "max" -> new Typed(Sql.call(call.function(), f), field.type());
            case "percentile" -> new Typed(nearestRank(call, f), field.type());
            default -> throw new IllegalStateException("not gathered here: " + call.function());
        };
    }

    private static Expression count(Term.Call call, Expression f) {
        boolean distinct =
                Terms.plain(call.arguments().getFirst()) instanceof Term.Call inner
                        && inner.function().equals("distinct");
        return distinct ? Sql.distinct("count", f) : Sql.call("count", f);
    }

    /// A sum as a value of the type that was summed: the engine's sums of whole numbers are wider.
    static Typed sum(Expression sum, @Nullable ColumnType type) {
        return switch (type) {
            case INTEGER, UINTEGER -> new Typed(Sql.cast(sum, type), type);
            case null, default -> new Typed(sum, type);
        };
    }

    /// The row that a selector chooses, as one value; that of `percentile` is [NearestRank]'s.
    ///
    /// @param row made of columns of the row
    /// @param tags tell apart rows of one value and one time
    Expression row(Term.Call call, Typed field, Expression row, List<Expression> tags) {
        return new Expression.InternalCall(
                new Expression.Call(
                        "arg_min",
                        List.of(row, key(call, field, tags)),
                        false,
                        List.of(),
                        Sql.isNotNull(field.value())));
    }

    /// What is least in the row that a selector chooses. Of two points at one time the greater
    /// value is first and last.
    private static Expression key(Term.Call call, Typed field, List<Expression> tags) {
        Expression time = Sql.nanos(SourceTable.time());
        List<Expression> keys = new ArrayList<>();
        switch (call.function()) {
            case "first" -> keys.addAll(List.of(time, negative(field)));
            case "last" -> keys.addAll(List.of(Sql.call("-", time), negative(field)));
            case "min" -> keys.addAll(List.of(field.value(), time));
            case "max" -> keys.addAll(List.of(negative(field), time));
            default -> throw new IllegalStateException("no selector: " + call.function());
        }
        keys.addAll(tags);
        return Sql.call("row", keys.toArray(Expression[]::new));
    }

    /// The field of which an expression is `last` or `first`, as [#of] and [#row] make it; else
    /// null.
    ///
    /// @param newest which of the two
    static @Nullable String fieldAtEnd(Expression expression, boolean newest) {
        Expression time = Sql.nanos(SourceTable.time());
        if (expression instanceof Expression.InternalCall(Expression.Call call)
                && call.function().equals("arg_min")
                && call.arguments().getLast() instanceof Expression.InternalCall(var key)
                && key.function().equals("row")
                && key.arguments().getFirst().equals(newest ? Sql.call("-", time) : time)) {
            List<String> fields = new ArrayList<>();
            Trees.contains(
                    key.arguments().get(1),
                    part ->
                            part instanceof Expression.ColumnReference field
                                    && !fields.add(field.column()));
            return fields.size() == 1 ? fields.getFirst() : null;
        }
        return null;
    }

    /// Orders numbers and truth downwards; text has no such value.
    private static Expression negative(Typed field) {
        Expression f = field.value();
        return switch (field.type()) {
            case BOOLEAN -> Sql.not(f);
            case UINTEGER -> Sql.operate(Sql.unsigned(-1), "-", f);
            case INTEGER -> Sql.operate(Sql.number(-1), "-", f);
            case FLOAT -> Sql.call("-", f);
            case null, default -> f;
        };
    }

    /// The value of nearest rank.
    static Expression nearestRank(Term.Call call, Expression f) {
        Expression share =
                Sql.operate(
                        Sql.operate(
                                Sql.operate(
                                        Sql.cast(Sql.call("count", f), ColumnType.FLOAT),
                                        "*",
                                        Sql.number(percent(call))),
                                "/",
                                Sql.number(100.0)),
                        "+",
                        Sql.number(0.5));
        return Sql.element(
                Sql.call("list_sort", Sql.ordered("list", f, List.of(), Sql.isNotNull(f))),
                Sql.cast(Sql.call("floor", share), ColumnType.INTEGER));
    }

    /// The rank that a percentile is asked for.
    static double percent(Term.Call call) {
        return switch (Terms.plain(call.arguments().get(1))) {
            case Literal.Int(long value) -> value;
            case Literal.Real(double value) -> value;
            default -> 0;
        };
    }
}
