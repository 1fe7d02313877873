// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.ChosenRows;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.wal.LogPosition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// The rows of one table that came between two freezes, in order of arrival.
///
/// Who writes often writes few rows at once, such as an agent on each host; each query would look
/// at thousands of batches. So neighbours of few rows are put together: rows as they are, in the
/// same order, in one batch with the position of its oldest. Only those are that are not late,
/// which repeat no point of an older row, and between which no late one has its position or may
/// still come with it: so whatever row a late one repeats, it is before or behind it as it was. Not
/// safe for threads.
final class Arrivals {
    /// A batch that comes with so many rows stays alone.
    static final int ALONE_ROWS_MIN = 1024;

    /// So does one that takes more memory: in bytes.
    static final long ALONE_BYTES_MIN = 256 << 10;

    /// To so many rows batches are put together.
    static final int ROWS_TOGETHER = 4096;

    /// Batches with fewer rows than one of these are put together once they have as many, so each
    /// row is copied once for each at most.
    private static final int[] STEPS = {16, 256, ROWS_TOGETHER};

    /// Batches are not put together whose times are further apart: their rows would seem to be
    /// anywhere between, and be compared with all files there.
    private static final long SPAN_NANOS_MAX = 600_000_000_000L;

    /// Columns of which most rows have nothing are not made for that: at most twice the cells.
    private static final int CELLS_FACTOR_MAX = 2;

    private final List<BufferedRows> batches = new ArrayList<>();

    /// The positions of late ones.
    private final TreeSet<LogPosition> late = new TreeSet<>();

    /// So many of the first batches were looked at for putting them together.
    private int settledCount;

    private int rowCount;
    private long sizeBytes;

    /// Adds rows that came after all others.
    void add(BufferedRows arrived) {
        TableRows rows = arrived.rows();
        boolean open = !arrived.late() && isSmall(rows, ALONE_ROWS_MIN);
        if (arrived.late()) {
            late.add(arrived.position());
        }
        batches.add(new BufferedRows(arrived.position(), rows, arrived.late(), open));
        rowCount += rows.rowCount();
        sizeBytes += arrived.sizeBytes();
    }

    /// Puts batches of few rows together.
    ///
    /// @param settled all batches up to this position have come
    void join(LogPosition settled) {
        while (settledCount < batches.size()
                && batches.get(settledCount).position().compareTo(settled) <= 0) {
            settledCount++;
            for (int step : STEPS) {
                join(step);
            }
        }
    }

    /// Puts the last settled ones together that have fewer rows each, and as many together.
    private void join(int rowsTogether) {
        int start = settledCount;
        int rows = 0;
        while (start > 0
                && batches.get(start - 1).open()
                && batches.get(start - 1).rows().rowCount() < rowsTogether) {
            start--;
            rows += batches.get(start).rows().rowCount();
        }
        if (rows < rowsTogether) {
            return;
        }
        List<BufferedRows> some = batches.subList(start, settledCount);
        if (!isJoinable(some)) {
            // Not asked again: whatever comes begins anew.
            some.replaceAll(BufferedRows::closed);
            return;
        }
        BufferedRows joined = joined(some);
        for (BufferedRows each : some) {
            sizeBytes -= each.sizeBytes();
        }
        sizeBytes += joined.sizeBytes();
        List<BufferedRows> rest = batches.subList(start + 1, settledCount);
        batches.set(start, joined);
        rest.clear();
        settledCount = start + 1;
    }

    private boolean isJoinable(List<BufferedRows> some) {
        LogPosition first = first(some);
        LogPosition last = first;
        long minNanos = Long.MAX_VALUE;
        long maxNanos = Long.MIN_VALUE;
        Set<Column> columns = new HashSet<>();
        long cells = 0;
        long rowsTogether = 0;
        for (BufferedRows each : some) {
            TableRows rows = each.rows();
            last = each.position().compareTo(last) > 0 ? each.position() : last;
            minNanos = Math.min(minNanos, rows.timeNanosMin());
            maxNanos = Math.max(maxNanos, rows.timeNanosMax());
            rows.tags().forEach(tag -> columns.add(tag.column()));
            rows.fields().forEach(field -> columns.add(field.column()));
            cells += (long) rows.rowCount() * (rows.tagCount() + rows.fieldCount());
            rowsTogether += rows.rowCount();
        }
        LogPosition between = late.ceiling(first);
        // Halves, since a difference of any two times need not fit.
        return (between == null || between.compareTo(last) >= 0)
                && maxNanos / 2 - minNanos / 2 <= SPAN_NANOS_MAX / 2
                && rowsTogether * columns.size() <= CELLS_FACTOR_MAX * cells;
    }

    private static LogPosition first(List<BufferedRows> some) {
        LogPosition first = some.getFirst().position();
        for (BufferedRows each : some) {
            first = each.position().compareTo(first) < 0 ? each.position() : first;
        }
        return first;
    }

    private static BufferedRows joined(List<BufferedRows> some) {
        ChosenRows all = ChosenRows.withTagSetsOnce();
        for (BufferedRows each : some) {
            int count = each.rows().rowCount();
            if (!all.add(each.rows(), IntStream.range(0, count).toArray(), count)) {
                throw new IllegalStateException("few rows have too much text");
            }
        }
        TableRows rows = all.copied();
        return new BufferedRows(first(some), rows, false, isSmall(rows, ROWS_TOGETHER));
    }

    private static boolean isSmall(TableRows rows, int rowsBelow) {
        return rows.rowCount() < rowsBelow && rows.sizeBytes() < ALONE_BYTES_MIN;
    }

    /// How many rows there are.
    int rowCount() {
        return rowCount;
    }

    /// About how much memory they take, in bytes.
    long sizeBytes() {
        return sizeBytes;
    }

    /// All batches as they are now.
    List<BufferedRows> all() {
        return List.copyOf(batches);
    }

    /// The rows that come after the first ones.
    ///
    /// @param held how many those are; not more than there are
    List<BufferedRows> after(int held) {
        List<BufferedRows> after = new ArrayList<>();
        int end = rowCount;
        for (int place = batches.size() - 1; place >= 0 && end > held; place--) {
            BufferedRows batch = batches.get(place);
            int start = end - batch.rows().rowCount();
            after.addFirst(start >= held ? batch : without(batch, held - start));
            end = start;
        }
        return after;
    }

    private static BufferedRows without(BufferedRows batch, int firstRows) {
        BitSet dropped = new BitSet();
        dropped.set(0, firstRows);
        return new BufferedRows(batch.position(), batch.rows().without(dropped), batch.late());
    }
}
