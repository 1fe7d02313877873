// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.S3Config;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.StoreCopy.Amount;
import dev.sluice.objectstore.s3.S3Bucket;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What is copied from a directory into a bucket of a real S3 server is there as it was.
final class StoreCopyTest {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static final StoreCopy.Progress SILENT = (_, _) -> {};

    @TempDir private static Path serverDirectory;
    private static S3Server server;

    @RegisterExtension final OpenedStores stores = new OpenedStores();

    @TempDir private Path directory;
    private ObjectStore from;
    private BucketStore to;
    private Path bucket;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        String name = "copy" + BUCKETS.incrementAndGet();
        bucket = server.createBucket(name);
        from = LocalObjectStore.open(directory.resolve("objects"));
        to =
                stores.open(
                        new S3Bucket(
                                new S3Config(
                                        name,
                                        "us-east-1",
                                        server.endpoint(),
                                        new S3Config.AccessKeys(
                                                S3Server.ACCESS_KEY,
                                                Secret.of(S3Server.SECRET_KEY))),
                                List.of()),
                        "one/two",
                        directory);
    }

    private void put(ObjectStore store, String path, int size) throws IOException {
        Path file =
                Files.write(
                        directory.resolve("content"),
                        path.repeat(size).getBytes(StandardCharsets.UTF_8));
        var _ = store.put(new ObjectPath(path), file);
    }

    private void fill(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            put(from, "data/1/2/" + i + ".parquet", i);
        }
    }

    private static byte[] bytes(ObjectStore store, ObjectPath path) throws IOException {
        try (HeldFile file = store.hold(path)) {
            return Files.readAllBytes(file.path());
        }
    }

    private void assertSame() throws IOException {
        assertThat(to.list("")).isEqualTo(from.list(""));
        for (ObjectPath path : from.list("")) {
            assertThat(bytes(to, path)).isEqualTo(bytes(from, path));
        }
    }

    @Test
    void everyObjectIsThereAndStaysWhereItWas() throws IOException {
        fill(40);
        put(from, "catalog_backup_file_lists/2026-03-01T12-00-00Z/bloom.bin.gz", 3);
        long bytes = from.listWithTimes("").stream().mapToLong(ListedObject::sizeBytes).sum();
        List<Amount> told = new ArrayList<>();
        StoreCopy copy = StoreCopy.between(from, to);
        assertThat(copy.stranger()).isEmpty();

        copy.run(
                (done, all) -> {
                    assertThat(all).isEqualTo(copy.all());
                    told.add(done);
                },
                () -> false);

        assertSame();
        assertThat(from.list("")).hasSize(41);
        assertThat(told).hasSize(41);
        assertThat(told.getLast()).isEqualTo(new Amount(41, bytes)).isEqualTo(copy.all());
    }

    @Test
    void whatIsThereAlreadyIsNotCopiedAgain() throws IOException {
        fill(20);
        AtomicInteger copied = new AtomicInteger();
        assertThatThrownBy(() ->
                        StoreCopy.between(from, to)
                                .run(
                                        (_, _) -> {
                                            int _ = copied.incrementAndGet();
                                        },
                                        () -> copied.get() > 0))
                .isInstanceOf(InterruptedIOException.class);
        int before = to.list("").size();
        assertThat(before).isBetween(1, 19);

        StoreCopy again = StoreCopy.between(from, to);
        assertThat(again.stranger()).isEmpty();
        List<Amount> told = new ArrayList<>();
        again.run((done, _) -> told.add(done), () -> false);

        assertSame();
        assertThat(told).hasSize(20 - before);
        assertThat(told.getLast()).isEqualTo(again.all());
    }

    @Test
    void objectsOfSomebodyElseAreSeen() throws IOException {
        fill(3);
        put(to, "data/7/8/theirs.parquet", 1);

        assertThat(StoreCopy.between(from, to).stranger())
                .contains(new ObjectPath("data/7/8/theirs.parquet"));
    }

    @Test
    void anObjectOfAnotherSizeIsSomebodyElses() throws IOException {
        fill(3);
        Path file = Files.writeString(directory.resolve("content"), "another");
        var _ = to.put(new ObjectPath("data/1/2/1.parquet"), file);

        assertThat(StoreCopy.between(from, to).stranger())
                .contains(new ObjectPath("data/1/2/1.parquet"));
    }

    @Test
    void anObjectThatIsLostMeanwhileIsMissed() throws IOException {
        fill(5);
        StoreCopy copy = StoreCopy.between(from, to);

        assertThatIOException()
                .isThrownBy(() ->
                        copy.run(
                                (done, all) -> {
                                    if (done.equals(all)) {
                                        delete("one/two/data/1/2/3.parquet");
                                    }
                                },
                                () -> false))
                .withMessage(
                        "the object data/1/2/3.parquet was copied, but is not there as it was");
    }

    private void delete(String name) {
        try {
            Files.delete(bucket.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anObjectThatIsLargerThanWhatMayBeOnItsWayGoesAlone() throws IOException {
        Path large = Files.createFile(directory.resolve("large"));
        try (var file = Files.newByteChannel(large, StandardOpenOption.WRITE)) {
            file.position((StoreCopy.MEGABYTES_AT_ONCE + 1L) << 20);
            int _ = file.write(ByteBuffer.wrap(new byte[1]));
        }
        var _ = from.put(new ObjectPath("data/large.parquet"), large);
        fill(3);

        StoreCopy.between(from, to).run(SILENT, () -> false);

        assertThat(to.listWithTimes("data/large"))
                .extracting(ListedObject::sizeBytes)
                .containsExactly(Files.size(large));
    }

    /// The directory, until some of it was read.
    private ObjectStore failing(int holds) {
        AtomicInteger held = new AtomicInteger();
        return new ObjectStore() {
            @Override
            public StoredFile put(ObjectPath path, Path content) throws IOException {
                return from.put(path, content);
            }

            @Override
            public HeldFile hold(ObjectPath path) throws IOException {
                if (held.incrementAndGet() > holds) {
                    throw new IOException("the disk is broken");
                }
                return from.hold(path);
            }

            @Override
            public List<ListedObject> listWithTimes(String prefix) throws IOException {
                return from.listWithTimes(prefix);
            }

            @Override
            public void delete(ObjectPath path) throws IOException {
                from.delete(path);
            }
        };
    }

    @Test
    void aStoreThatFailsInTheMiddleIsToldAndTheRestIsCopiedLater() throws IOException {
        fill(40);

        assertThatIOException()
                .isThrownBy(() -> StoreCopy.between(failing(5), to).run(SILENT, () -> false))
                .withMessage("the disk is broken");
        assertThat(to.list("")).hasSizeBetween(1, 5);

        StoreCopy.between(from, to).run(SILENT, () -> false);

        assertSame();
    }
}
