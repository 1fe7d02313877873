// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.TableRows;
import dev.sluice.wal.LogPosition;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/// The rows of one table, live and frozen ones. Tells late rows from others: a row is late unless
/// it is newer than all rows of its series that are there and not late. Safe for many threads.
final class TableBuffer {
    /// A batch of which more rows are late is not worth copying: it counts as late as a whole.
    private static final int LATE_PARTS_MIN = 4;

    private static final SeriesTimes NO_TIMES = new SeriesTimes(0);

    private static final Arrivals NO_ROWS = new Arrivals();

    private Arrivals live = new Arrivals();
    private Arrivals frozen = NO_ROWS;

    private RepeatedPoints liveRepeats = new RepeatedPoints();
    private RepeatedPoints frozenRepeats = RepeatedPoints.NO_ROWS;

    /// What is remembered of live points, as far as it is counted.
    private long liveRepeatsBytes;

    private SeriesTimes times = new SeriesTimes(0);

    /// Of the frozen rows.
    private SeriesTimes timesBefore = NO_TIMES;

    /// Adds rows.
    ///
    /// @param settled all batches up to this position have come
    /// @return how much more memory all take, with what is remembered of their series
    long add(LogPosition position, TableRows rows, LogPosition settled) {
        long[] hashes = SeriesHashes.of(rows);
        synchronized (this) {
            long before = live.rowCount() == 0 ? 0 : times.sizeBytes() + live.sizeBytes();
            BitSet late = late(rows, hashes);
            if (late.isEmpty()) {
                live.add(new BufferedRows(position, rows, false));
            } else if (late.cardinality() > rows.rowCount() / LATE_PARTS_MIN) {
                live.add(new BufferedRows(position, rows, true));
            } else {
                TableRows inOrder = rows.without(late);
                late.flip(0, rows.rowCount());
                TableRows others = rows.without(late);
                live.add(new BufferedRows(position, inOrder, false));
                live.add(new BufferedRows(position, others, true));
            }
            live.join(settled);
            return times.sizeBytes() + live.sizeBytes() - before;
        }
    }

    /// The rows, oldest first. No rows may be frozen or released meanwhile; writers wait no longer
    /// than for putting batches in place that were put together.
    ///
    /// @param settled all batches up to this position have come
    /// @param joins whether batches may be put together, by one who reads at a time
    /// @param moreBytes is told how much more memory rows take then
    List<BufferedRows> snapshot(LogPosition settled, boolean joins, LongConsumer moreBytes) {
        List<BufferedRows> liveNow;
        List<BufferedRows> frozenNow;
        RepeatedPoints ofLive;
        RepeatedPoints ofFrozen;
        int steadyCount;
        synchronized (this) {
            long before = live.sizeBytes();
            live.join(settled);
            moreBytes.accept(live.sizeBytes() - before);
            liveNow = live.all();
            frozenNow = frozen.all();
            ofLive = liveRepeats;
            ofFrozen = frozenRepeats;
            steadyCount = live.steadyCount();
        }
        RepeatedPoints.Told told = RepeatedPoints.told(frozenNow, ofFrozen, liveNow, ofLive);
        List<ReadJoins.Join> made = joins ? ReadJoins.of(told.live(), steadyCount) : List.of();
        long repeatsBytes = ofLive.sizeBytes();
        synchronized (this) {
            long before = live.sizeBytes() + liveRepeatsBytes;
            liveRepeatsBytes = repeatsBytes;
            live.put(made);
            moreBytes.accept(live.sizeBytes() + liveRepeatsBytes - before);
        }
        return told.with(made).oldestFirst();
    }

    /// What a copy lacks.
    ///
    /// @param generation of the live rows
    /// @param settled all batches up to this position have come
    synchronized BufferChange since(long generation, BufferHeld held, LogPosition settled) {
        return new BufferChange(
                generation,
                BufferChange.Part.after(frozen, held.count(generation - 1)),
                BufferChange.Part.after(live, held.count(generation)),
                settled);
    }

    /// Everything that freezing the live rows takes memory for.
    ///
    /// @param table whose rows
    /// @param rows the live rows, oldest first
    /// @param nextLive for the rows that come then
    /// @param nextRepeats of them
    /// @param nextTimes of them
    record Freeze(
            TableBuffer table,
            List<BufferedRows> rows,
            Arrivals nextLive,
            RepeatedPoints nextRepeats,
            SeriesTimes nextTimes) {
        /// Freezes the rows, and cannot fail. No row may have come since it was prepared.
        void make() {
            table.freeze(this);
        }
    }

    /// Changes nothing yet.
    ///
    /// @param newTimes makes room for the times of about so many series
    synchronized Freeze prepareFreeze(IntFunction<SeriesTimes> newTimes) {
        return new Freeze(
                this,
                List.copyOf(BufferedRows.oldestFirst(live.all())),
                new Arrivals(),
                new RepeatedPoints(),
                newTimes.apply(times.size()));
    }

    private synchronized void freeze(Freeze prepared) {
        frozen = live;
        frozenRepeats = liveRepeats;
        live = prepared.nextLive;
        liveRepeats = prepared.nextRepeats;
        liveRepeatsBytes = 0;
        timesBefore = times;
        times = prepared.nextTimes;
    }

    /// Forgets the frozen rows.
    ///
    /// @return whether no row is left
    synchronized boolean release() {
        frozen = NO_ROWS;
        frozenRepeats = RepeatedPoints.NO_ROWS;
        timesBefore = NO_TIMES;
        return live.rowCount() == 0;
    }

    /// The late rows of a batch; the others' times are remembered.
    private BitSet late(TableRows rows, long[] hashes) {
        times.reserve(hashes.length);
        int[] places = new int[hashes.length];
        for (int tagSet = 0; tagSet < hashes.length; tagSet++) {
            places[tagSet] = times.place(hashes[tagSet], timesBefore);
        }
        BitSet late = new BitSet();
        int[] tagSets = rows.tagSets();
        for (int row = 0; row < rows.rowCount(); row++) {
            int place = places[tagSets[row]];
            if (place == SeriesTimes.FULL || !times.advance(place, rows.time().longAt(row))) {
                late.set(row);
            }
        }
        return late;
    }
}
