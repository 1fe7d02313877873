// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.AggregateFunctions;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.TimeBins;
import dev.sluice.query.sql.Trees;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// ORDER BY an expression of a name that the query gives to a column of its own and that a table's
/// column has, too: it means the query's (data.md 5.2). The engine would take the table's, but
/// where the name stands alone.
final class OrderAliases {
    private OrderAliases() {}

    /// The same query, with what such names mean in their place.
    ///
    /// @param read what it reads
    static Query.Select replaced(Query.Select select, Bindings read) {
        if (fillsGaps(select)) {
            // Its keys are told apart by their names.
            return select;
        }
        Query.Tail tail = select.tail();
        List<SortKey> keys =
                tail.orderBy().stream()
                        .map(key ->
                                new SortKey(
                                        key.expression() instanceof ColumnReference
                                                ? key.expression()
                                                : meant(key.expression(), select, read),
                                        key.direction(),
                                        key.nulls()))
                        .toList();
        return keys.equals(tail.orderBy())
                ? select
                : select.withTail(new Query.Tail(keys, tail.limit(), tail.offset()));
    }

    private static Expression meant(Expression expression, Query.Select select, Bindings read) {
        if (expression instanceof ColumnReference name) {
            Expression item = read.mayHave(name) ? item(name, select) : null;
            return item == null ? expression : item;
        }
        // What is gathered, or looks at other rows, is so of the table's rows.
        return expression instanceof Expression.WindowCall
                        || AggregateFunctions.isAggregate(expression)
                        || AggregateFunctions.isSelector(expression)
                ? expression
                : Trees.map(expression, part -> meant(part, select, read));
    }

    /// What the query calls by a name; null where it calls nothing so, or several things.
    static @Nullable Expression item(ColumnReference name, Query.Select select) {
        if (name.path().size() > 1) {
            return null;
        }
        List<Expression> called =
                select.items().stream()
                        .filter(item -> item.alias().equals(name.column()))
                        .map(SelectItem::expression)
                        .toList();
        return called.size() == 1 ? called.getFirst() : null;
    }

    private static boolean fillsGaps(Query.Select select) {
        return Stream.concat(
                        select.items().stream().map(SelectItem::expression),
                        select.grouping().keys().stream())
                .anyMatch(each -> Trees.contains(each, TimeBins::isGapFill));
    }
}
