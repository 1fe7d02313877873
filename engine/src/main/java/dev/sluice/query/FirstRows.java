// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// Tells which rows are among the first ones by their time, so that no others need be looked at.
/// Not safe for threads.
final class FirstRows {
    /// More rows are not told apart.
    static final int COUNT_MAX = 1_000;

    private final int count;
    private final boolean down;

    /// The times of the first rows so far, that of the last one of them in front.
    private final PriorityQueue<Long> times;

    /// @param count how many are wanted
    /// @param down whether the newest come first
    private FirstRows(int count, boolean down) {
        this.count = count;
        this.down = down;
        Comparator<Long> byTime = Comparator.naturalOrder();
        this.times = new PriorityQueue<>(down ? byTime : byTime.reversed());
    }

    /// @param count how many are wanted
    /// @param down whether the newest come first
    /// @param test which rows of a batch count
    static FirstRows of(
            List<TableRows> batches,
            int count,
            boolean down,
            Function<TableRows, IntPredicate> test) {
        FirstRows first = new FirstRows(count, down);
        Comparator<TableRows> earliest = Comparator.comparingLong(TableRows::timeNanosMin);
        Comparator<TableRows> latest = Comparator.comparingLong(TableRows::timeNanosMax);
        batches.stream()
                .sorted(down ? latest.reversed() : earliest)
                .filter(first::mayHave)
                .forEach(rows -> first.add(rows, test.apply(rows)));
        return first;
    }

    /// Whether a batch may have some of them.
    boolean mayHave(TableRows rows) {
        return has(down ? rows.timeNanosMax() : rows.timeNanosMin());
    }

    /// Whether a row of this time is one of them, or of the same time as the last one.
    boolean has(long timeNanos) {
        return times.size() < count
                || (down ? timeNanos >= times.element() : timeNanos <= times.element());
    }

    private void add(TableRows rows, IntPredicate test) {
        ColumnData time = rows.time();
        int rowCount = rows.rowCount();
        for (int place = 0; place < rowCount; place++) {
            // Rows mostly come in the order of their times.
            int row = down ? rowCount - 1 - place : place;
            long timeNanos = time.longAt(row);
            if (has(timeNanos) && test.test(row)) {
                times.add(timeNanos);
                if (times.size() > count) {
                    times.remove();
                }
            }
        }
    }
}
