// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Trees;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Stretches of time of one length, as `date_bin` cuts them.
///
/// @param widthNanos how long each is, more than 0
/// @param originNanos where one starts
record DateBins(long widthNanos, long originNanos) {
    /// The stretches that a rewritten expression tells the start of.
    ///
    /// @param isTime whether a column is the table's time
    /// @return null when it is another expression
    static @Nullable DateBins of(Expression expression, Predicate<ColumnReference> isTime) {
        if (!(Trees.plain(expression) instanceof Expression.Call call)
                || !call.function().equals("sluice_date_bin")
                || call.arguments().size() != 3) {
            return null;
        }
        OptionalLong width = Trees.whole(call.arguments().getFirst());
        OptionalLong origin = Trees.whole(call.arguments().getLast());
        return width.isPresent()
                        && width.getAsLong() > 0
                        && origin.isPresent()
                        && Trees.plain(call.arguments().get(1)) instanceof ColumnReference source
                        && isTime.test(source)
                ? new DateBins(width.getAsLong(), origin.getAsLong())
                : null;
    }

    /// Where the one starts that an instant is in.
    ///
    /// @throws ArithmeticException when that is no time
    long startOf(long timeNanos) {
        long since = Math.subtractExact(timeNanos, originNanos);
        return Math.subtractExact(timeNanos, Math.floorMod(since, widthNanos));
    }

    /// Whether an instant is in the one that starts at another.
    boolean holds(long startNanos, long timeNanos) {
        // As a number without a sign the difference is right, however far they are apart.
        return timeNanos >= startNanos
                && Long.compareUnsigned(timeNanos - startNanos, widthNanos) < 0;
    }

    /// How many of them start from one instant, where one does, to another.
    ///
    /// @throws ArithmeticException when those are too far apart
    long count(long firstNanos, long lastNanos) {
        return lastNanos < firstNanos
                ? 0
                : Math.subtractExact(lastNanos, firstNanos) / widthNanos + 1;
    }
}
