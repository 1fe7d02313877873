// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.config.S3Config;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.BucketStoreContract;
import dev.sluice.objectstore.CutConnection;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.OpenedStores;
import dev.sluice.testkit.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

    /// The client's own budget for it would be spent by then.
    @Test
    void asksAgainHoweverOftenItHadTo() throws IOException {
        try (CutConnection line = new CutConnection(server.endpoint());
                Bucket bucket = bucket("lossy", line.endpoint())) {
            Bucket.Making object = bucket.of(new byte[] {1});
            for (int put = 0; put < 60; put++) {
                line.loseAnswers(1);
                object.create("put/" + put, "mark");
            }

            assertThat(line.lost()).isEqualTo(60);
            assertThat(bucket.list("put/")).hasSize(60);
        }
    }

    /// An answer that breaks off in its head is one without a length for the client.
    @Test
    void takesAnAnswerWithoutItsLengthForNone(@TempDir Path place) throws IOException {
        try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> breakOff(door));
            URI endpoint = URI.create("http://127.0.0.1:" + door.getLocalPort());
            try (Bucket bucket =
                    new S3Bucket(config("cut", endpoint, S3Server.SECRET_KEY), List.of())) {
                assertThatIOException()
                        .isThrownBy(() -> bucket.fetch("data/1", place.resolve("fetched")))
                        .withMessageContaining("did not get s3://cut/data/1")
                        .withMessageContaining("how long");
                assertThatIOException()
                        .isThrownBy(() -> bucket.read("data/1"))
                        .withMessageContaining("how long");
            }
        }
    }

    private static void breakOff(ServerSocket door) {
        while (!door.isClosed()) {
            try (Socket client = door.accept()) {
                BufferedReader request =
                        new BufferedReader(
                                new InputStreamReader(client.getInputStream(), US_ASCII));
                String line = request.readLine();
                while (line != null && !line.isEmpty()) {
                    line = request.readLine();
                }
                client.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nServer: cut\r\n".getBytes(US_ASCII));
            } catch (IOException _) {
                // The door was closed, or the client has gone.
            }
        }
    }
}
