// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.Trees;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// That a SELECT wants the newest stretches of time alone: rows gathered by `date_bin`, the newest
/// stretch first, and a limit. If the newest stretches all have a row, no other row is needed; a
/// query that gets fewer rows than its limit has to be asked again in full.
///
/// @param bins the stretches
/// @param count how many are wanted
record NewestBins(DateBins bins, int count) {
    /// More stretches than are in the first batch of an answer for certain are not looked for.
    static final int COUNT_MAX = 1_000;

    /// The earliest instant that is needed when the newest row is of some instant; the smallest
    /// number where there is no such instant.
    long start(long newestNanos) {
        try {
            long older = Math.multiplyExact(bins.widthNanos(), count - 1L);
            return Math.subtractExact(bins.startOf(newestNanos), older);
        } catch (ArithmeticException _) {
            return Long.MIN_VALUE;
        }
    }

    /// Looks for such a wish.
    ///
    /// @param select rewritten, but for its table
    /// @param columns of the table
    /// @return null when it has none
    static @Nullable NewestBins of(Query.Select select, List<OutputColumn> columns) {
        if (select.grouping().keys().size() != 1
                || select.grouping().sets().size() > 1
                || select.having() != null
                || select.qualify() != null
                || select.distinct().active()
                || select.tail().offset() != null
                || select.tail().orderBy().size() != 1
                || select.items().stream().anyMatch(item -> looksAround(item.expression()))) {
            return null;
        }
        Expression key = item(select, select.grouping().keys().getFirst());
        SortKey order = select.tail().orderBy().getFirst();
        OptionalLong limit = Trees.whole(select.tail().limit());
        if (order.direction() != SortKey.Direction.DOWN
                || !item(select, order.expression()).equals(key)
                || limit.isEmpty()
                || limit.getAsLong() < 1
                || limit.getAsLong() > COUNT_MAX) {
            return null;
        }
        DateBins bins = DateBins.of(key, column -> isTime(column, columns));
        return bins == null ? null : new NewestBins(bins, (int) limit.getAsLong());
    }

    /// Whether an item depends on other groups.
    private static boolean looksAround(Expression item) {
        return Trees.contains(
                item,
                part ->
                        part instanceof Expression.WindowCall
                                || part instanceof Expression.Subquery
                                || part instanceof Expression.Star);
    }

    /// The item that a key means by its place or its name, or the key itself.
    static Expression item(Query.Select select, Expression key) {
        Expression plain = Trees.plain(key);
        OptionalLong place = Trees.whole(plain);
        if (place.isPresent()) {
            long number = place.getAsLong();
            return number >= 1 && number <= select.items().size()
                    ? Trees.plain(select.items().get((int) number - 1).expression())
                    : plain;
        }
        if (plain instanceof ColumnReference reference && reference.path().size() == 1) {
            for (Query.SelectItem item : select.items()) {
                if (item.alias().equals(reference.column())) {
                    return Trees.plain(item.expression());
                }
            }
        }
        return plain;
    }

    /// Whether an expression is the time of a row.
    static boolean isTime(Expression expression, List<OutputColumn> columns) {
        return expression instanceof ColumnReference reference && isTime(reference, columns);
    }

    private static boolean isTime(ColumnReference reference, List<OutputColumn> columns) {
        return columns.stream()
                .anyMatch(column ->
                        column.type() == ColumnType.TIME
                                && column.name().equals(reference.column()));
    }
}
