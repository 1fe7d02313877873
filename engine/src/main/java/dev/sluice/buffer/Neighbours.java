// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.ChosenRows;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.wal.LogPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.IntStream;

/// Batches of one table that came one after the other, none of them late, which may become one:
/// rows as they are, in the same order, with the position of the oldest.
///
/// @param batches at least two
record Neighbours(List<BufferedRows> batches) {
    /// Batches are not put together between whose times there is more, and more than twice what one
    /// of them takes: their rows would seem to be anywhere between, and be compared with all files
    /// there.
    private static final double GAP_NANOS_MAX = 600e9;

    /// Columns of which most rows have nothing are not made for that: at most twice the cells.
    private static final int CELLS_FACTOR_MAX = 2;

    /// Whether they may, and it pays.
    ///
    /// @param late the positions of late batches: which of two rows of one point is newer has to
    ///   stay the same, so none may be between
    boolean isJoinable(NavigableSet<LogPosition> late) {
        LogPosition between = late.ceiling(first());
        return (between == null || between.compareTo(last()) >= 0)
                && areTimesNear()
                && areColumnsAlike();
    }

    private boolean areTimesNear() {
        List<TableRows> byTime = new ArrayList<>();
        double gapNanosMax = GAP_NANOS_MAX;
        for (BufferedRows each : batches) {
            TableRows rows = each.rows();
            byTime.add(rows);
            double nanos = nanosBetween(rows.timeNanosMin(), rows.timeNanosMax());
            gapNanosMax = Math.max(gapNanosMax, 2 * nanos);
        }
        byTime.sort(Comparator.comparingLong(TableRows::timeNanosMin));
        long reachedNanos = byTime.getFirst().timeNanosMax();
        for (TableRows rows : byTime) {
            if (nanosBetween(reachedNanos, rows.timeNanosMin()) > gapNanosMax) {
                return false;
            }
            reachedNanos = Math.max(reachedNanos, rows.timeNanosMax());
        }
        return true;
    }

    /// A double, since the difference of any two times need not fit into a long.
    private static double nanosBetween(long startNanos, long endNanos) {
        return (double) endNanos - startNanos;
    }

    private boolean areColumnsAlike() {
        Set<Column> columns = new HashSet<>();
        long rowCount = 0;
        long cells = 0;
        for (BufferedRows each : batches) {
            TableRows rows = each.rows();
            rows.tags().forEach(tag -> columns.add(tag.column()));
            rows.fields().forEach(field -> columns.add(field.column()));
            rowCount += rows.rowCount();
            cells += (long) rows.rowCount() * (rows.tagCount() + rows.fieldCount());
        }
        return rowCount * columns.size() <= CELLS_FACTOR_MAX * cells;
    }

    private LogPosition first() {
        return batches.stream()
                .map(BufferedRows::position)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private LogPosition last() {
        return batches.stream()
                .map(BufferedRows::position)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// All of them as one. Tag sets that are the same become one.
    BufferedRows joined() {
        ChosenRows all = ChosenRows.withTagSetsOnce();
        for (BufferedRows each : batches) {
            int count = each.rows().rowCount();
            if (!all.add(each.rows(), IntStream.range(0, count).toArray(), count)) {
                throw new IllegalStateException("batches of limited size have too much text");
            }
        }
        return new BufferedRows(first(), all.copied(), false);
    }
}
