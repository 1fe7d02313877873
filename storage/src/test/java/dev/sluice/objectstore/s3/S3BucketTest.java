// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.config.S3Config;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.BucketStoreContract;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.OpenedStores;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The store over a real S3 server, one bucket a directory.
final class S3BucketTest implements BucketStoreContract {
    @TempDir private static Path serverDirectory;
    private static S3Server server;

    @RegisterExtension final OpenedStores stores = new OpenedStores();

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public OpenedStores stores() {
        return stores;
    }

    @Override
    public String condition() {
        return "If-None-Match: *";
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public Bucket bucket(String name, URI endpoint) throws IOException {
        server.createBucket(name);
        return new S3Bucket(config(name, endpoint, S3Server.SECRET_KEY), List.of());
    }

    @Override
    public void loseObject(String bucket, String name) throws IOException {
        Files.delete(server.createBucket(bucket).resolve(name));
    }

    private BucketStore open(S3Config config, Path directory) throws IOException {
        return stores.open(new S3Bucket(config, List.of()), "", directory);
    }

    private static S3Config config(String bucket, URI endpoint, String secretKey) {
        return new S3Config(
                bucket,
                "us-east-1",
                endpoint,
                new S3Config.AccessKeys(S3Server.ACCESS_KEY, Secret.of(secretKey)));
    }

    @Test
    void refusesToStartWithWrongKeysAndDoesNotTellThem(@TempDir Path place) throws IOException {
        server.createBucket("refused");

        assertThatIOException()
                .isThrownBy(() -> open(config("refused", server.endpoint(), "wrong-secret"), place))
                .withMessageContaining("signature")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("wrong-secret"));
    }

    @Test
    void refusesToStartWithoutTheBucket(@TempDir Path place) {
        assertThatIOException()
                .isThrownBy(() ->
                        open(config("missing", server.endpoint(), S3Server.SECRET_KEY), place))
                .withMessageContaining("s3://missing/")
                .withMessageContaining("bucket does not exist");
    }

    @Test
    void startsWithoutTheServerAndStoresOnceItIsThere(@TempDir Path place) throws IOException {
        try (S3Server late = S3Server.start(place.resolve("server"))) {
            late.createBucket("late");
            late.stop();
            ObjectStore store = open(config("late", late.endpoint(), S3Server.SECRET_KEY), place);
            Path content = Files.writeString(place.resolve("content"), "content");
            assertThatIOException().isThrownBy(() -> store.put(PATH, content));

            late.start();

            store.put(PATH, content);
            BucketStoreContract.assertHolds(store);
        }
    }
}
