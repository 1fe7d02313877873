// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows.Joining;
import dev.sluice.wal.LogPosition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/// The rows of one table that came between two freezes, in order of arrival.
///
/// Who writes often writes few rows at once, such as an agent on each host; each query would look
/// at thousands of batches. So neighbours of few rows are put together: rows as they are, in the
/// same order, in one batch with the position of its oldest. Only those are that are not late,
/// which repeat no point of an older row, and between which no late one has its position or may
/// still come with it: so whatever row a late one repeats, it is before or behind it as it was. Not
/// safe for threads.
final class Arrivals {
    /// A batch that comes with so many rows stays alone until somebody reads it.
    static final int ALONE_ROWS_MIN = 1024;

    /// So does one that takes more memory: in bytes.
    static final long ALONE_BYTES_MIN = 256 << 10;

    /// To so many rows batches are put together on arrival.
    static final int ROWS_TOGETHER = 4096;

    /// Batches with fewer rows than one of these are put together once they have as many, so each
    /// row is copied once for each at most.
    private static final int[] STEPS = {16, 256, ROWS_TOGETHER};

    private List<BufferedRows> batches = new ArrayList<>();

    /// The positions of late ones.
    private final TreeSet<LogPosition> late = new TreeSet<>();

    /// So many of the first batches were looked at for putting them together.
    private int settledCount;

    private int rowCount;
    private long sizeBytes;

    /// Adds rows that came after all others.
    void add(BufferedRows arrived) {
        TableRows rows = arrived.rows();
        if (arrived.late()) {
            late.add(arrived.position());
        }
        batches.add(
                arrived.joining(
                        arrived.late() ? ReadJoins.joining(rows) : joining(rows, ALONE_ROWS_MIN)));
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
                && batches.get(start - 1).joining() == Joining.ON_ARRIVAL
                && batches.get(start - 1).rows().rowCount() < rowsTogether) {
            start--;
            rows += batches.get(start).rows().rowCount();
        }
        if (rows < rowsTogether) {
            return;
        }
        List<BufferedRows> some = batches.subList(start, settledCount);
        Neighbours neighbours = new Neighbours(some);
        if (!neighbours.isJoinable(late)) {
            // Not asked again: whatever comes begins anew.
            some.replaceAll(each -> each.joining(Joining.ON_READING));
            return;
        }
        BufferedRows joined = neighbours.joined();
        BufferedRows batch = joined.joining(joining(joined.rows(), ROWS_TOGETHER));
        replaced(some, batch);
        some.subList(1, some.size()).clear();
        some.set(0, batch);
    }

    /// When rows are put together that are not late.
    ///
    /// @param rowsBelow with fewer rows, on arrival
    private static Joining joining(TableRows rows, int rowsBelow) {
        return rows.rowCount() < rowsBelow && rows.sizeBytes() < ALONE_BYTES_MIN
                ? Joining.ON_ARRIVAL
                : ReadJoins.joining(rows);
    }

    /// Counts a batch in the place of those that it is made of, all of which are settled.
    private void replaced(List<BufferedRows> some, BufferedRows batch) {
        for (BufferedRows each : some) {
            sizeBytes -= each.sizeBytes();
        }
        sizeBytes += batch.sizeBytes();
        settledCount -= some.size() - 1;
    }

    /// How many of the first batches stay as they are until [#put(List)].
    int steadyCount() {
        int count = settledCount;
        while (count > 0 && batches.get(count - 1).joining() == Joining.ON_ARRIVAL) {
            count--;
        }
        return count;
    }

    /// Puts what was made of the first batches in their place, which nobody else did since.
    ///
    /// @param joins in their order
    void put(List<ReadJoins.Join> joins) {
        List<BufferedRows> all = ReadJoins.put(joins, batches);
        for (ReadJoins.Join join : joins) {
            replaced(batches.subList(join.start(), join.end()), join.batch());
        }
        batches = all;
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
