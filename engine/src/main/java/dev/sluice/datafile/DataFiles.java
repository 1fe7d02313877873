// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.background.Trouble;
import dev.sluice.background.WorkPool;
import dev.sluice.batch.TableRows;
import dev.sluice.catalog.CatalogChange.AddedFile;
import dev.sluice.catalog.ColumnSet;
import dev.sluice.catalog.TableEntry;
import dev.sluice.files.PrivateFiles;
import dev.sluice.model.Column;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.partition.PartitionTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the merged rows of tables as files of the object store. Of one attempt to persist or to
/// compact; used by one thread.
public final class DataFiles {
    /// A partition with more rows in one flush is parted by the hour.
    public static final int HOURLY_ROWS_MIN = 100_000;

    /// Above every number of rows: a partition stays in one file.
    public static final int NEVER_HOURLY = Integer.MAX_VALUE;

    /// How long after the first of them was put files may still be committed. An object that no
    /// file has is deleted when it is three hours old or older, by whichever process collects.
    static final Duration COMMITTED_WITHIN = Duration.ofHours(1);

    /// How many files are put at once: that is waiting above all, for disk or network.
    public static final int PUTS_AT_ONCE = 8;

    private static final Logger LOGGER = LoggerFactory.getLogger(DataFiles.class);

    private static final String SUFFIX = ".parquet";

    private final ObjectStore store;
    private final ParquetEncoder encoder;
    private final Path scratch;
    private final Supplier<UUID> fileIds;
    private final InstantSource clock;
    private final Helpers helpers;
    private @Nullable Instant firstPut;
    private final List<AddedFile> added = new ArrayList<>();

    /// What was put or may have been.
    private final List<ObjectPath> touched = new ArrayList<>();

    /// Who helps.
    ///
    /// @param order with the order and the columns of rows
    /// @param puts with putting files, and waits the most time
    public record Helpers(WorkPool order, WorkPool puts) {
        /// Without any.
        public static final Helpers NONE =
                new Helpers(WorkPool.CALLER_ALONE, WorkPool.CALLER_ALONE);
    }

    /// A file that is not in the store yet, and what the catalog will know of it.
    private record Made(
            ObjectPath path,
            Path file,
            long timeNanosMin,
            long timeNanosMax,
            long rowCount,
            String partitionKey,
            ColumnSet columns) {}

    /// @param store takes the files
    /// @param encoder makes the files
    /// @param scratch a directory for files in the making, as [#prepare] leaves it
    /// @param fileIds fresh names for files
    /// @param clock goes on while the machine sleeps
    public DataFiles(
            ObjectStore store,
            ParquetEncoder encoder,
            Path scratch,
            Supplier<UUID> fileIds,
            InstantSource clock) {
        this(store, encoder, scratch, fileIds, clock, Helpers.NONE);
    }

    /// The same with helpers.
    public DataFiles(
            ObjectStore store,
            ParquetEncoder encoder,
            Path scratch,
            Supplier<UUID> fileIds,
            InstantSource clock,
            Helpers helpers) {
        this.clock = clock;
        this.helpers = helpers;
        this.store = store;
        this.encoder = encoder;
        this.scratch = scratch;
        this.fileIds = fileIds;
    }

    /// Makes the scratch directory, and removes what an earlier process left in it.
    public static void prepare(Path scratch) throws IOException {
        PrivateFiles.makeDirectory(scratch);
        try (Stream<Path> left = Files.list(scratch)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                if (file.toString().endsWith(SUFFIX)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /// The stored files, to be committed at once.
    ///
    /// @throws IOException when they are so old that a collector in another process might take them
    ///   for left behind; see [#discard]
    public List<AddedFile> added() throws IOException {
        if (firstPut != null && clock.instant().isAfter(firstPut.plus(COMMITTED_WITHIN))) {
            throw new IOException(
                    "the first of %d files was stored more than %d minutes ago"
                            .formatted(added.size(), COMMITTED_WITHIN.toMinutes()));
        }
        return List.copyOf(added);
    }

    /// Stores rows of one table, a file or more a partition.
    ///
    /// @param batches oldest first, at least one; within a batch the later row is the newer
    /// @param level of the files, as in [AddedFile]
    /// @param hourlyRowsMin a partition with more rows is parted by the hour
    /// @throws IOException when a file could not be made or stored; see [#discard]
    public void write(TableEntry table, List<TableRows> batches, int level, int hourlyRowsMin)
            throws IOException {
        requireScratch();
        PartitionTemplate template = table.template();
        PointMerge merge =
                new PointMerge(
                        batches,
                        template == null ? PartitionTemplate.DEFAULT : template,
                        hourlyRowsMin,
                        helpers.order());
        for (int file = 0; file < merge.fileCount(); file += PUTS_AT_ONCE) {
            List<Made> made = new ArrayList<>();
            try {
                int end = Math.min(merge.fileCount(), file + PUTS_AT_ONCE);
                for (int next = file; next < end; next++) {
                    make(table, merge.file(next), made);
                }
                put(table, made, level);
            } finally {
                for (Made one : made) {
                    Files.deleteIfExists(one.file());
                }
            }
        }
    }

    /// Deletes what was stored; only while the catalog cannot know of it. Files that it does not
    /// know are only waste, so a failure here ends nothing.
    public void discard() {
        try {
            for (ObjectPath path : touched) {
                store.delete(path);
            }
        } catch (IOException e) {
            LOGGER.atWarn()
                    .addKeyValue("reason", Trouble.reason(e))
                    .log("files of a failed attempt stay in the object store");
        }
    }

    /// Makes the scratch directory anew where somebody has removed it under a running server, and
    /// none above it: a data directory that is away is not begun anew in its place.
    private void requireScratch() throws IOException {
        if (!Files.isDirectory(scratch)) {
            PrivateFiles.makeDirectoryAlone(scratch);
        }
    }

    private void make(TableEntry table, PartitionRows part, List<Made> made) throws IOException {
        TableRows rows = part.rows();
        UUID id = fileIds.get();
        Path file = scratch.resolve(id + SUFFIX);
        made.add(
                new Made(
                        ObjectPath.dataFile(
                                table.databaseId(),
                                table.id(),
                                PartitionHash.of(table.id(), part.partitionKey()),
                                id),
                        file,
                        rows.timeNanosMin(),
                        rows.timeNanosMax(),
                        rows.rowCount(),
                        part.partitionKey(),
                        columnsOf(table, rows)));
        encoder.encode(rows, table.columns(), file);
    }

    private void put(TableEntry table, List<Made> made, int level) throws IOException {
        made.forEach(one -> touched.add(one.path()));
        if (firstPut == null) {
            firstPut = clock.instant();
        }
        StoredFile[] stored = new StoredFile[made.size()];
        helpers.puts()
                .each(
                        stored.length,
                        one -> stored[one] = store.put(made.get(one).path(), made.get(one).file()));
        for (int one = 0; one < stored.length; one++) {
            Made file = made.get(one);
            added.add(
                    new AddedFile(
                            stored[one],
                            table.databaseId(),
                            table.id(),
                            file.timeNanosMin(),
                            file.timeNanosMax(),
                            file.rowCount(),
                            level,
                            file.partitionKey(),
                            file.columns()));
        }
    }

    /// What the encoder writes: a column without any value is left out.
    private static ColumnSet columnsOf(TableEntry table, TableRows rows) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.ofTime());
        rows.columns().forEach(data -> columns.add(data.column()));
        return ColumnSet.of(table.columns(), columns);
    }
}
