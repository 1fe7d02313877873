// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Tells whether a rewritten query is simple enough for [SliceQuery]: a SELECT from one table, of
/// columns or of counts, extremes and means by stretches of time and tags, with conditions that
/// compare columns with constants. Everything else is the engine's.
final class SliceReader {
    private final Query.Select select;
    private final Relation.Scan scan;
    private final List<Column> columns;

    private SliceReader(Query.Select select, Relation.Scan scan, List<Column> columns) {
        this.select = select;
        this.scan = scan;
        this.columns = columns;
    }

    /// Reads a query.
    ///
    /// @param query rewritten
    /// @param scanned what it reads
    /// @param given the columns of its answer, if they are known
    /// @return null when it is not simple, or its rows are not in memory
    static @Nullable SliceQuery read(
            Query query, List<TableSources.Scanned> scanned, @Nullable List<OutputColumn> given) {
        if (given == null
                || scanned.size() != 1
                || !(query instanceof Query.Select select)
                || !(select.from() instanceof Relation.Scan scan)
                || !scan.columns().isEmpty()) {
            return null;
        }
        SliceQuery.Source source = scanned.getFirst().inMemory();
        return source == null
                ? null
                : new SliceReader(select, scan, scanned.getFirst().columns()).query(source, given);
    }

    private @Nullable SliceQuery query(SliceQuery.Source source, List<OutputColumn> given) {
        if (!select.with().isEmpty()
                || select.having() != null
                || select.qualify() != null
                || select.grouping().everything()
                || select.grouping().sets().size() > 1) {
            return null;
        }
        SliceCondition condition =
                select.where() == null
                        ? SliceCondition.ALL
                        : SliceCondition.of(select.where(), this::column);
        SliceQuery.Tail tail = tail(given);
        if (condition == null || tail == null) {
            return null;
        }
        boolean gathers =
                !select.grouping().keys().isEmpty()
                        || select.items().stream()
                                .anyMatch(item -> aggregate(item.expression()) != null);
        SliceQuery query =
                gathers ? gathered(source, condition, tail) : rows(source, condition, tail, given);
        return query != null && query.isSmall() ? query : null;
    }

    private @Nullable Column column(ColumnReference reference) {
        List<String> path = reference.path();
        if (path.size() > 2 || (path.size() == 2 && !path.getFirst().equals(scan.alias()))) {
            return null;
        }
        for (Column column : columns) {
            if (column.name().equals(reference.column())) {
                return column;
            }
        }
        return null;
    }

    private @Nullable Column column(Expression expression) {
        return Trees.plain(expression) instanceof ColumnReference reference
                ? column(reference)
                : null;
    }

    private @Nullable SliceQuery rows(
            SliceQuery.Source source,
            SliceCondition condition,
            SliceQuery.Tail tail,
            List<OutputColumn> given) {
        List<SliceQuery.Output> outputs = new ArrayList<>();
        for (Query.SelectItem item : select.items()) {
            if (item.expression() instanceof Expression.Star star && isPlain(star)) {
                columns.forEach(column -> outputs.add(new SliceQuery.Output(column, column)));
            } else {
                Column column = column(item.expression());
                if (column == null) {
                    return null;
                }
                outputs.add(new SliceQuery.Output(column, column));
            }
        }
        return outputs.size() == given.size()
                ? new SliceQuery(source, condition, null, outputs, null, tail)
                : null;
    }

    private static boolean isPlain(Expression.Star star) {
        return star.relation().isEmpty() && star.excluded().isEmpty();
    }

    private @Nullable SliceQuery gathered(
            SliceQuery.Source source, SliceCondition condition, SliceQuery.Tail tail) {
        DateBins bins = null;
        List<Expression> keys = new ArrayList<>();
        List<Column> tags = new ArrayList<>();
        for (Expression written : select.grouping().keys()) {
            Expression key = key(written);
            if (key == null) {
                return null;
            }
            Column column = column(key);
            DateBins stretch = bins(key);
            if (column != null && column.type() == ColumnType.TAG) {
                tags.add(column);
            } else if (stretch != null && bins == null) {
                bins = stretch;
            } else {
                return null;
            }
            keys.add(key);
        }
        List<SliceGroups.Gathered> gathered = new ArrayList<>();
        List<SliceQuery.Output> outputs = new ArrayList<>();
        for (Query.SelectItem item : select.items()) {
            SliceGroups.Gathered one = gathered(item.expression(), keys, tags);
            if (one == null) {
                return null;
            }
            gathered.add(one);
            outputs.add(new SliceQuery.Output(type(one, tags), null));
        }
        return new SliceQuery(
                source,
                condition,
                new SliceGroups(bins, tags, keys.isEmpty(), gathered, null),
                outputs,
                null,
                tail);
    }

    /// A key of GROUP BY, which may be the place of an item.
    private @Nullable Expression key(Expression written) {
        OptionalLong place = Trees.whole(written);
        if (place.isEmpty()) {
            return Trees.plain(written);
        }
        return place.getAsLong() >= 1 && place.getAsLong() <= select.items().size()
                ? Trees.plain(select.items().get((int) place.getAsLong() - 1).expression())
                : null;
    }

    private SliceGroups.@Nullable Gathered gathered(
            Expression item, List<Expression> keys, List<Column> tags) {
        SliceGroups.Aggregate aggregate = aggregate(item);
        if (aggregate != null) {
            return aggregate;
        }
        Expression plain = Trees.plain(item);
        Column column = column(plain);
        if (column != null && tags.contains(column)) {
            return new SliceGroups.TagValue(tags.indexOf(column));
        }
        return bins(plain) != null && keys.contains(plain) ? new SliceGroups.BinStart() : null;
    }

    private static Column type(SliceGroups.Gathered gathered, List<Column> tags) {
        return switch (gathered) {
            case SliceGroups.BinStart _ -> Column.ofTime();
            case SliceGroups.TagValue(int place) -> tags.get(place);
            case SliceGroups.Aggregate aggregate -> aggregate.shown();
            case SliceGroups.FixedTime _, SliceGroups.TimeOf _ -> Column.ofTime();
            case SliceGroups.Text _ -> throw new IllegalStateException("no text was read");
        };
    }

    private @Nullable DateBins bins(Expression expression) {
        return DateBins.of(expression, this::isTime);
    }

    private boolean isTime(ColumnReference reference) {
        Column column = column(reference);
        return column != null && column.type() == ColumnType.TIME;
    }

    private SliceGroups.@Nullable Aggregate aggregate(Expression expression) {
        Column whole = ofWholeMean(Trees.plain(expression));
        if (whole != null) {
            return new SliceGroups.Aggregate(SliceGroups.Kind.MEAN, whole);
        }
        if (!(Trees.plain(expression) instanceof Call call)
                || call.distinct()
                || call.filter() != null
                || !call.orderBy().isEmpty()) {
            return null;
        }
        if (call.function().equals("count_star") && call.arguments().isEmpty()) {
            return new SliceGroups.Aggregate(SliceGroups.Kind.COUNT, null);
        }
        Column column = call.arguments().size() == 1 ? column(call.arguments().getFirst()) : null;
        if (column == null || !column.type().isField()) {
            return null;
        }
        boolean number = isNumber(column);
        return switch (call.function()) {
            case "count" -> new SliceGroups.Aggregate(SliceGroups.Kind.COUNT, column);
            case "min" -> number ? new SliceGroups.Aggregate(SliceGroups.Kind.MIN, column) : null;
            case "max" -> number ? new SliceGroups.Aggregate(SliceGroups.Kind.MAX, column) : null;
            case "sum" -> number ? new SliceGroups.Aggregate(SliceGroups.Kind.SUM, column) : null;
            case "avg" -> number ? new SliceGroups.Aggregate(SliceGroups.Kind.MEAN, column) : null;
            default -> null;
        };
    }

    private static boolean isNumber(Column column) {
        return column.type() == ColumnType.FLOAT || column.type() == ColumnType.INTEGER;
    }

    /// The column whose mean an expression is, if it is one of whole numbers: their sum by their
    /// count.
    private @Nullable Column ofWholeMean(Expression expression) {
        if (!(expression instanceof Call quotient)
                || !quotient.function().equals("/")
                || !(quotient.arguments().getFirst()
                        instanceof Expression.Cast(Expression dividend, SqlType type, _))
                || type != SqlType.DOUBLE) {
            return null;
        }
        SliceGroups.Aggregate sum = aggregate(dividend);
        SliceGroups.Aggregate count = aggregate(quotient.arguments().getLast());
        return sum != null
                        && count != null
                        && sum.kind() == SliceGroups.Kind.SUM
                        && count.kind() == SliceGroups.Kind.COUNT
                        && sum.field() != null
                        && sum.field().type() == ColumnType.INTEGER
                        && sum.field().equals(count.field())
                ? sum.field()
                : null;
    }

    private SliceQuery.@Nullable Tail tail(List<OutputColumn> given) {
        Query.Tail tail = select.tail();
        OptionalLong limit = bound(tail.limit(), Long.MAX_VALUE);
        OptionalLong offset = bound(tail.offset(), 0);
        if (limit.isEmpty() || offset.isEmpty()) {
            return null;
        }
        List<Integer> distinct = distinct(given);
        if (distinct == null && select.distinct().active()) {
            return null;
        }
        List<SliceQuery.Order> order = new ArrayList<>();
        for (SortKey key : tail.orderBy()) {
            int output = output(key.expression(), given);
            if (output < 0) {
                return null;
            }
            boolean down = key.direction() == SortKey.Direction.DOWN;
            boolean nullsFirst =
                    key.nulls() == SortKey.Nulls.USUAL ? down : key.nulls() == SortKey.Nulls.FIRST;
            order.add(new SliceQuery.Order(output, down, nullsFirst));
        }
        return new SliceQuery.Tail(
                order, distinct, List.of(), offset.getAsLong(), limit.getAsLong());
    }

    /// The columns of the answer that tell rows apart; null where all rows stay, and where they are
    /// told apart by something else.
    private @Nullable List<Integer> distinct(List<OutputColumn> given) {
        if (!select.distinct().active()) {
            return null;
        }
        if (select.distinct().on().isEmpty()) {
            return IntStream.range(0, given.size()).boxed().toList();
        }
        List<Integer> outputs = new ArrayList<>();
        for (Expression key : select.distinct().on()) {
            int output = output(key, given);
            if (output < 0) {
                return null;
            }
            outputs.add(output);
        }
        return outputs;
    }

    private static OptionalLong bound(@Nullable Expression written, long otherwise) {
        OptionalLong bound = written == null ? OptionalLong.of(otherwise) : Trees.whole(written);
        return bound.isPresent() && bound.getAsLong() >= 0 ? bound : OptionalLong.empty();
    }

    /// The column of the answer that a sort key means, or -1: one by its place, or by a name that
    /// is the answer's and, if it is the table's too, means the same there.
    private int output(Expression key, List<OutputColumn> given) {
        OptionalLong place = Trees.whole(key);
        if (place.isPresent()) {
            return place.getAsLong() >= 1 && place.getAsLong() <= given.size()
                    ? (int) place.getAsLong() - 1
                    : -1;
        }
        if (!(Trees.plain(key) instanceof ColumnReference reference)
                || reference.path().size() != 1) {
            return -1;
        }
        int found = -1;
        for (int output = 0; output < given.size(); output++) {
            if (given.get(output).name().equals(reference.column())) {
                if (found >= 0) {
                    return -1;
                }
                found = output;
            }
        }
        return found;
    }
}
