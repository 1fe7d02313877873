// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.config.S3Config;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.FileCache;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectStoreContract;
import dev.sluice.objectstore.SmallObjects;
import dev.sluice.objectstore.SmallObjectsContract;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store over a real S3 server, one bucket a directory.
final class S3ObjectStoreTest implements ObjectStoreContract, SmallObjectsContract {
    private static final long CACHE_BYTES_MAX = 1 << 20;

    @TempDir private static Path serverDirectory;
    private static S3Server server;

    private final List<S3ObjectStore> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        opened.forEach(S3ObjectStore::close);
    }

    @Override
    public ObjectStore open(Path directory) throws IOException {
        return open(directory, server.endpoint(), "plant/one");
    }

    @Override
    public SmallObjects openSmall(Path directory) throws IOException {
        return open(directory, server.endpoint(), "plant/small");
    }

    private S3ObjectStore open(Path directory, URI endpoint, String prefix) throws IOException {
        String bucket = "bucket-" + Integer.toHexString(directory.toString().hashCode());
        server.createBucket(bucket);
        return open(config(bucket, endpoint, S3Server.SECRET_KEY), prefix, directory);
    }

    private S3ObjectStore open(S3Config config, String prefix, Path directory) throws IOException {
        FileCache cache = FileCache.open(directory.resolve("cache"), CACHE_BYTES_MAX);
        S3ObjectStore store = S3ObjectStore.open(config, prefix, cache, List.of());
        opened.add(store);
        return store;
    }

    private static S3Config config(String bucket, URI endpoint, String secretKey) {
        return new S3Config(
                bucket,
                "us-east-1",
                endpoint,
                new S3Config.AccessKeys(S3Server.ACCESS_KEY, Secret.of(secretKey)));
    }

    @Test
    void isRightWhenTheAnswerToAPutGetsLost(@TempDir Path place) throws IOException {
        try (CutConnection way = new CutConnection(server.endpoint())) {
            ObjectStore store = open(place, way.endpoint(), "");
            Path content = Files.writeString(place.resolve("content"), "content");
            way.loseAnswers(1);

            assertThat(store.put(PATH, content).sizeBytes()).isEqualTo(7);

            assertThat(way.lost()).isEqualTo(1);
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> store.put(PATH, content));
        }
    }

    @Test
    void givesUpWhenAllAnswersGetLostAndTheObjectIsWhole(@TempDir Path place) throws IOException {
        try (CutConnection way = new CutConnection(server.endpoint())) {
            ObjectStore store = open(place, way.endpoint(), "");
            Path content = Files.writeString(place.resolve("content"), "content");
            // The JDK asks once more by itself where not even a word on the way has come.
            way.loseAnswers(Integer.MAX_VALUE);

            assertThatIOException()
                    .isThrownBy(() -> store.put(PATH, content))
                    .withMessageContaining("did not put s3://")
                    .isNotInstanceOf(FileAlreadyExistsException.class);

            way.loseAnswers(0);
            assertThat(way.lost()).isGreaterThanOrEqualTo(S3Connection.ATTEMPTS_MAX);
            assertHolds(store, PATH, "content");
        }
    }

    @Test
    void readsAgainWhenTheAnswerToAGetGetsLost(@TempDir Path place) throws IOException {
        try (CutConnection way = new CutConnection(server.endpoint())) {
            ObjectStore store = open(place, way.endpoint(), "");
            store.put(PATH, Files.writeString(place.resolve("content"), "content"));
            way.loseAnswers(1);

            assertHolds(store, PATH, "content");
            assertThat(way.lost()).isEqualTo(1);
        }
    }

    @Test
    void keepsPrefixesOfABucketApart(@TempDir Path place) throws IOException {
        ObjectStore one = open(place, server.endpoint(), "one");
        ObjectStore other = open(place, server.endpoint(), "one-more");
        Path content = Files.writeString(place.resolve("content"), "content");

        one.put(PATH, content);

        assertThat(other.list("")).isEmpty();
        assertThat(one.list("")).containsExactly(PATH);
        other.delete(PATH);
        assertThat(one.list("")).containsExactly(PATH);
    }

    @Test
    void readsWithoutTheServerWhatIsInTheCache(@TempDir Path place) throws IOException {
        ObjectStore store = open(place);
        store.put(PATH, Files.writeString(place.resolve("content"), "content"));
        store.hold(PATH).close();
        Path object;
        try (Stream<Path> files = Files.walk(serverDirectory.resolve("buckets"))) {
            object =
                    files.filter(file -> file.toString().contains(bucketOf(place)))
                            .filter(file -> file.endsWith(PATH.value()))
                            .findFirst()
                            .orElseThrow();
        }

        Files.delete(object);

        assertHolds(store, PATH, "content");
        assertHolds(open(place), PATH, "content");
        ObjectStore elsewhere =
                open(
                        config(bucketOf(place), server.endpoint(), S3Server.SECRET_KEY),
                        "plant/one",
                        place.resolve("elsewhere"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> elsewhere.hold(PATH));
    }

    private static String bucketOf(Path directory) {
        return "bucket-" + Integer.toHexString(directory.toString().hashCode());
    }

    @Test
    void refusesToStartWithWrongKeysAndDoesNotTellThem(@TempDir Path place) throws IOException {
        server.createBucket("refused");

        assertThatIOException()
                .isThrownBy(
                        () -> open(config("refused", server.endpoint(), "wrong-secret"), "", place))
                .withMessageContaining("signature")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("wrong-secret"));
    }

    @Test
    void refusesToStartWithoutTheBucket(@TempDir Path place) {
        assertThatIOException()
                .isThrownBy(() ->
                        open(config("missing", server.endpoint(), S3Server.SECRET_KEY), "", place))
                .withMessageContaining("s3://missing/")
                .withMessageContaining("bucket does not exist");
    }

    @Test
    void startsWithoutTheServerAndStoresOnceItIsThere(@TempDir Path place) throws IOException {
        try (S3Server late = S3Server.start(place.resolve("server"))) {
            late.createBucket("late");
            late.stop();
            ObjectStore store =
                    open(config("late", late.endpoint(), S3Server.SECRET_KEY), "", place);
            Path content = Files.writeString(place.resolve("content"), "content");
            assertThatIOException().isThrownBy(() -> store.put(PATH, content));

            late.start();

            store.put(PATH, content);
            assertHolds(store, PATH, "content");
        }
    }

    private static void assertHolds(ObjectStore store, ObjectPath path, String content)
            throws IOException {
        try (HeldFile held = store.hold(path)) {
            assertThat(held.path()).hasContent(content);
        }
    }
}
