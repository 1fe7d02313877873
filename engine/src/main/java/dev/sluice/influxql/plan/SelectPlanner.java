// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Dimension;
import dev.sluice.influxql.Fill;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.Statement.Page;
import dev.sluice.influxql.StatementChecks;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.TimeSplit;
import dev.sluice.influxql.TimeTerms;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SortKey;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans a SELECT: once for what all of its sources share, then once for each measurement.
final class SelectPlanner {
    private final long nowNanos;
    private final Sources sources;

    /// @param database the one that a measurement may name
    /// @param nowNanos `now()`
    SelectPlanner(Schemas schemas, String database, long nowNanos) {
        this.nowNanos = nowNanos;
        this.sources = new Sources(schemas, database, this);
    }

    /// What a SELECT gives.
    ///
    /// @param shape of all
    /// @param tables the measurements
    /// @param parts of each measurement that gives anything, by its name
    record Parts(Shape shape, List<SourceTable> tables, List<Part> parts) {}

    /// A SELECT that no other is around.
    Planned plan(Statement.Select select) {
        Inherited nothing = new Inherited(TimeSpan.ALL, List.of(), ZoneOffset.UTC, false);
        Parts parts = parts(select, nothing);
        Planned planned = new Results(parts, select.zone()).planned();
        return planned.withSimple(SimpleSelects.of(parts, planned.layout()));
    }

    Parts parts(Statement.Select select, Inherited inherited) {
        ZoneId zone = select.zone().isEmpty() ? inherited.zone() : ZoneId.of(select.zone());
        TimeSplit split = TimeSplit.of(select.where(), nowNanos, zone);
        Dimension.Time time = select.timeDimension();
        TimeSpan span = TimeSpan.of(split).and(inherited.span());
        span = time == null ? span : span.until(nowNanos);
        List<Dimension> dimensions = new ArrayList<>(select.groupBy());
        dimensions.addAll(inherited.dimensions());
        TimeSpan scanned =
                time == null ? span : Shape.scanned(span, time.interval().nanos(), select.fields());
        List<SourceTable> tables = sources.of(select.from(), inside(scanned, dimensions, zone));
        Columns columns = Columns.merged(tables.stream().map(SourceTable::columns).toList());
        Projection projection = Projection.of(select, dimensions, columns);
        if (!projection.fields().isEmpty()) {
            StatementChecks.projection(select, projection.fields());
        }
        Shape shape =
                new Shape(
                        projection,
                        columns,
                        split.rest(),
                        span,
                        time == null ? null : bins(time, zone, span),
                        fill(select, inherited),
                        select.order() == Statement.Order.DESCENDING,
                        select.page());
        List<AbsentFields.Source> parts = new ArrayList<>();
        for (SourceTable table : tables) {
            Part part = part(shape, table);
            if (part != null) {
                parts.add(new AbsentFields.Source(part, table.columns()));
            }
        }
        List<Part> filled = AbsentFields.filled(shape, parts);
        return new Parts(shape, tables, filled.stream().map(part -> paged(shape, part)).toList());
    }

    private static Inherited inside(TimeSpan span, List<Dimension> dimensions, ZoneId zone) {
        List<Dimension> tags =
                dimensions.stream()
                        .filter(dimension -> !(dimension instanceof Dimension.Time))
                        .toList();
        return new Inherited(span, tags, zone, true);
    }

    private static Fill fill(Statement.Select select, Inherited inherited) {
        Fill fill = select.fill();
        if (fill != null) {
            return fill;
        }
        return inherited.inside() ? Fill.Mode.NONE : Fill.Mode.NULL;
    }

    private Bins bins(Dimension.Time time, ZoneId zone, TimeSpan span) {
        Term offset = time.offset();
        long width = time.interval().nanos();
        return new Bins(
                width,
                offset == null ? 0 : new TimeTerms(nowNanos, zone).nanos(offset),
                zone,
                // Window functions read the bin before.
                span.widened(width));
    }

    private static @Nullable Part part(Shape shape, SourceTable table) {
        Iterator<Term.Call> calls = Terms.calls(shape.fields(), Function::gathers).iterator();
        if (!calls.hasNext()) {
            return new RawRows(shape, table).part();
        }
        Term.Call first = calls.next();
        return switch (Function.kindOf(first)) {
            case RANKING -> new RankedRows(shape, table, first).part();
            case DISTINCT -> new DistinctRows(shape, table, first).part();
            case null, default -> new GatheredRows(shape, table).part();
        };
    }

    /// The rows of each series that LIMIT and OFFSET leave.
    private static Part paged(Shape shape, Part part) {
        // [RawRows] has chosen some of each series by itself.
        boolean isCut = !part.rows().distinct().on().isEmpty() || part.rows().qualify() != null;
        if (isCut || shape.page().isAll()) {
            return part;
        }
        Long limit = shape.page().limit();
        Long offset = shape.page().offset();
        List<SortKey> order = shape.order(part.ties().size());
        List<String> names = Layer.of(part.rows()).names();
        Query.Select rows = Sql.select(Sql.items(names), Sql.rows(part.rows()), null);
        List<Expression> tags = shape.tagNames().stream().map(Sql::column).toList();
        Query.Select cut =
                tags.isEmpty()
                        ? rows.withTail(new Query.Tail(order, number(limit), number(offset)))
                        : rows.withQualify(within(shape.page(), Sql.place(tags, order)));
        return new Part(part.measurement(), cut, part.types(), part.ties());
    }

    /// Whether a place, counted from 1, is on a page.
    static Expression within(Page page, Expression place) {
        Long limit = page.limit();
        Long offset = page.offset();
        long skipped = offset == null ? 0 : offset;
        List<Expression> conditions = new ArrayList<>();
        if (skipped > 0) {
            conditions.add(Sql.compare(place, ComparisonOperator.GREATER, Sql.number(skipped)));
        }
        if (limit != null) {
            long last = skipped > Long.MAX_VALUE - limit ? Long.MAX_VALUE : skipped + limit;
            conditions.add(Sql.compare(place, ComparisonOperator.LESS_OR_EQUAL, Sql.number(last)));
        }
        return Sql.and(conditions);
    }

    private static @Nullable Expression number(@Nullable Long value) {
        return value == null ? null : Sql.number(value);
    }
}
