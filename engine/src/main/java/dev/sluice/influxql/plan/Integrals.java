// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Term;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.CommonTable;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The areas under fields (data.md 6.5): trapezoids between neighbouring points. One that crosses
/// the end of a bin is cut there; what lies behind belongs to the bin of its second point. A bin
/// whose only point is at its start has no area.
final class Integrals {
    private static final String POINTS = "points";
    private static final String VALUE = "v";
    private static final String AREA = "area";
    private static final String INSIDE = "inside";
    private static final String BEFORE = "pt";
    private static final String VALUE_BEFORE = "pv";
    private static final String BIN = "b";
    private static final String BIN_BEFORE = "pb";

    private final Shape shape;
    private final SourceTable source;
    private final Aggregates aggregates;
    private final TimeSpan span;
    private final Map<Term, Typed> known;
    private final List<String> tags;

    /// @param known is told what the columns of the result mean
    Integrals(
            Shape shape,
            SourceTable source,
            Aggregates aggregates,
            TimeSpan span,
            Map<Term, Typed> known) {
        this.shape = shape;
        this.source = source;
        this.aggregates = aggregates;
        this.span = span;
        this.known = known;
        this.tags = shape.tagNames();
    }

    /// Integrals beside other gathered values, in one row for each series and bin.
    ///
    /// @param others gives the other values, or null
    /// @param otherCount how many of them there are
    Query.Select beside(Query.@Nullable Select others, int otherCount, List<Term.Call> integrals) {
        int all = otherCount + integrals.size();
        List<Query> parts = new ArrayList<>();
        if (others != null) {
            parts.add(padded(others, 0, otherCount, all));
        }
        for (Term.Call call : integrals) {
            int place = known.size();
            Typed field = aggregates.argument(call);
            String name = "a" + place;
            if (field.isNothing()) {
                known.put(call, Typed.nothing());
            } else {
                known.put(call, new Typed(Sql.column(name), ColumnType.FLOAT));
                parts.add(
                        padded(
                                areas(field, Terms.unit(call, Terms.UNIT_NANOS), name),
                                place,
                                place + 1,
                                all));
            }
        }
        return parts.size() == 1 ? (Query.Select) parts.getFirst() : joined(parts, all);
    }

    /// The rows with nothing in the columns that others give.
    private Query.Select padded(Query.Select rows, int from, int to, int all) {
        List<SelectItem> items = new ArrayList<>(keys());
        for (int i = 0; i < all; i++) {
            String name = "a" + i;
            boolean own = i >= from && i < to;
            items.add(Sql.item(own ? Sql.column(name) : Sql.NULL, name));
        }
        return Sql.select(items, Sql.rows(rows), null);
    }

    private List<SelectItem> keys() {
        return Sql.items(shape.keyNames());
    }

    private Query.Select joined(List<Query> parts, int all) {
        List<SelectItem> items = new ArrayList<>(keys());
        for (int i = 0; i < all; i++) {
            items.add(Sql.item(Sql.call("max", Sql.column("a" + i)), "a" + i));
        }
        return Sql.grouped(Sql.select(items, Sql.rows(Sql.union(parts)), null), keyColumns());
    }

    private List<Expression> keyColumns() {
        return shape.keyNames().stream().map(Sql::column).toList();
    }

    private Query.Select areas(Typed field, long unit, String name) {
        Query points = neighbours(field);
        Bins bins = shape.bins();
        Query pieces = bins == null ? whole(points, unit) : cut(points, bins, unit);
        List<SelectItem> items = new ArrayList<>(keys());
        items.add(Sql.item(Sql.call("sum", Sql.column(AREA)), name));
        Query.Select sums = Sql.grouped(Sql.select(items, Sql.rows(pieces), null), keyColumns());
        return bins == null ? sums : Sql.having(sums, Sql.call("bool_or", Sql.column(INSIDE)));
    }

    /// Each point with the point before it.
    private Query neighbours(Typed field) {
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.nanos(SourceTable.time()), Part.TIME));
        items.addAll(source.tagItems(shape));
        items.addAll(source.tieItems(shape));
        items.add(Sql.item(field.asFloat(), VALUE));
        Layer points = Layer.of(source.select(items, shape, span, List.of(field.value())));
        return points.with(
                        List.of(
                                Sql.item(before(points, Part.TIME), BEFORE),
                                Sql.item(before(points, VALUE), VALUE_BEFORE)))
                .query();
    }

    private static Expression before(Layer points, String name) {
        List<SortKey> order = new ArrayList<>();
        order.add(Sql.up(Sql.column(Part.TIME)));
        points.columns('h').forEach(tie -> order.add(Sql.up(tie)));
        return new Expression.WindowCall(
                Expression.Call.of("lag", Sql.column(name)),
                points.columns('g'),
                order,
                Sql.TO_HERE,
                false);
    }

    private Query whole(Query points, long unit) {
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.number(shape.aggregateTime()), Part.TIME));
        items.addAll(Sql.items(tags));
        items.add(
                Sql.item(
                        Sql.coalesce(
                                area(
                                        Sql.column(BEFORE),
                                        Sql.column(VALUE_BEFORE),
                                        Sql.column(Part.TIME),
                                        Sql.column(VALUE),
                                        unit),
                                Sql.number(0.0)),
                        AREA));
        return Sql.select(items, Sql.rows(points), null);
    }

    private Query cut(Query points, Bins bins, long unit) {
        Query.Select binned =
                Layer.of((Query.Select) points)
                        .with(
                                List.of(
                                        Sql.item(bins.start(Sql.column(Part.TIME)), BIN),
                                        Sql.item(bins.start(Sql.column(BEFORE)), BIN_BEFORE)))
                        .query();
        Expression crosses =
                Sql.compare(Sql.column(BIN), ComparisonOperator.NOT_EQUAL, Sql.column(BIN_BEFORE));
        Expression end = end(bins);
        Expression atEnd = on(end);
        Expression from = Sql.choose(crosses, end, Sql.column(BEFORE));
        Expression fromValue = Sql.choose(crosses, atEnd, Sql.column(VALUE_BEFORE));
        Expression second = area(from, fromValue, Sql.column(Part.TIME), Sql.column(VALUE), unit);
        Expression first = area(Sql.column(BEFORE), Sql.column(VALUE_BEFORE), end, atEnd, unit);
        Expression behindStart =
                Sql.compare(Sql.column(Part.TIME), ComparisonOperator.GREATER, Sql.column(BIN));
        Query behind =
                Sql.select(
                        piece(BIN, Sql.coalesce(second, Sql.number(0.0)), behindStart),
                        Sql.table(POINTS),
                        null);
        Query ahead =
                Sql.select(piece(BIN_BEFORE, first, Sql.truth(true)), Sql.table(POINTS), crosses);
        return new Query.SetOperation(
                List.of(CommonTable.of(POINTS, binned)),
                Query.SetOperation.Kind.UNION,
                true,
                List.of(behind, ahead),
                Query.Tail.NONE);
    }

    /// The end of the bin before, which for neighbouring bins is the start of this one.
    private static Expression end(Bins bins) {
        Expression neighbours =
                Sql.compare(
                        Sql.operate(Sql.column(BIN), "-", Sql.column(BIN_BEFORE)),
                        ComparisonOperator.LESS,
                        Sql.number(2 * bins.width()));
        return Sql.choose(
                neighbours,
                Sql.column(BIN),
                Sql.operate(Sql.column(BIN_BEFORE), "+", Sql.number(bins.width())));
    }

    /// The value on the line between two neighbours.
    private static Expression on(Expression time) {
        Expression rise = Sql.operate(Sql.column(VALUE), "-", Sql.column(VALUE_BEFORE));
        Expression run = Sql.operate(Sql.column(Part.TIME), "-", Sql.column(BEFORE));
        Expression passed = Sql.operate(time, "-", Sql.column(BEFORE));
        return Sql.operate(
                Sql.operate(
                        Sql.operate(rise, "*", Sql.cast(passed, ColumnType.FLOAT)),
                        "/",
                        Sql.cast(run, ColumnType.FLOAT)),
                "+",
                Sql.column(VALUE_BEFORE));
    }

    private List<SelectItem> piece(String bin, Expression area, Expression inside) {
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.column(bin), Part.TIME));
        items.addAll(Sql.items(tags));
        items.add(Sql.item(area, AREA));
        items.add(Sql.item(inside, INSIDE));
        return items;
    }

    private static Expression area(
            Expression from, Expression fromValue, Expression to, Expression toValue, long unit) {
        Expression mean = Sql.operate(Sql.number(0.5), "*", Sql.operate(fromValue, "+", toValue));
        Expression elapsed =
                Sql.operate(
                        Sql.cast(Sql.operate(to, "-", from), ColumnType.FLOAT),
                        "/",
                        Sql.number((double) unit));
        return Sql.operate(mean, "*", elapsed);
    }
}
