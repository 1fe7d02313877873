// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.datafile.MergedPoints;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.parquet.RowReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The newest row of each series, for a SELECT that need not see more ([RowSample]). Those of a
/// file, which never changes, are read once and kept, and so are those of all files of a table and
/// of its buffer. Safe for many threads.
final class NewestRows {
    /// A file with more series, and a table, is left to the engine.
    static final int SERIES_MAX = 100_000;

    /// A file whose newest rows take more memory is left to the engine.
    private static final long FILE_BYTES_MAX = 32L << 20;

    /// How much memory is taken by what is kept of files.
    private static final long FILES_BYTES_MAX = RecentlyUsed.ofHeap(32, 64L << 20);

    /// How much by what is kept of tables.
    private static final long TABLES_BYTES_MAX = RecentlyUsed.ofHeap(64, 32L << 20);

    /// How much by what is kept of buffers.
    private static final long BUFFERS_BYTES_MAX = RecentlyUsed.ofHeap(64, 32L << 20);

    /// About what is taken beside rows.
    private static final long ENTRY_BYTES = 256;

    private final SeriesFiles files;
    private final RecentlyUsed<ObjectPath, OfFile> ofFiles =
            new RecentlyUsed<>(FILES_BYTES_MAX, OfFile::sizeBytes);
    private final RecentlyUsed<Long, OfTable> ofTables =
            new RecentlyUsed<>(TABLES_BYTES_MAX, OfTable::sizeBytes);
    private final RecentlyUsed<Long, OfBuffer> ofBuffers =
            new RecentlyUsed<>(BUFFERS_BYTES_MAX, OfBuffer::sizeBytes);
    private final RecentlyUsed<Long, OfBoth> ofBoth =
            new RecentlyUsed<>(TABLES_BYTES_MAX, OfBoth::sizeBytes);

    /// @param files reads them
    NewestRows(SeriesFiles files) {
        this.files = files;
    }

    /// @param rows null when the file has too many series
    private record OfFile(@Nullable TableRows rows) {
        long sizeBytes() {
            return ENTRY_BYTES + (rows == null ? 0 : rows.sizeBytes());
        }
    }

    /// @param files of which they are, by path
    /// @param rows no two of the same series; null when there are too many
    private record OfTable(List<ObjectPath> files, @Nullable List<TableRows> rows) {
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

    /// The newest row of each series, of those whose newest row is in `range`.
    ///
    /// @param valued a series whose newest row lacks one of these fields cannot be told by it
    /// @param local where a file's bytes are
    /// @return null when that cannot be told here
    @Nullable List<TableRows> find(
            TableSources.Pinned table,
            TimeRange range,
            Set<String> valued,
            Function<FileEntry, RowReader.Place> local) {
        if (!reachesTheEnd(table, range)) {
            return null;
        }
        List<TableRows> rows = ofFiles(table, file -> read(table.entry(), file, local));
        if (rows == null) {
            return null;
        }
        rows = withBuffer(rows, table);
        if (rows == null) {
            return null;
        }
        List<TableRows> wanted = new ArrayList<>();
        for (TableRows some : rows) {
            TableRows here = since(some, range.minNanos());
            if (!hasAll(here, valued)) {
                return null;
            }
            if (here.rowCount() > 0) {
                wanted.add(here);
            }
        }
        return wanted;
    }

    /// Those of files and of the buffer, whose batches repeat series.
    ///
    /// @return null when there are too many series
    private @Nullable List<TableRows> withBuffer(
            List<TableRows> ofFiles, TableSources.Pinned table) {
        if (table.batches().isEmpty()) {
            return ofFiles;
        }
        long tableId = table.entry().id();
        List<TableRows> ofBuffer = ofBuffer(tableId, table.batches());
        if (ofBuffer == null || ofFiles.isEmpty()) {
            return ofBuffer;
        }
        OfBoth kept = ofBoth.find(tableId);
        if (kept == null || !kept.isOf(ofFiles, ofBuffer)) {
            List<TableRows> all = new ArrayList<>(ofFiles);
            all.addAll(ofBuffer);
            kept = new OfBoth(ofFiles, ofBuffer, newest(all));
            ofBoth.keep(tableId, kept);
        }
        return kept.rows;
    }

    /// Those of the buffer, of which only what came since the last time is looked at.
    private @Nullable List<TableRows> ofBuffer(long tableId, List<BufferedRows> batches) {
        OfBuffer kept = ofBuffers.find(tableId);
        int known = kept == null ? -1 : kept.batchCount(batches);
        if (kept == null || known < 0) {
            kept = OfBuffer.NONE;
            known = 0;
        }
        if (known == batches.size()) {
            return kept.rows;
        }
        List<TableRows> rows = gathered(kept.rows, batches.subList(known, batches.size()));
        ofBuffers.keep(tableId, OfBuffer.of(batches, rows));
        return rows;
    }

    /// @param rows which are older
    /// @return null when there are too many series
    private static @Nullable List<TableRows> gathered(
            @Nullable List<TableRows> rows, List<BufferedRows> batches) {
        if (rows == null || batches.isEmpty()) {
            return rows;
        }
        List<TableRows> all = new ArrayList<>(rows);
        long count = rowCount(all);
        for (BufferedRows batch : batches) {
            TableRows newest = newestOfEach(batch.rows());
            all.add(newest);
            count += newest.rowCount();
            if (count > SERIES_MAX) {
                all = newest(all);
                count = rowCount(all);
                // So many that each batch to come would be gathered with all of them.
                if (count > SERIES_MAX / 2) {
                    return null;
                }
            }
        }
        return newest(all);
    }

    private static boolean reachesTheEnd(TableSources.Pinned table, TimeRange range) {
        return !range.isEmpty()
                && table.files().stream().allMatch(file -> file.timeNanosMax() <= range.maxNanos())
                && table.batches().stream()
                        .allMatch(batch -> batch.rows().timeNanosMax() <= range.maxNanos());
    }

    private @Nullable List<TableRows> ofFiles(
            TableSources.Pinned table, Function<FileEntry, OfFile> read) {
        List<ObjectPath> paths = table.files().stream().map(FileEntry::path).toList();
        OfTable kept = ofTables.find(table.entry().id());
        if (kept == null || !kept.files.equals(paths)) {
            kept = new OfTable(paths, merged(table.files(), read));
            ofTables.keep(table.entry().id(), kept);
        }
        return kept.rows;
    }

    private @Nullable List<TableRows> merged(
            List<FileEntry> files, Function<FileEntry, OfFile> read) {
        List<TableRows> ofAll = new ArrayList<>();
        for (FileEntry file : files) {
            OfFile kept = ofFiles.find(file.path());
            if (kept == null) {
                kept = read.apply(file);
                ofFiles.keep(file.path(), kept);
            }
            if (kept.rows == null) {
                return null;
            }
            ofAll.add(kept.rows);
        }
        List<TableRows> rows = newest(ofAll);
        return rowCount(rows) > SERIES_MAX ? null : rows;
    }

    /// A file's rows are sorted by series and time, so the last one of a series is its newest.
    private OfFile read(
            TableEntry table, FileEntry file, Function<FileEntry, RowReader.Place> local) {
        return new OfFile(
                files.read(
                        table,
                        file,
                        local.apply(file),
                        SeriesFiles.Keeping.NOTHING,
                        (series, reader) ->
                                series.count() > SERIES_MAX
                                        ? null
                                        : series.last(table, FILE_BYTES_MAX, reader)));
    }

    /// Of each series one row, the newest; where several places hold that point, of each field the
    /// newest value.
    ///
    /// @param batches oldest first
    private static List<TableRows> newest(List<TableRows> batches) {
        List<TableRows> last = new ArrayList<>();
        for (TableRows rows : batches.isEmpty() ? batches : MergedPoints.of(batches)) {
            BitSet dropped = new BitSet();
            for (int row = 0; row + 1 < rows.rowCount(); row++) {
                dropped.set(row, rows.tagSetOf(row) == rows.tagSetOf(row + 1));
            }
            last.add(rows.without(dropped));
        }
        return last;
    }

    /// The rows of each tag set that have its newest time.
    private static TableRows newestOfEach(TableRows rows) {
        ColumnData times = rows.time();
        long[] newest = new long[rows.tagSetCount()];
        Arrays.fill(newest, Long.MIN_VALUE);
        for (int row = 0; row < rows.rowCount(); row++) {
            int series = rows.tagSetOf(row);
            newest[series] = Math.max(newest[series], times.longAt(row));
        }
        BitSet dropped = new BitSet(rows.rowCount());
        for (int row = 0; row < rows.rowCount(); row++) {
            if (times.longAt(row) < newest[rows.tagSetOf(row)]) {
                dropped.set(row);
            }
        }
        return rows.without(dropped);
    }

    private static TableRows since(TableRows rows, long timeNanosMin) {
        if (rows.rowCount() == 0 || rows.timeNanosMin() >= timeNanosMin) {
            return rows;
        }
        BitSet dropped = new BitSet();
        for (int row = 0; row < rows.rowCount(); row++) {
            dropped.set(row, rows.time().longAt(row) < timeNanosMin);
        }
        return rows.without(dropped);
    }

    private static boolean hasAll(TableRows rows, Set<String> fields) {
        return rows.rowCount() == 0
                || fields.stream()
                        .map(rows::find)
                        .allMatch(field -> field != null && field.nullCount() == 0);
    }

    private static long rowCount(List<TableRows> batches) {
        return batches.stream().mapToLong(TableRows::rowCount).sum();
    }
}
