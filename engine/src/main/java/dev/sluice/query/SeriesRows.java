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

/// The rows of a few series, read from files without the engine, which would open each of them and
/// look at each of its row groups: of a slice of a series that is most of the work. Safe for many
/// threads.
final class SeriesRows {
    /// More rows are left to the engine.
    static final int ROWS_MAX = 100_000;

    /// Rows that take more memory are left to the engine.
    static final long BYTES_MAX = 32L << 20;

    /// More files are left to the engine.
    private static final int FILES_MAX = 1_000;

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

    /// Wanted rows, each point once, and perhaps some buffered ones that nobody wants.
    ///
    /// @param local where a file's bytes are
    /// @return null when they are left to the engine
    @Nullable List<TableRows> find(Asked asked, Function<FileEntry, RowReader.Place> local) {
        long left = ROWS_MAX;
        long bytesLeft = BYTES_MAX;
        for (BufferedRows batch : asked.buffered()) {
            left -= batch.rows().rowCount();
        }
        if (left < 0 || asked.filter().wanted().isEmpty() || asked.files().size() > FILES_MAX) {
            return null;
        }
        List<TableRows> rows = new ArrayList<>();
        for (FileEntry file : asked.files()) {
            Reading reading = new Reading(asked, left, bytesLeft);
            TableRows some =
                    files.read(
                            asked.table(),
                            file,
                            local.apply(file),
                            SeriesFiles.Keeping.PARTS,
                            reading::read);
            if (some == null) {
                return null;
            }
            left -= some.rowCount();
            bytesLeft -= some.sizeBytes();
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

    /// Reads the wanted rows of a file, if they are not too many.
    private record Reading(Asked asked, long rowsMax, long bytesMax) {
        @Nullable TableRows read(FileSeries series, RowReader reader) throws IOException {
            BitSet runs = series.find(asked.filter().wanted());
            if (runs == null || series.rowCount(runs) > rowsMax) {
                return null;
            }
            FileSeries.Chosen chosen =
                    series.choose(
                            asked.table(),
                            runs,
                            asked.range().minNanos(),
                            asked.range().maxNanos(),
                            reader);
            return chosen.rows(asked.table(), asked.columns(), bytesMax, reader);
        }
    }
}
