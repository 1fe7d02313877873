// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.influxql.plan.SimpleSelect;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.Trees;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// That a SELECT wants the newest stretches of time alone: rows gathered by `date_bin`, or `GROUP
/// BY time`, the newest stretch first, and a limit. If the newest stretches all have a row, no
/// other row is needed; a query that gets fewer rows than its limit has to be asked again in full.
///
/// @param bins the stretches
/// @param count how many are wanted
/// @param skipped how many newer ones are passed over
/// @param endNanos an instant up to which stretches have a row whatever there is; the smallest
///   number where they have none
record NewestBins(DateBins bins, int count, int skipped, long endNanos) {
    /// More stretches than are in the first batch of an answer for certain are not looked for.
    static final int COUNT_MAX = 1_000;

    /// The earliest instant that is needed when the newest row is of some instant; the smallest
    /// number where there is no such instant.
    long start(long newestNanos) {
        try {
            long older = Math.multiplyExact(bins.widthNanos(), count + skipped - 1L);
            long newest = bins.startOf(Math.max(newestNanos, endNanos));
            // Without any row there is no stretch.
            return Math.min(Math.subtractExact(newest, older), bins.startOf(newestNanos));
        } catch (ArithmeticException _) {
            return Long.MIN_VALUE;
        }
    }

    /// Looks for such a wish in InfluxQL: a limit of stretches that are one series, of which none
    /// shows what is in another.
    ///
    /// @param selects what a statement asks for, where that is simple; else none
    /// @return null when it has none
    static @Nullable NewestBins of(List<SimpleSelect> selects) {
        SimpleSelect.EvenBins even = selects.size() == 1 ? selects.getFirst().bins() : null;
        if (even == null || even.empty().looksAround()) {
            return null;
        }
        SimpleSelect select = selects.getFirst();
        Long limit = select.page().limit();
        long skipped = select.page().offset() == null ? 0 : select.page().offset();
        boolean alone = select.computed() == null || !select.computed().leavesEmptyOut();
        return select.descending()
                        && alone
                        && select.tags().isEmpty()
                        && limit != null
                        && limit >= 1
                        && limit <= COUNT_MAX
                        && skipped >= 0
                        && skipped <= COUNT_MAX
                ? new NewestBins(
                        new DateBins(even.widthNanos(), even.originNanos()),
                        limit.intValue(),
                        (int) skipped,
                        even.empty() == SimpleSelect.EmptyBins.FILLED
                                ? even.lastNanos()
                                : Long.MIN_VALUE)
                : null;
    }

    /// Looks for such a wish in SQL.
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
        return bins == null
                ? null
                : new NewestBins(bins, (int) limit.getAsLong(), 0, Long.MIN_VALUE);
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
