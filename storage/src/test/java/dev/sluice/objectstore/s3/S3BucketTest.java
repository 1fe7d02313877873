// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.config.S3Config;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.BucketStoreContract;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.net.URI;
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
final class S3BucketTest implements BucketStoreContract {
    @TempDir private static Path serverDirectory;
    private static S3Server server;

    private final List<BucketStore> opened = new ArrayList<>();

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
        opened.forEach(BucketStore::close);
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public BucketStore open(Path directory, URI endpoint, String prefix) throws IOException {
        String bucket = BucketStoreContract.bucketOf(directory);
        server.createBucket(bucket);
        return open(config(bucket, endpoint, S3Server.SECRET_KEY), prefix, directory);
    }

    private BucketStore open(S3Config config, String prefix, Path directory) throws IOException {
        BucketStore store =
                BucketStore.open(
                        new S3Bucket(config, List.of()),
                        prefix,
                        BucketStoreContract.cache(directory));
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
    void readsWithoutTheServerWhatIsInTheCache(@TempDir Path place) throws IOException {
        ObjectStore store = open(place);
        store.put(PATH, Files.writeString(place.resolve("content"), "content"));
        store.hold(PATH).close();
        Path object;
        try (Stream<Path> files = Files.walk(serverDirectory.resolve("buckets"))) {
            object =
                    files.filter(file ->
                                    file.toString().contains(BucketStoreContract.bucketOf(place)))
                            .filter(file -> file.endsWith(PATH.value()))
                            .findFirst()
                            .orElseThrow();
        }

        Files.delete(object);

        assertHolds(store, PATH, "content");
        assertHolds(open(place), PATH, "content");
        ObjectStore elsewhere =
                open(
                        config(
                                BucketStoreContract.bucketOf(place),
                                server.endpoint(),
                                S3Server.SECRET_KEY),
                        "plant/one",
                        place.resolve("elsewhere"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> elsewhere.hold(PATH));
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
