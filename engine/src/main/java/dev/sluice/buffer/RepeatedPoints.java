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
/// Asked only where rows are late, since it remembers each point: 11 to 21 bytes a row, and no more
/// than half of what the rows take. A row that is taken for a repeated one, because another has its
/// hash, does no harm. Safe for many threads.
final class RepeatedPoints {
    /// Of more rows nothing is told: 64 MiB for one generation of a table.
    static final int ROWS_MAX = 1 << 22;

    private static final int PLACES_FIRST = 1 << 4;

    /// By how much more the rows have to take than what is remembered of them.
    private static final int ROWS_TO_POINTS_MIN = 2;

    private static final long[] NONE = new long[0];

    /// Of a generation without rows, for everybody.
    static final RepeatedPoints NO_ROWS = new RepeatedPoints();

    /// By hash, 0 where free; a power of two, at most three quarters full.
    private long[] points = NONE;

    private int pointCount;

    /// How much memory the rows take that are told.
    private long rowBytes;

    /// How many rows are told.
    private int toldCount;

    /// Which of them repeat points, by their number in order of arrival.
    private final BitSet repeated = new BitSet();

    /// Whether there were more rows than are remembered, or smaller ones.
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

    /// The same rows, late where they repeat a point of those that arrived earlier.
    ///
    /// @param arrived in order of arrival, those of earlier calls among them
    /// @param before of the generation before, all of whose rows are told; one without rows where
    ///   there is none
    synchronized List<BufferedRows> tell(List<BufferedRows> arrived, RepeatedPoints before) {
        List<BufferedRows> told = new ArrayList<>(arrived.size());
        int first = 0;
        for (int i = 0; i < arrived.size() && !full; i++) {
            BufferedRows batch = arrived.get(i);
            int end = first + batch.rows().rowCount();
            if (end > toldCount) {
                tell(batch, toldCount - first, before);
            }
            int next = repeated.nextSetBit(first);
            told.add(batch.told(next >= 0 && next < end));
            first = end;
        }
        return full ? arrived : told;
    }

    /// @param known how many of its rows are told
    private void tell(BufferedRows batch, int known, RepeatedPoints before) {
        TableRows rows = batch.rows();
        int fresh = rows.rowCount() - known;
        rowBytes += rows.sizeBytes() * fresh / rows.rowCount();
        int places = places(pointCount + fresh);
        if (before.full
                || pointCount + fresh > rowsMax
                || (long) ROWS_TO_POINTS_MIN * Long.BYTES * places > rowBytes) {
            full = true;
            points = NONE;
            repeated.clear();
            return;
        }
        reserve(places);
        long[] series = SeriesHashes.of(rows);
        int[] tagSets = rows.tagSets();
        for (int row = known; row < rows.rowCount(); row++) {
            long point = ByteWords.mix(series[tagSets[row]], rows.time().longAt(row));
            point = point == 0 ? 1 : point;
            int place = place(point);
            boolean repeats = points[place] != 0 || before.has(point);
            if (points[place] == 0) {
                points[place] = point;
                pointCount++;
            }
            repeated.set(toldCount, repeats);
            toldCount++;
        }
    }

    private boolean has(long point) {
        return pointCount > 0 && points[place(point)] != 0;
    }

    /// How many places so many points need.
    private int places(int count) {
        int places = Math.max(PLACES_FIRST, points.length);
        while (places / 4 * 3 < count) {
            places *= 2;
        }
        return places;
    }

    private void reserve(int places) {
        if (places > points.length) {
            long[] old = points;
            points = new long[places];
            for (long point : old) {
                if (point != 0) {
                    points[place(point)] = point;
                }
            }
        }
    }

    /// Where a point is or would be.
    private int place(long point) {
        int mask = points.length - 1;
        int place = ByteWords.fold(point) & mask;
        while (points[place] != 0 && points[place] != point) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
