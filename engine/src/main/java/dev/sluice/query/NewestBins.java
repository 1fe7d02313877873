// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.Literal;
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
/// @param widthNanos how long each stretch is
/// @param originNanos where one starts
/// @param count how many are wanted
record NewestBins(long widthNanos, long originNanos, int count) {
    /// More stretches than are in the first batch of an answer for certain are not looked for.
    static final int COUNT_MAX = 1_000;

    /// The earliest instant that is needed when the newest row is of some instant; the smallest
    /// number where there is no such instant.
    long start(long newestNanos) {
        try {
            long since = Math.subtractExact(newestNanos, originNanos);
            long bin = Math.subtractExact(newestNanos, Math.floorMod(since, widthNanos));
            return Math.subtractExact(bin, Math.multiplyExact(widthNanos, count - 1L));
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
        OptionalLong limit = whole(select.tail().limit());
        if (order.direction() != SortKey.Direction.DOWN
                || !item(select, order.expression()).equals(key)
                || limit.isEmpty()
                || limit.getAsLong() < 1
                || limit.getAsLong() > COUNT_MAX) {
            return null;
        }
        return bins(key, (int) limit.getAsLong(), columns);
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
    private static Expression item(Query.Select select, Expression key) {
        Expression plain = Trees.plain(key);
        OptionalLong place = whole(plain);
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

    private static @Nullable NewestBins bins(
            Expression key, int count, List<OutputColumn> columns) {
        if (!(key instanceof Call call)
                || !call.function().equals("sluice_date_bin")
                || call.arguments().size() != 3
                || !isTime(call.arguments().get(1), columns)) {
            return null;
        }
        OptionalLong width = whole(call.arguments().getFirst());
        OptionalLong origin = whole(call.arguments().getLast());
        return width.isPresent() && width.getAsLong() > 0 && origin.isPresent()
                ? new NewestBins(width.getAsLong(), origin.getAsLong(), count)
                : null;
    }

    private static boolean isTime(Expression expression, List<OutputColumn> columns) {
        return expression instanceof ColumnReference reference
                && columns.stream()
                        .anyMatch(column ->
                                column.type() == ColumnType.TIME
                                        && column.name().equals(reference.column()));
    }

    private static OptionalLong whole(@Nullable Expression expression) {
        if (expression instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.INTEGER) {
            try {
                return OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException _) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }
}
