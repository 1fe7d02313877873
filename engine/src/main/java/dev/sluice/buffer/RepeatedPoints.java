// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.ByteWords;
import dev.sluice.batch.TableRows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Tells which rows of one generation of a table repeat points. Rows are late when newer ones of
/// their series came first, as they do when several connections write the same series: few of them
/// repeat a point, but each counts as if it did, and a query has to compare it with all others.
///
/// Asked only where rows are late, since it remembers each point, which takes less memory than time
/// and series of its row. A row that is taken for a repeated one, because another passes for it,
/// does no harm. Safe for many threads.
final class RepeatedPoints {
    /// Of more rows nothing is told: 64 MiB for one generation of a table.
    static final int ROWS_MAX = 12 << 20;

    /// Of a generation without rows, for everybody.
    static final RepeatedPoints NO_ROWS = new RepeatedPoints();

    private PointSet points = PointSet.EMPTY;

    /// How many rows are told.
    private int toldCount;

    /// Which of them repeat points, by their number in order of arrival.
    private final BitSet repeated = new BitSet();

    /// Whether there were more rows than are remembered: of later ones nothing is told.
    private boolean full;

    private final int rowsMax;

    /// Of a generation without rows.
    RepeatedPoints() {
        this(ROWS_MAX);
    }

    /// @param rowsMax of more rows nothing is told
    RepeatedPoints(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    /// Rows of a table, late as far as they repeat points.
    ///
    /// @param frozen in order of arrival
    /// @param live the same
    record Told(List<BufferedRows> frozen, List<BufferedRows> live) {
        /// All of them, oldest first.
        List<BufferedRows> oldestFirst() {
            List<BufferedRows> rows = BufferedRows.oldestFirst(frozen);
            rows.addAll(BufferedRows.oldestFirst(live));
            return List.copyOf(rows);
        }

        /// The same after live rows were put together.
        Told with(List<ReadJoins.Join> joins) {
            return new Told(frozen, ReadJoins.put(joins, live));
        }
    }

    /// Rows of a table, in order of arrival.
    static Told told(
            List<BufferedRows> frozen,
            RepeatedPoints ofFrozen,
            List<BufferedRows> live,
            RepeatedPoints ofLive) {
        return isAnyLate(frozen) || isAnyLate(live)
                ? new Told(ofFrozen.tell(frozen, NO_ROWS), ofLive.tell(live, ofFrozen))
                : new Told(frozen, live);
    }

    private static boolean isAnyLate(List<BufferedRows> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).late()) {
                return true;
            }
        }
        return false;
    }

    /// The same rows, late where they repeat a point of those that arrived earlier. Rows of which
    /// nothing is told stay as they came: none of them that is not late is a point of earlier rows.
    ///
    /// @param arrived in order of arrival, those of earlier calls among them
    /// @param before of the generation before, all of whose rows are told; one without rows where
    ///   there is none
    synchronized List<BufferedRows> tell(List<BufferedRows> arrived, RepeatedPoints before) {
        makeRoom(arrived, before);
        List<BufferedRows> told = new ArrayList<>(arrived.size());
        int first = 0;
        for (int i = 0; i < arrived.size(); i++) {
            BufferedRows batch = arrived.get(i);
            int end = first + batch.rows().rowCount();
            full |= end > toldCount && points.size() + end - toldCount > rowsMax;
            if (end > toldCount && !full) {
                tell(batch.rows(), toldCount - first, before.points);
            }
            told.add(end > toldCount ? batch : batch.told(isAnyRepeated(first, end)));
            first = end;
        }
        if (full) {
            points = PointSet.EMPTY;
        }
        return told;
    }

    /// How much memory it takes, in bytes.
    synchronized long sizeBytes() {
        return points.sizeBytes();
    }

    private boolean isAnyRepeated(int first, int end) {
        int next = repeated.nextSetBit(first);
        return next >= 0 && next < end;
    }

    /// Sees to it that there is room for the points of all rows that are not told, as far as they
    /// are remembered.
    private void makeRoom(List<BufferedRows> arrived, RepeatedPoints before) {
        full |= before.full;
        long room = (long) points.size() - toldCount;
        for (int i = 0; i < arrived.size(); i++) {
            room += arrived.get(i).rows().rowCount();
        }
        if (!full && room > points.room()) {
            points = toldPoints(arrived, (int) Math.min(room, rowsMax));
        }
    }

    /// The points of the rows that are told, with room for more.
    private PointSet toldPoints(List<BufferedRows> arrived, int room) {
        PointSet all = new PointSet(room);
        int first = 0;
        for (int i = 0; first < toldCount; i++) {
            TableRows rows = arrived.get(i).rows();
            long[] hashes = SeriesHashes.of(rows);
            int count = Math.min(rows.rowCount(), toldCount - first);
            for (int row = 0; row < count; row++) {
                all.add(point(hashes, rows, row));
            }
            first += count;
        }
        return all;
    }

    /// @param known how many of its rows are told
    private void tell(TableRows rows, int known, PointSet before) {
        long[] hashes = SeriesHashes.of(rows);
        for (int row = known; row < rows.rowCount(); row++) {
            long point = point(hashes, rows, row);
            repeated.set(toldCount, !points.add(point) || before.has(point));
            toldCount++;
        }
    }

    private static long point(long[] seriesHashes, TableRows rows, int row) {
        return ByteWords.mix(seriesHashes[rows.tagSets()[row]], rows.time().longAt(row));
    }
}
