// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.datafile.FileSeries;
import dev.sluice.datafile.MergedPoints;
import dev.sluice.model.Column;
import dev.sluice.parquet.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The rows of a few series, or of a short time, read from files without the engine, which would
/// open each of them and look at each row of its row groups: of a slice of a series that is most of
/// the work. Safe for many threads.
final class SeriesRows {
    /// More rows are left to the engine.
    static final int ROWS_MAX = 100_000;

    /// Rows that take more memory are left to the engine.
    static final long BYTES_MAX = 32L << 20;

    /// More files are left to the engine.
    private static final int FILES_MAX = 1_000;

    /// Where times of more rows would have to be looked at, they are the engine's.
    private static final int TIMES_MAX = 1 << 24;

    /// Rows of a short time are read here if they are at most one of so many.
    private static final int SHARE_MIN = 8;

    private final SeriesFiles files;

    /// @param files reads them
    SeriesRows(SeriesFiles files) {
        this.files = files;
    }

    /// What is asked of a table.
    ///
    /// @param files those that may hold wanted rows, in order of commit
    /// @param buffered the same of buffered rows, oldest first
    /// @param range rows outside are left out of those of files
    /// @param filter tells wanted rows
    /// @param columns which are wanted, among them all tags unless each point is there once
    /// @param apart whether each point is there once
    record Asked(
            TableEntry table,
            List<FileEntry> files,
            List<BufferedRows> buffered,
            TimeRange range,
            SeriesFilter filter,
            Set<Column> columns,
            boolean apart) {}

    /// Whether the rows of a time are few, by what is known of files: as if their rows were evenly
    /// spread.
    ///
    /// @param columns which are wanted
    boolean areFew(List<FileEntry> files, TimeRange range, List<Column> columns) {
        double few = 0;
        long all = 0;
        for (FileEntry file : files) {
            if (range.overlaps(file.timeNanosMin(), file.timeNanosMax())) {
                all += file.rowCount();
                few += file.rowCount() * range.shareOf(file.timeNanosMin(), file.timeNanosMax());
            }
        }
        return all > 0
                && all <= TIMES_MAX
                && few <= (double) all / SHARE_MIN
                && few <= ROWS_MAX
                && few * columns.size() * Long.BYTES <= BYTES_MAX;
    }

    /// Wanted rows, each point once, and perhaps some buffered ones that nobody wants.
    ///
    /// @param local where a file's bytes are
    /// @return null when they are left to the engine
    @Nullable List<TableRows> find(Asked asked, Function<FileEntry, RowReader.Place> local) {
        long left = ROWS_MAX;
        for (BufferedRows batch : asked.buffered()) {
            left -= batch.rows().rowCount();
        }
        if (left < 0 || asked.files().size() > FILES_MAX) {
            return null;
        }
        List<TableRows> rows = new ArrayList<>();
        Reading reading = new Reading(asked, left);
        for (FileEntry file : asked.files()) {
            TableRows some =
                    files.read(
                            asked.table(),
                            file,
                            local.apply(file),
                            (series, reader) -> reading.read(file, series, reader));
            if (some == null) {
                return null;
            }
            if (some.rowCount() > 0) {
                rows.add(some);
            }
        }
        BitSet late = new BitSet();
        for (BufferedRows batch : asked.buffered()) {
            late.set(rows.size(), batch.late());
            rows.add(batch.rows());
        }
        return asked.apart() ? rows : once(rows, late);
    }

    /// The same rows, each point once. Only those are compared whose times overlap, which are those
    /// of the newest file and of the buffer.
    ///
    /// @param rows oldest first, none of them empty
    /// @param late which of them may repeat points of their own
    static List<TableRows> once(List<TableRows> rows, BitSet late) {
        List<Integer> byTime =
                IntStream.range(0, rows.size())
                        .boxed()
                        .sorted(Comparator.comparingLong(place -> rows.get(place).timeNanosMin()))
                        .toList();
        List<TableRows> once = new ArrayList<>();
        int start = 0;
        while (start < byTime.size()) {
            long endNanos = rows.get(byTime.get(start)).timeNanosMax();
            int end = start + 1;
            while (end < byTime.size() && rows.get(byTime.get(end)).timeNanosMin() <= endNanos) {
                endNanos = Math.max(endNanos, rows.get(byTime.get(end)).timeNanosMax());
                end++;
            }
            List<Integer> together = byTime.subList(start, end).stream().sorted().toList();
            List<TableRows> some = together.stream().map(rows::get).toList();
            boolean apart = together.size() == 1 && !late.get(together.getFirst());
            once.addAll(apart ? some : MergedPoints.of(some));
            start = end;
        }
        return once;
    }

    /// Reads the wanted rows of files, if they are not too many.
    private static final class Reading {
        private final Asked asked;
        private long rowsLeft;
        private long bytesLeft = BYTES_MAX;
        private long timesLeft = TIMES_MAX;

        Reading(Asked asked, long rowsMax) {
            this.asked = asked;
            this.rowsLeft = rowsMax;
        }

        @Nullable TableRows read(FileEntry file, FileSeries series, RowReader reader)
                throws IOException {
            BitSet runs = series.find(asked.filter().wanted());
            if (runs == null) {
                return null;
            }
            int times = series.rowCount(runs);
            timesLeft -= times;
            double share = asked.range().shareOf(file.timeNanosMin(), file.timeNanosMax());
            if (timesLeft < 0 || times * share > rowsLeft) {
                return null;
            }
            FileSeries.Chosen chosen =
                    series.choose(
                            asked.table(),
                            runs,
                            asked.range().minNanos(),
                            asked.range().maxNanos(),
                            reader);
            rowsLeft -= chosen.count();
            if (rowsLeft < 0) {
                return null;
            }
            TableRows rows = chosen.rows(asked.table(), asked.columns(), bytesLeft, reader);
            bytesLeft -= rows == null ? 0 : rows.sizeBytes();
            return rows;
        }
    }
}
