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
/// Those of a file, which never changes, are read once and kept, and so are those of all files of a
/// table and of its buffer. Safe for many threads.
final class EndRows {
    /// A file with more series, and a table, is left to the engine.
    static final int SERIES_MAX = 100_000;

    /// A file whose rows of this kind take more memory is left to the engine.
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
    private final RecentlyUsed<EndOf<ObjectPath>, OfFile> ofFiles =
            new RecentlyUsed<>(FILES_BYTES_MAX, OfFile::sizeBytes);
    private final RecentlyUsed<EndOf<Long>, OfTable> ofTables =
            new RecentlyUsed<>(TABLES_BYTES_MAX, OfTable::sizeBytes);
    private final RecentlyUsed<EndOf<Long>, OfBuffer> ofBuffers =
            new RecentlyUsed<>(BUFFERS_BYTES_MAX, OfBuffer::sizeBytes);
    private final RecentlyUsed<EndOf<Long>, OfBoth> ofBoth =
            new RecentlyUsed<>(TABLES_BYTES_MAX, OfBoth::sizeBytes);

    /// @param files reads them
    EndRows(SeriesFiles files) {
        this.files = files;
    }

    /// One end of the time of a file, or of a table.
    ///
    /// @param <K> says which one
    private record EndOf<K>(K of, boolean newest) {
        private SeriesEnd end() {
            return new SeriesEnd(newest, 1);
        }
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
        EndOf<Long> ofTable = new EndOf<>(table.entry().id(), newest);
        List<TableRows> rows =
                ofFiles(
                        ofTable,
                        table.files(),
                        file -> read(table.entry(), ofTable.end(), file, local));
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
            List<TableRows> ofFiles, EndOf<Long> table, List<BufferedRows> batches) {
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
    private @Nullable List<TableRows> ofBuffer(EndOf<Long> table, List<BufferedRows> batches) {
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

    private @Nullable List<TableRows> ofFiles(
            EndOf<Long> table, List<FileEntry> files, Function<FileEntry, OfFile> read) {
        List<ObjectPath> paths = files.stream().map(FileEntry::path).toList();
        OfTable kept = ofTables.find(table);
        if (kept == null || !kept.files.equals(paths)) {
            kept = new OfTable(paths, merged(files, table.newest, read));
            ofTables.keep(table, kept);
        }
        return kept.rows;
    }

    private @Nullable List<TableRows> merged(
            List<FileEntry> files, boolean newest, Function<FileEntry, OfFile> read) {
        List<TableRows> ofAll = new ArrayList<>();
        for (FileEntry file : files) {
            EndOf<ObjectPath> ofFile = new EndOf<>(file.path(), newest);
            OfFile kept = ofFiles.find(ofFile);
            if (kept == null) {
                kept = read.apply(file);
                ofFiles.keep(ofFile, kept);
            }
            if (kept.rows == null) {
                return null;
            }
            ofAll.add(kept.rows);
        }
        List<TableRows> rows = oneOfEach(ofAll, newest);
        return rowCount(rows) > SERIES_MAX ? null : rows;
    }

    private OfFile read(
            TableEntry table,
            SeriesEnd end,
            FileEntry file,
            Function<FileEntry, RowReader.Place> local) {
        return new OfFile(
                files.read(
                        table,
                        file,
                        local.apply(file),
                        SeriesFiles.Keeping.NOTHING,
                        (series, reader) ->
                                series.count() > SERIES_MAX
                                        ? null
                                        : series.chooseEnd(
                                                        table,
                                                        series.all(),
                                                        end,
                                                        Long.MIN_VALUE,
                                                        Long.MAX_VALUE,
                                                        reader)
                                                .rows(
                                                        table,
                                                        Set.copyOf(table.columns()),
                                                        FILE_BYTES_MAX,
                                                        reader)));
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
