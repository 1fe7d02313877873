// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.datafile.MergedPoints;
import dev.sluice.datafile.SeriesEnd;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.parquet.RowReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The newest or the oldest row of each series, for a SELECT that need not see more ([RowSample]).
/// Those of all files of a table, and of its buffer, are kept, so that only what came since is
/// read. Safe for many threads.
final class EndRows {
    /// A table with more series is left to the engine.
    static final int SERIES_MAX = 100_000;

    /// So is one of whose files more rows have to be read, since series are in several.
    private static final int ROWS_READ_MAX = 4 * SERIES_MAX;

    /// Nor may they take more memory.
    private static final long BYTES_READ_MAX = 64L << 20;

    /// How much memory is taken by what is kept of tables.
    private static final long TABLES_BYTES_MAX = RecentlyUsed.ofHeap(64, 32L << 20);

    /// How much by what is kept of buffers.
    private static final long BUFFERS_BYTES_MAX = RecentlyUsed.ofHeap(64, 32L << 20);

    /// About what is taken beside rows.
    private static final long ENTRY_BYTES = 256;

    private final EndScan scan;
    private final RecentlyUsed<EndOfTable, OfTable> ofTables =
            new RecentlyUsed<>(TABLES_BYTES_MAX, OfTable::sizeBytes);
    private final RecentlyUsed<EndOfTable, OfBuffer> ofBuffers =
            new RecentlyUsed<>(BUFFERS_BYTES_MAX, OfBuffer::sizeBytes);
    private final RecentlyUsed<EndOfTable, OfBoth> ofBoth =
            new RecentlyUsed<>(TABLES_BYTES_MAX, OfBoth::sizeBytes);

    /// @param scan reads files
    EndRows(EndScan scan) {
        this.scan = scan;
    }

    /// One end of the time of a table.
    private record EndOfTable(long tableId, boolean newest) {
        private SeriesEnd end() {
            return new SeriesEnd(newest, 1);
        }
    }

    /// @param files of which they are, by path
    /// @param rows no two of the same series; null when there are too many
    private record OfTable(List<ObjectPath> files, @Nullable List<TableRows> rows) {
        static final OfTable NONE = new OfTable(List.of(), List.of());

        /// Whether its files are the first of some.
        boolean areFirst(List<ObjectPath> paths) {
            return files.size() <= paths.size() && files.equals(paths.subList(0, files.size()));
        }

        long sizeBytes() {
            return ENTRY_BYTES * (1L + files.size()) + bytes(rows);
        }

        private static long bytes(@Nullable List<TableRows> rows) {
            return rows == null ? 0 : rows.stream().mapToLong(TableRows::sizeBytes).sum();
        }
    }

    /// Those of the oldest rows of a table's buffer, however these are put together in batches.
    ///
    /// @param firstPosition that of the oldest of them in the log
    /// @param lastPosition that of the newest batch of them
    /// @param rowCount of how many they are
    /// @param rows no two of the same series; null when there are too many
    record OfBuffer(
            long firstPosition, long lastPosition, long rowCount, @Nullable List<TableRows> rows) {
        static final OfBuffer NONE = new OfBuffer(0, 0, 0, List.of());

        /// How many of the first batches have the rows that these are of, or -1 where none have.
        /// Then each row of theirs has a batch among those that begin at a position up to the last;
        /// so these are they if they have as many rows.
        ///
        /// @param batches oldest first
        int batchCount(List<BufferedRows> batches) {
            long left = rowCount;
            int count = 0;
            while (left > 0 && count < batches.size()) {
                left -= batches.get(count++).rows().rowCount();
            }
            boolean same =
                    left == 0
                            && (count == 0 || position(batches, 0) == firstPosition)
                            && (count == batches.size() || position(batches, count) > lastPosition);
            return same ? count : -1;
        }

        /// The same of more rows.
        ///
        /// @param batches all
        static OfBuffer of(List<BufferedRows> batches, @Nullable List<TableRows> rows) {
            long rowCount = 0;
            for (BufferedRows batch : batches) {
                rowCount += batch.rows().rowCount();
            }
            return new OfBuffer(
                    position(batches, 0), position(batches, batches.size() - 1), rowCount, rows);
        }

        private static long position(List<BufferedRows> batches, int place) {
            return batches.get(place).position().value();
        }

        long sizeBytes() {
            return ENTRY_BYTES + OfTable.bytes(rows);
        }
    }

    /// Those of a table's files and of its buffer together.
    ///
    /// @param ofFiles of which they are; rows are equal where they are the same object
    /// @param ofBuffer the same
    private record OfBoth(List<TableRows> ofFiles, List<TableRows> ofBuffer, List<TableRows> rows) {
        boolean isOf(List<TableRows> files, List<TableRows> buffer) {
            return ofFiles.equals(files) && ofBuffer.equals(buffer);
        }

        long sizeBytes() {
            return ENTRY_BYTES + OfTable.bytes(rows);
        }
    }

    /// The newest row of each series, of those whose newest row is in a range; or the same of the
    /// oldest ones.
    ///
    /// @param newest which of the two
    /// @param range reaches as far as the table's rows do at that end
    /// @param local where a file's bytes are
    /// @return null when that cannot be told here
    @Nullable List<TableRows> find(
            TableSources.Pinned table,
            boolean newest,
            TimeRange range,
            Function<FileEntry, RowReader.Place> local) {
        EndOfTable ofTable = new EndOfTable(table.entry().id(), newest);
        List<TableRows> rows = ofFiles(ofTable, table, local);
        if (rows == null) {
            return null;
        }
        rows = withBuffer(rows, ofTable, table.batches());
        if (rows == null) {
            return null;
        }
        return rows.stream()
                .map(some -> within(some, range))
                .filter(some -> some.rowCount() > 0)
                .toList();
    }

    /// Those of files and of the buffer, whose batches repeat series.
    ///
    /// @return null when there are too many series
    private @Nullable List<TableRows> withBuffer(
            List<TableRows> ofFiles, EndOfTable table, List<BufferedRows> batches) {
        if (batches.isEmpty()) {
            return ofFiles;
        }
        List<TableRows> ofBuffer = ofBuffer(table, batches);
        if (ofBuffer == null || ofFiles.isEmpty()) {
            return ofBuffer;
        }
        OfBoth kept = ofBoth.find(table);
        if (kept == null || !kept.isOf(ofFiles, ofBuffer)) {
            List<TableRows> all = new ArrayList<>(ofFiles);
            all.addAll(ofBuffer);
            kept = new OfBoth(ofFiles, ofBuffer, oneOfEach(all, table.newest));
            ofBoth.keep(table, kept);
        }
        return kept.rows;
    }

    /// Those of the buffer, of which only what came since the last time is looked at.
    private @Nullable List<TableRows> ofBuffer(EndOfTable table, List<BufferedRows> batches) {
        OfBuffer kept = ofBuffers.find(table);
        int known = kept == null ? -1 : kept.batchCount(batches);
        if (kept == null || known < 0) {
            kept = OfBuffer.NONE;
            known = 0;
        }
        if (known == batches.size()) {
            return kept.rows;
        }
        List<TableRows> rows =
                gathered(kept.rows, batches.subList(known, batches.size()), table.end());
        ofBuffers.keep(table, OfBuffer.of(batches, rows));
        return rows;
    }

    /// @param rows which are older
    /// @return null when there are too many series
    private static @Nullable List<TableRows> gathered(
            @Nullable List<TableRows> rows, List<BufferedRows> batches, SeriesEnd end) {
        if (rows == null || batches.isEmpty()) {
            return rows;
        }
        List<TableRows> all = new ArrayList<>(rows);
        long count = rowCount(all);
        for (BufferedRows batch : batches) {
            TableRows some = atEnd(batch.rows(), end);
            all.add(some);
            count += some.rowCount();
            if (count > SERIES_MAX) {
                all = oneOfEach(all, end.newest());
                count = rowCount(all);
                // So many that each batch to come would be gathered with all of them.
                if (count > SERIES_MAX / 2) {
                    return null;
                }
            }
        }
        return oneOfEach(all, end.newest());
    }

    /// Those of files, of which only those that came since the last time are read.
    private @Nullable List<TableRows> ofFiles(
            EndOfTable ofTable,
            TableSources.Pinned table,
            Function<FileEntry, RowReader.Place> local) {
        List<ObjectPath> paths = table.files().stream().map(FileEntry::path).toList();
        OfTable kept = ofTables.find(ofTable);
        if (kept == null || !kept.areFirst(paths)) {
            kept = OfTable.NONE;
        }
        int known = kept.files.size();
        if (known == paths.size()) {
            return kept.rows;
        }
        List<FileEntry> others = table.files().subList(known, table.files().size());
        List<TableRows> rows = with(kept.rows, ofTable, table.entry(), others, local);
        ofTables.keep(ofTable, new OfTable(paths, rows));
        return rows;
    }

    /// @param rows of files that were committed before
    /// @return null when there are too many series
    private @Nullable List<TableRows> with(
            @Nullable List<TableRows> rows,
            EndOfTable ofTable,
            TableEntry table,
            List<FileEntry> files,
            Function<FileEntry, RowReader.Place> local) {
        if (rows == null) {
            return null;
        }
        EndScan.Asked asked =
                new EndScan.Asked(
                        table,
                        files,
                        List.of(),
                        ofTable.end(),
                        TimeRange.ALL,
                        SeriesFilter.ALL,
                        Set.copyOf(table.columns()),
                        false);
        List<TableRows> read = scan.ofFiles(asked, ROWS_READ_MAX, BYTES_READ_MAX, local);
        if (read == null) {
            return null;
        }
        List<TableRows> all = new ArrayList<>(rows);
        all.addAll(read);
        List<TableRows> merged = oneOfEach(all, ofTable.newest);
        return rowCount(merged) > SERIES_MAX ? null : merged;
    }

    /// Of each series one row, the newest or the oldest; where several places hold that point, of
    /// each field the newest value.
    ///
    /// @param batches oldest first
    private static List<TableRows> oneOfEach(List<TableRows> batches, boolean newest) {
        List<TableRows> ends = new ArrayList<>();
        for (TableRows rows : batches.isEmpty() ? batches : MergedPoints.of(batches)) {
            BitSet dropped = new BitSet();
            for (int row = 1; row < rows.rowCount(); row++) {
                if (rows.tagSetOf(row - 1) == rows.tagSetOf(row)) {
                    dropped.set(newest ? row - 1 : row);
                }
            }
            ends.add(rows.without(dropped));
        }
        return ends;
    }

    /// The rows of each tag set that have its newest, or its oldest, time.
    private static TableRows atEnd(TableRows rows, SeriesEnd end) {
        ColumnData times = rows.time();
        long[] nearest = new long[rows.tagSetCount()];
        Arrays.fill(nearest, end.farthestNanos());
        for (int row = 0; row < rows.rowCount(); row++) {
            int series = rows.tagSetOf(row);
            if (end.isNearer(times.longAt(row), nearest[series])) {
                nearest[series] = times.longAt(row);
            }
        }
        BitSet dropped = new BitSet(rows.rowCount());
        for (int row = 0; row < rows.rowCount(); row++) {
            if (times.longAt(row) != nearest[rows.tagSetOf(row)]) {
                dropped.set(row);
            }
        }
        return rows.without(dropped);
    }

    private static TableRows within(TableRows rows, TimeRange range) {
        if (rows.rowCount() == 0 || range.covers(rows.timeNanosMin(), rows.timeNanosMax())) {
            return rows;
        }
        BitSet dropped = new BitSet();
        for (int row = 0; row < rows.rowCount(); row++) {
            dropped.set(row, !range.has(rows.time().longAt(row)));
        }
        return rows.without(dropped);
    }

    private static long rowCount(List<TableRows> batches) {
        return batches.stream().mapToLong(TableRows::rowCount).sum();
    }
}
