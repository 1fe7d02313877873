// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Case;
import dev.sluice.query.sql.Expression.Frame;
import dev.sluice.query.sql.Expression.FrameBound;
import dev.sluice.query.sql.Expression.FrameExclusion;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.OperationKind;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Short words for the parts of the tree that InfluxQL becomes.
///
/// A plan is a tower of SELECTs, each over the one below, which it knows as [#ROWS].
final class Sql {
    /// The relation that a SELECT of ours reads.
    static final String ROWS = "r";

    /// Null, of whatever type stands beside it.
    static final Expression NULL = new Literal(Literal.Kind.NULL, "");

    /// The rows of a window from the first to the current one.
    static final Frame TO_HERE =
            new Frame(
                    FrameBound.UNBOUNDED_PRECEDING,
                    null,
                    FrameBound.CURRENT_ROW_ROWS,
                    null,
                    FrameExclusion.NO_OTHER);

    /// All rows of a window.
    static final Frame ALL =
            new Frame(
                    FrameBound.UNBOUNDED_PRECEDING,
                    null,
                    FrameBound.UNBOUNDED_FOLLOWING,
                    null,
                    FrameExclusion.NO_OTHER);

    private Sql() {}

    /// A column of [#ROWS].
    static Expression column(String name) {
        return column(ROWS, name);
    }

    static Expression column(String relation, String name) {
        return new Expression.ColumnReference(List.of(relation, name));
    }

    /// A function of the engine.
    static Expression call(String function, Expression... arguments) {
        return new Expression.InternalCall(Expression.Call.of(function, arguments));
    }

    /// An aggregate that sees its rows in an order.
    static Expression ordered(
            String function,
            Expression argument,
            List<SortKey> order,
            @Nullable Expression filter) {
        return new Expression.InternalCall(
                new Expression.Call(function, List.of(argument), false, order, filter));
    }

    /// An aggregate that sees each value once.
    static Expression distinct(String function, Expression argument) {
        return new Expression.InternalCall(
                new Expression.Call(function, List.of(argument), true, List.of(), null));
    }

    static Literal number(long value) {
        return Literal.ofLong(value);
    }

    /// A whole number that is read as unsigned.
    static Expression unsigned(long value) {
        return new Literal(Literal.Kind.INTEGER, Long.toUnsignedString(value));
    }

    static Expression number(double value) {
        return new Literal(Literal.Kind.NUMBER, Double.toString(value));
    }

    static Literal text(String value) {
        return Literal.ofText(value);
    }

    static Literal truth(boolean value) {
        return new Literal(Literal.Kind.BOOLEAN, Boolean.toString(value));
    }

    /// Null, of a type that clients read.
    static Expression nothing(@Nullable ColumnType type) {
        return new Expression.Cast(NULL, sqlType(type), true);
    }

    static Expression and(List<Expression> conditions) {
        return junction(true, conditions);
    }

    static Expression or(List<Expression> conditions) {
        return junction(false, conditions);
    }

    /// Whether a condition is false, whatever the row.
    static boolean isNever(Expression condition) {
        return condition.equals(truth(false));
    }

    private static Expression junction(boolean all, List<Expression> conditions) {
        if (conditions.isEmpty()) {
            return truth(all);
        }
        return conditions.size() == 1
                ? conditions.getFirst()
                : new Expression.Junction(all, conditions);
    }

    static Expression compare(
            Expression left, Expression.ComparisonOperator operator, Expression right) {
        return new Expression.Comparison(operator, left, right);
    }

    static Expression equal(Expression left, Expression right) {
        return compare(left, Expression.ComparisonOperator.EQUAL, right);
    }

    /// That a column of another relation is that of its name in [#ROWS], nothing being one value.
    static Expression isAsIn(String relation, String name) {
        return compare(
                column(relation, name), Expression.ComparisonOperator.NOT_DISTINCT, column(name));
    }

    static Expression isNull(Expression value) {
        return new Expression.Operation(OperationKind.IS_NULL, List.of(value));
    }

    static Expression isNotNull(Expression value) {
        return new Expression.Operation(OperationKind.IS_NOT_NULL, List.of(value));
    }

    /// Whether one of some values is there.
    static Expression anyNotNull(List<Expression> values) {
        return or(values.stream().map(Sql::isNotNull).toList());
    }

    static Expression not(Expression condition) {
        return new Expression.Operation(OperationKind.NOT, List.of(condition));
    }

    static Expression coalesce(Expression value, Expression otherwise) {
        return new Expression.Operation(OperationKind.COALESCE, List.of(value, otherwise));
    }

    static Expression element(Expression list, Expression key) {
        return new Expression.Operation(OperationKind.ELEMENT, List.of(list, key));
    }

    static Expression choose(Expression condition, Expression value, Expression otherwise) {
        return new Case(List.of(new Expression.Branch(condition, value)), otherwise);
    }

    /// The value where the condition holds, else null.
    static Expression where(Expression condition, Expression value) {
        return choose(condition, value, NULL);
    }

    static Expression operate(Expression left, String operator, Expression right) {
        return call(operator, left, right);
    }

    static Expression cast(Expression value, ColumnType type) {
        return new Expression.Cast(value, sqlType(type), false);
    }

    /// A value of a type that is known not to fit always: null where it does not.
    static Expression attempt(Expression value, ColumnType type) {
        return new Expression.Cast(value, sqlType(type), true);
    }

    private static SqlType sqlType(@Nullable ColumnType type) {
        SqlType known = Types.of(type);
        return known == null ? SqlType.VARCHAR : known;
    }

    /// Whole nanoseconds of an instant.
    static Expression nanos(Expression instant) {
        return call("epoch_ns", instant);
    }

    /// The instant of whole nanoseconds.
    static Expression instant(Expression nanos) {
        return call("make_timestamp_ns", nanos);
    }

    static SortKey up(Expression expression) {
        return new SortKey(expression, SortKey.Direction.UP, SortKey.Nulls.FIRST);
    }

    static SortKey down(Expression expression) {
        return new SortKey(expression, SortKey.Direction.DOWN, SortKey.Nulls.LAST);
    }

    /// The place of a row among those that agree in some expressions, counted from 1.
    static Expression place(List<Expression> partition, List<SortKey> order) {
        return new Expression.WindowCall(
                Expression.Call.of("row_number"), partition, order, TO_HERE, false);
    }

    static Query.SelectItem item(Expression expression, String name) {
        return new Query.SelectItem(expression, name);
    }

    /// Columns of [#ROWS] under the names that they have.
    static List<Query.SelectItem> items(List<String> names) {
        List<Query.SelectItem> result = new ArrayList<>();
        for (String name : names) {
            result.add(item(column(name), name));
        }
        return result;
    }

    static Relation rows(Query query) {
        return new Relation.Derived(query, ROWS, List.of());
    }

    static Relation table(String... path) {
        return new Relation.Table(List.of(path), ROWS, List.of());
    }

    /// All rows of several queries.
    ///
    /// @param queries at least two
    static Query union(List<Query> queries) {
        return new Query.SetOperation(
                List.of(), Query.SetOperation.Kind.UNION, true, queries, Query.Tail.NONE);
    }

    static Query.Select select(
            List<Query.SelectItem> items, Relation from, @Nullable Expression where) {
        return Query.Select.of(items, from, where);
    }

    /// The same, gathered by expressions.
    static Query.Select grouped(Query.Select select, List<Expression> keys) {
        return keys.isEmpty()
                ? select.withHaving(atLeastOne())
                : select.withGrouping(Query.Grouping.by(keys));
    }

    /// Without group keys an aggregate gives a row even for nothing.
    static Expression atLeastOne() {
        return compare(call("count_star"), Expression.ComparisonOperator.GREATER, number(0));
    }

    /// The same, with a condition on groups beside the one that it has.
    static Query.Select having(Query.Select select, Expression condition) {
        return select.withHaving(
                select.having() == null ? condition : and(List.of(select.having(), condition)));
    }
}
