// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a SELECT asks of the numbers that a query in its FROM, or in its WITH, gives to rows:
/// `SELECT … FROM (SELECT *, row_number() OVER (…) AS place FROM t) AS p WHERE place <= 3`. It
/// wants the rows that QUALIFY would let through there, so that no more of them have to be read. No
/// row is left out for it: the SELECT does that itself.
///
/// @param conditions of WHERE that compare a column with a number
/// @param relation what the query is called by the SELECT
record PlaceBounds(List<Expression> conditions, String relation) {
    /// It asks nothing of them, or more than can be told.
    static final PlaceBounds NONE = new PlaceBounds(List.of(), "");

    /// Copies the list.
    PlaceBounds {
        conditions = List.copyOf(conditions);
    }

    /// What a SELECT asks of the query in its FROM.
    static PlaceBounds ofDerived(Query.Select select) {
        return select.from() instanceof Relation.Derived derived && derived.columns().isEmpty()
                ? of(select, derived.alias())
                : NONE;
    }

    /// What a SELECT asks of a table that it defines itself, if it reads it once and nobody else
    /// does.
    static PlaceBounds ofCommon(Query query, Query.CommonTable table) {
        return query instanceof Query.Select select
                        && table.equals(select.with().getLast())
                        && table.step() == null
                        && table.columns().isEmpty()
                        && select.from() instanceof Relation.Table read
                        && read.path().equals(List.of(table.name()))
                        && read.columns().isEmpty()
                        && expressions(select).noneMatch(PlaceBounds::hasSubquery)
                ? of(select, read.alias().isEmpty() ? table.name() : read.alias())
                : NONE;
    }

    private static PlaceBounds of(Query.Select select, String relation) {
        Expression where = select.where();
        List<Expression> parts =
                where instanceof Expression.Junction(boolean all, var joined) && all
                        ? joined
                        : where == null ? List.of() : List.of(where);
        return new PlaceBounds(
                parts.stream().filter(part -> column(part) != null).toList(), relation);
    }

    private static Stream<Expression> expressions(Query.Select select) {
        return Stream.of(
                        select.items().stream().map(SelectItem::expression),
                        Stream.of(select.where(), select.having(), select.qualify()),
                        Stream.of(select.tail().limit(), select.tail().offset()),
                        select.tail().orderBy().stream().map(key -> key.expression()),
                        select.grouping().keys().stream(),
                        select.distinct().on().stream())
                .flatMap(each -> each)
                .filter(Objects::nonNull);
    }

    private static boolean hasSubquery(Expression expression) {
        return Trees.contains(expression, part -> part instanceof Expression.Subquery);
    }

    /// The query with these conditions as its QUALIFY, where each of them is of a column that is
    /// the place of a row; without any as it is.
    ///
    /// @param query whose rows the SELECT reads
    /// @param read what the query reads itself
    Query.Select within(Query.Select query, Bindings read) {
        if (query.qualify() != null
                || query.distinct().active()
                || query.tail().limit() != null
                || query.tail().offset() != null) {
            return query;
        }
        List<Expression> places = new ArrayList<>();
        for (Expression condition : conditions) {
            ColumnReference column = column(condition);
            Expression place = column == null ? null : place(column, query, read);
            if (place != null) {
                places.add(Trees.map(condition, part -> part.equals(column) ? place : part));
            }
        }
        return switch (places.size()) {
            case 0 -> query;
            case 1 -> query.withQualify(places.getFirst());
            default -> query.withQualify(new Expression.Junction(true, places));
        };
    }

    /// The place of a row that a column is; null where it is something else, or could be.
    private @Nullable Expression place(ColumnReference column, Query.Select query, Bindings read) {
        List<String> path = column.path();
        if (path.size() > 2 || (path.size() == 2 && !path.getFirst().equals(relation))) {
            return null;
        }
        Expression found = null;
        for (SelectItem item : query.items()) {
            if (item.expression() instanceof Expression.Star star) {
                List<OutputColumn> all = read.expand(star);
                if (all == null
                        || all.stream().anyMatch(each -> each.name().equals(column.column()))) {
                    return null;
                }
            } else if (name(item).equals(column.column())) {
                if (found != null || !(item.expression() instanceof Expression.WindowCall)) {
                    return null;
                }
                found = item.expression();
            }
        }
        return found;
    }

    private static String name(SelectItem item) {
        return item.alias().isEmpty() && item.expression() instanceof ColumnReference column
                ? column.column()
                : item.alias();
    }

    /// The column that a condition compares with something; null where it does something else.
    private static @Nullable ColumnReference column(Expression condition) {
        return switch (condition) {
            case Expression.Comparison(_, ColumnReference column, _) -> column;
            case Expression.Between(ColumnReference column, _, _) -> column;
            default -> null;
        };
    }
}
