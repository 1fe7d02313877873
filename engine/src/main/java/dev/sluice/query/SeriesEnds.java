// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.datafile.SeriesEnd;
import dev.sluice.model.Column;
import dev.sluice.parquet.RowReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The rows at an end of each series of a table, found without the engine: one of each among those
/// that are kept ([EndRows]), if the question reaches as far as the table does, and else in files
/// and buffer ([EndScan]). Safe for many threads.
final class SeriesEnds {
    private final EndRows kept;
    private final EndScan scan;

    /// @param files reads them
    SeriesEnds(SeriesFiles files) {
        this.scan = new EndScan(files);
        this.kept = new EndRows(scan);
    }

    /// Those rows, each point once, and perhaps more.
    ///
    /// @param wanted says which end, and of which series
    /// @param range of the rows in it
    /// @param columns that are wanted
    /// @param local where a file's bytes are
    /// @return null when the question has to be answered from all rows
    @Nullable List<TableRows> find(
            TableSources.Pinned table,
            ScanBounds wanted,
            TimeRange range,
            List<Column> columns,
            Function<FileEntry, RowReader.Place> local) {
        SeriesEnd end = wanted.sample().end();
        if (end == null || range.isEmpty()) {
            return null;
        }
        List<TableRows> rows =
                end.count() == 1 && reaches(range, table, end)
                        ? kept.find(table, end.newest(), range, local)
                        : scan.find(asked(table, end, wanted, range, columns, false), local);
        boolean told =
                rows != null
                        && rows.stream().allMatch(some -> hasAll(some, wanted.sample().valued()));
        return told ? rows : null;
    }

    /// Rows at an end of a few series, as many of each as are wanted of all of them together.
    ///
    /// @param rows each point once, and perhaps more
    /// @param range in which there is no other row of these series
    record Leading(List<TableRows> rows, TimeRange range) {}

    /// The first rows by time of a few series.
    ///
    /// @param leading how many
    /// @return null when they are not found here; other parameters are those of [#find]
    @Nullable Leading findLeading(
            TableSources.Pinned table,
            ScanBounds wanted,
            LeadingRows leading,
            TimeRange range,
            List<Column> columns,
            Function<FileEntry, RowReader.Place> local) {
        if (range.isEmpty()) {
            return null;
        }
        SeriesEnd end = leading.ofEach();
        List<TableRows> rows = scan.find(asked(table, end, wanted, range, columns, true), local);
        return rows == null
                ? null
                : new Leading(rows, range.and(leading.upTo(EndScan.reachedNanos(rows, end))));
    }

    /// Whether a range has the rows of a table at one end.
    private static boolean reaches(TimeRange range, TableSources.Pinned table, SeriesEnd end) {
        long edgeNanos = end.edge(range.minNanos(), range.maxNanos());
        LongStream ofFiles =
                table.files().stream()
                        .mapToLong(file -> end.edge(file.timeNanosMin(), file.timeNanosMax()));
        LongStream ofBuffer =
                table.batches().stream()
                        .map(BufferedRows::rows)
                        .mapToLong(rows -> end.edge(rows.timeNanosMin(), rows.timeNanosMax()));
        return LongStream.concat(ofFiles, ofBuffer)
                .noneMatch(nanos -> end.isNearer(nanos, edgeNanos));
    }

    private static EndScan.Asked asked(
            TableSources.Pinned table,
            SeriesEnd end,
            ScanBounds wanted,
            TimeRange range,
            List<Column> columns,
            boolean together) {
        Set<Column> read = new HashSet<>(columns);
        read.addAll(table.tags());
        SeriesFilter filter = wanted.filterOf(table.entry());
        return new EndScan.Asked(
                table.entry(),
                wanted.filesOf(table.entry(), table.files()).stream()
                        .filter(file -> range.overlaps(file.timeNanosMin(), file.timeNanosMax()))
                        .toList(),
                filter.wanted().isEmpty()
                        ? table.batches()
                        : filter.of(table.batches(), range, SliceCondition.ALL, read),
                end,
                range,
                filter,
                read,
                together);
    }

    private static boolean hasAll(TableRows rows, Set<String> fields) {
        return rows.rowCount() == 0
                || fields.stream()
                        .map(rows::find)
                        .allMatch(field -> field != null && field.nullCount() == 0);
    }
}
