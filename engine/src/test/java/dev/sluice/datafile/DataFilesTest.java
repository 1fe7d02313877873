// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.background.WorkPool;
import dev.sluice.batch.TableRows;
import dev.sluice.catalog.CatalogChange.AddedFile;
import dev.sluice.catalog.TableEntry;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.Precision;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of many partitions.
final class DataFilesTest {
    private static final TableEntry TABLE =
            new TableEntry(
                    1,
                    2,
                    "m",
                    List.of(Column.ofTime(), new Column("f", ColumnType.FLOAT)),
                    500,
                    null);
    private static final int PARTITIONS = 2 * DataFiles.PUTS_AT_ONCE;

    @TempDir private Path directory;
    private final WorkPool puts = new WorkPool("test-put", DataFiles.PUTS_AT_ONCE - 1);

    /// Says what is done before each put.
    private interface Before {
        void put() throws IOException;
    }

    private record Watched(ObjectStore real, Before before) implements ObjectStore {
        @Override
        public StoredFile put(ObjectPath path, Path content) throws IOException {
            before.put();
            return real.put(path, content);
        }

        @Override
        public HeldFile hold(ObjectPath path) throws IOException {
            return real.hold(path);
        }

        @Override
        public List<ListedObject> listWithTimes(String prefix) throws IOException {
            return real.listWithTimes(prefix);
        }

        @Override
        public void delete(ObjectPath path) throws IOException {
            real.delete(path);
        }
    }

    @AfterEach
    void close() {
        puts.close();
    }

    private DataFiles files(ObjectStore store, Before before) throws IOException {
        Path scratch = directory.resolve("scratch");
        DataFiles.prepare(scratch);
        return new DataFiles(
                new Watched(store, before),
                new OwnParquetEncoder(),
                scratch,
                UUID::randomUUID,
                InstantSource.system(),
                new DataFiles.Helpers(WorkPool.CALLER_ALONE, puts));
    }

    private LocalObjectStore store() throws IOException {
        return LocalObjectStore.open(directory.resolve("objects"));
    }

    /// Each put waits until as many are under way as may be.
    @Test
    void manyPartitionsAreStoredAtOnceAndStayInOrder() throws IOException {
        CyclicBarrier all = new CyclicBarrier(DataFiles.PUTS_AT_ONCE);
        LocalObjectStore store = store();
        DataFiles files =
                files(
                        store,
                        () -> {
                            try {
                                all.await();
                            } catch (InterruptedException | BrokenBarrierException e) {
                                throw new IOException(e);
                            }
                        });

        files.write(TABLE, List.of(days()), 0, DataFiles.NEVER_HOURLY);

        assertThat(files.added())
                .extracting(AddedFile::timeNanosMin)
                .containsExactlyElementsOf(
                        IntStream.range(0, PARTITIONS).mapToObj(DataFilesTest::nanosOf).toList());
        assertThat(files.added())
                .extracting(added -> added.file().path())
                .hasSameElementsAs(store.list(""));
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void nothingStaysOfFilesOfWhichOneIsNotStored() throws IOException {
        AtomicInteger count = new AtomicInteger();
        LocalObjectStore store = store();
        DataFiles files =
                files(
                        store,
                        () -> {
                            if (count.incrementAndGet() == PARTITIONS - 2) {
                                throw new IOException("no room");
                            }
                        });

        assertThatIOException()
                .isThrownBy(() -> files.write(TABLE, List.of(days()), 0, DataFiles.NEVER_HOURLY))
                .withMessage("no room");
        files.discard();

        assertThat(store.list("")).isEmpty();
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aScratchDirectoryThatSomebodyRemovedIsMadeAnew() throws IOException {
        LocalObjectStore store = store();
        DataFiles files = files(store, () -> {});
        Files.delete(directory.resolve("scratch"));

        files.write(TABLE, List.of(days()), 0, DataFiles.NEVER_HOURLY);

        assertThat(files.added()).hasSize(PARTITIONS);
    }

    @Test
    void nothingIsMadeAnewAboveIt() throws IOException {
        DataFiles files = files(store(), () -> {});
        Path away = directory.resolveSibling(directory.getFileName() + ".away");
        Files.move(directory, away);

        assertThatIOException()
                .isThrownBy(() -> files.write(TABLE, List.of(days()), 0, DataFiles.NEVER_HOURLY));

        assertThat(directory).doesNotExist();
        Files.move(away, directory);
    }

    private static long nanosOf(int day) {
        return day * 86_400_000_000_000L;
    }

    /// A row a day.
    private static TableRows days() {
        StringBuilder lines = new StringBuilder();
        for (int day = 0; day < PARTITIONS; day++) {
            lines.append("m f=1 ").append(nanosOf(day)).append('\n');
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        return LineProtocolParser.parse(bytes, 0, bytes.length, Precision.NANOSECOND, 0)
                .tables()
                .getFirst()
                .rows();
    }
}
