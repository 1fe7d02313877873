// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ChosenRows;
import dev.sluice.batch.TableRows;
import dev.sluice.batch.TagSetRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.datafile.FileSeries;
import dev.sluice.datafile.SeriesEnd;
import dev.sluice.model.Column;
import dev.sluice.parquet.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/// The rows at an end of each series, for a SELECT that need not see more ([RowSample]). Files are
/// read from that end of time on, and of each no series that has enough rows in those read before:
/// mostly one file is enough. Safe for many threads.
final class EndScan {
    /// More rows are left to the engine.
    private static final int ROWS_MAX = SeriesRows.ROWS_MAX;

    /// Each further file is compared with so many of those read before, the nearest to the end.
    private static final int KNOWN_MAX = 16;

    private final SeriesFiles files;

    /// @param files reads them
    EndScan(SeriesFiles files) {
        this.files = files;
    }

    /// What is asked of a table.
    ///
    /// @param files those that may hold wanted rows, in order of commit
    /// @param batches the same of buffered rows, oldest first
    /// @param end which rows of each series
    /// @param range of the rows in it
    /// @param filter tells series that are not wanted
    /// @param columns which are wanted, among them all tags
    /// @param together whether as many rows of all series together are enough: files all of whose
    ///   rows are farther from the end than those of one series are passed over
    record Asked(
            TableEntry table,
            List<FileEntry> files,
            List<BufferedRows> batches,
            SeriesEnd end,
            TimeRange range,
            SeriesFilter filter,
            Set<Column> columns,
            boolean together) {}

    /// Those rows, each point once, and perhaps more.
    ///
    /// @param local where a file's bytes are
    /// @return null when they are left to the engine
    @Nullable List<TableRows> find(Asked asked, Function<FileEntry, RowReader.Place> local) {
        List<TableRows> buffered = new ArrayList<>();
        BitSet late = new BitSet();
        long left = ROWS_MAX;
        for (BufferedRows batch : asked.batches()) {
            TableRows some = atEnd(batch.rows(), asked);
            if (some.rowCount() > 0) {
                late.set(buffered.size(), batch.late());
                buffered.add(some);
                left -= some.rowCount();
            }
        }
        List<TableRows> rows = left < 0 ? null : ofFiles(asked, left, SeriesRows.BYTES_MAX, local);
        if (rows == null) {
            return null;
        }
        BitSet shifted = new BitSet();
        late.stream().forEach(place -> shifted.set(rows.size() + place));
        rows.addAll(buffered);
        return SeriesRows.once(rows, shifted);
    }

    /// Those of files, in order of commit.
    ///
    /// @param rowsMax how many there may be
    /// @param bytesMax how much memory they may take
    /// @return null when they are left to the engine
    @Nullable List<TableRows> ofFiles(
            Asked asked, long rowsMax, long bytesMax, Function<FileEntry, RowReader.Place> local) {
        List<FileEntry> all = asked.files();
        List<Integer> order = new ArrayList<>();
        for (int place = 0; place < all.size(); place++) {
            order.add(place);
        }
        // The complement turns the order around.
        order.sort(
                Comparator.comparingLong(place ->
                        asked.end().newest()
                                ? ~all.get(place).timeNanosMax()
                                : all.get(place).timeNanosMin()));
        Reading reading = new Reading(asked, rowsMax, bytesMax);
        TreeMap<Integer, TableRows> byCommit = new TreeMap<>();
        for (int place : order) {
            FileEntry file = all.get(place);
            if (reading.passesOver(file)) {
                continue;
            }
            List<TableRows> some =
                    files.read(
                            asked.table(),
                            file,
                            local.apply(file),
                            (series, reader) -> reading.read(file, series, reader));
            if (some == null) {
                return null;
            }
            some.forEach(rows -> byCommit.put(place, rows));
        }
        return new ArrayList<>(byCommit.values());
    }

    /// Reads files one after the other.
    private static final class Reading {
        private final Asked asked;
        private final List<Known> known = new ArrayList<>();

        /// Where one of the series has as many rows as are wanted.
        private long reachedNanos;

        private long rowsLeft;
        private long bytesLeft;

        /// A file that was read.
        ///
        /// @param reached by its runs: what is farther from the end is not needed of the series
        private record Known(FileSeries series, IntToLongFunction reached) {}

        Reading(Asked asked, long rowsMax, long bytesMax) {
            this.asked = asked;
            this.rowsLeft = rowsMax;
            this.bytesLeft = bytesMax;
            this.reachedNanos = asked.end().farthestNanos();
        }

        /// Whether none of a file's rows is wanted, as its times tell.
        boolean passesOver(FileEntry file) {
            return asked.together() && asked.end().isNearer(reachedNanos, edgeNanos(file));
        }

        private long edgeNanos(FileEntry file) {
            return asked.end().edge(file.timeNanosMin(), file.timeNanosMax());
        }

        /// @return the rows of a file, or none; null when they are left to the engine
        @Nullable List<TableRows> read(FileEntry file, FileSeries series, RowReader reader)
                throws IOException {
            SeriesEnd end = asked.end();
            BitSet runs = series.find(asked.filter().wanted());
            if (runs == null) {
                return null;
            }
            long edgeNanos = edgeNanos(file);
            for (Known before : known) {
                series.leaveOut(
                        runs,
                        before.series,
                        run -> end.isNearer(before.reached.applyAsLong(run), edgeNanos));
            }
            if (runs.isEmpty()) {
                return List.of();
            }
            if (series.endCount(runs, end) > rowsLeft) {
                return null;
            }
            TimeRange range =
                    asked.range().covers(file.timeNanosMin(), file.timeNanosMax())
                            ? TimeRange.ALL
                            : asked.range();
            FileSeries.Chosen chosen =
                    series.chooseEnd(
                            asked.table(), runs, end, range.minNanos(), range.maxNanos(), reader);
            if (known.size() < KNOWN_MAX) {
                known.add(new Known(series, chosen.reached(end)));
            }
            TableRows rows = chosen.rows(asked.table(), asked.columns(), bytesLeft, reader);
            if (rows == null) {
                return null;
            }
            if (asked.together()) {
                reachedNanos = nearer(reachedNanos, reachedNanos(rows, end), end);
            }
            rowsLeft -= rows.rowCount();
            bytesLeft -= rows.sizeBytes();
            return rows.rowCount() == 0 ? List.of() : List.of(rows);
        }
    }

    /// Up to where rows have all that there are of their series: the time at which the first tag
    /// set from the end on has as many as are wanted of each; the farthest where none has.
    ///
    /// @param rows as [#find] gives them
    static long reachedNanos(List<TableRows> rows, SeriesEnd end) {
        long reachedNanos = end.farthestNanos();
        for (TableRows some : rows) {
            reachedNanos = nearer(reachedNanos, reachedNanos(some, end), end);
        }
        return reachedNanos;
    }

    private static long reachedNanos(TableRows rows, SeriesEnd end) {
        long reachedNanos = end.farthestNanos();
        TagSetRows byTagSet = rows.byTagSet();
        for (int tagSet = 0; tagSet < rows.tagSetCount(); tagSet++) {
            long[] times = new long[byTagSet.count(tagSet)];
            if (times.length >= end.count()) {
                for (int place = 0; place < times.length; place++) {
                    times[place] = rows.time().longAt(byTagSet.row(tagSet, place));
                }
                Arrays.sort(times);
                int last = end.newest() ? times.length - end.count() : end.count() - 1;
                reachedNanos = nearer(reachedNanos, times[last], end);
            }
        }
        return reachedNanos;
    }

    private static long nearer(long one, long two, SeriesEnd end) {
        return end.newest() ? Math.max(one, two) : Math.min(one, two);
    }

    /// The rows of each tag set that have one of its first or last times in the range.
    private static TableRows atEnd(TableRows rows, Asked asked) {
        TagSetRows byTagSet = rows.byTagSet();
        int[] kept = new int[rows.rowCount()];
        int count = 0;
        for (int tagSet = 0; tagSet < rows.tagSetCount(); tagSet++) {
            long[] times = new long[byTagSet.count(tagSet)];
            int timeCount = 0;
            for (int place = 0; place < times.length; place++) {
                long nanos = rows.time().longAt(byTagSet.row(tagSet, place));
                if (asked.range().has(nanos)) {
                    times[timeCount++] = nanos;
                }
            }
            long last = last(Arrays.copyOf(times, timeCount), asked.end());
            for (int place = 0; place < times.length; place++) {
                int row = byTagSet.row(tagSet, place);
                long nanos = rows.time().longAt(row);
                if (asked.range().has(nanos) && !asked.end().isNearer(last, nanos)) {
                    kept[count++] = row;
                }
            }
        }
        if (count == rows.rowCount()) {
            return rows;
        }
        // Of the same point the later row counts.
        Arrays.sort(kept, 0, count);
        ChosenRows chosen = new ChosenRows(asked.columns()::contains);
        boolean _ = chosen.add(rows, kept, count);
        return chosen.copied();
    }

    /// The last of some times from the end on that is wanted, where the same one counts once.
    private static long last(long[] times, SeriesEnd end) {
        Arrays.sort(times);
        long last = end.farthestNanos();
        int found = 0;
        for (int place = 0; place < times.length; place++) {
            long nanos = times[end.newest() ? times.length - 1 - place : place];
            if (found == 0 || nanos != last) {
                if (found == end.count()) {
                    return last;
                }
                last = nanos;
                found++;
            }
        }
        return last;
    }
}
