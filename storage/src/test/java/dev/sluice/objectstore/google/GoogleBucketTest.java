// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.config.GoogleConfig;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.BucketStoreContract;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.OpenedStores;
import dev.sluice.objectstore.UnreachableException;
import dev.sluice.testkit.FreePorts;
import dev.sluice.testkit.GoogleServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The store over a server that keeps the rules of Google's JSON API, one bucket a directory.
final class GoogleBucketTest implements BucketStoreContract {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private static GoogleServer server;

    @RegisterExtension final OpenedStores stores = new OpenedStores();

    @BeforeAll
    static void start() throws IOException {
        server = GoogleServer.start();
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
        return "ifGenerationMatch=0";
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public Bucket bucket(String name, URI endpoint) throws IOException {
        server.createBucket(name);
        return GoogleBucket.of(config(name, server.key()), endpoint, List.of());
    }

    @Override
    public void loseObject(String bucket, String name) {
        server.deleteObject(bucket, name);
    }

    private BucketStore open(GoogleConfig config, URI endpoint, Path directory) throws IOException {
        return stores.open(GoogleBucket.of(config, endpoint, List.of()), "", directory);
    }

    private static GoogleConfig config(String bucket, @Nullable String key) {
        return new GoogleConfig(
                bucket, key == null ? null : new GoogleConfig.KeyText(Secret.of(key)));
    }

    private Bucket bucket(String name) throws IOException {
        return bucket(name, endpoint());
    }

    @Test
    void listsWhatComesInSeveralPages() throws IOException {
        Bucket bucket = bucket("pages");
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.of(CONTENT).create("a/" + i, "mark")).isTrue();
        }
        assertThat(bucket.of(CONTENT).create("b", "mark")).isTrue();
        server.listAtOnce(2);
        try {
            assertThat(bucket.list("a/"))
                    .extracting(Bucket.Found::name)
                    .containsExactly("a/0", "a/1", "a/2", "a/3", "a/4");
            assertThat(bucket.list("a/")).allMatch(found -> found.sizeBytes() == CONTENT.length);
        } finally {
            server.listAtOnce(1000);
        }
    }

    @Test
    void asksAgainWhereTheServiceCannotAnswerNow() throws IOException {
        Bucket bucket = bucket("busy");

        server.fail(503, 1);
        assertThat(bucket.of(CONTENT).create("a", "mark")).isTrue();
        server.fail(429, 1);
        assertThat(bucket.read("a")).isEqualTo(CONTENT);

        server.fail(503, Bucket.ATTEMPTS_MAX);
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> bucket.read("a"))
                .withMessage(
                        "the object store did not get gs://busy/a: status 503, backendError:"
                                + " try again later");
        assertThat(bucket.read("a")).isEqualTo(CONTENT);
    }

    @Test
    void asksOnceWhereTheServiceRefuses() throws IOException {
        Bucket bucket = bucket("refusing");
        server.fail(403, 1);

        assertThatIOException()
                .isThrownBy(() -> bucket.of(CONTENT).create("a", "mark"))
                .isNotInstanceOf(UnreachableException.class)
                .withMessageContaining("did not put gs://refusing/a: status 403");
    }

    @Test
    void fetchesAgainWhatCameDamaged(@TempDir Path place) throws IOException {
        Bucket bucket = bucket("damaged");
        assertThat(bucket.of(CONTENT).create("a", "mark")).isTrue();

        server.damage(1);
        assertThat(bucket.read("a")).isEqualTo(CONTENT);
        server.damage(1);
        bucket.fetch("a", place.resolve("fetched"));
        assertThat(place.resolve("fetched")).hasBinaryContent(CONTENT);

        server.damage(Bucket.ATTEMPTS_MAX);
        assertThatIOException()
                .isThrownBy(() -> bucket.read("a"))
                .isNotInstanceOf(UnreachableException.class)
                .withMessageContaining("did not get gs://damaged/a: bytes of the checksum");
    }

    /// The file changes between the checksum and the upload, as it would on a bad line.
    @Test
    void storesNothingThatCameDamagedToTheService(@TempDir Path place) throws IOException {
        GoogleBucket bucket = (GoogleBucket) bucket("upload");
        Path content = Files.writeString(place.resolve("content"), "content");

        assertThatIOException()
                .isThrownBy(() -> bucket.create("a", "mark", "AAAAAA==", content))
                .withMessageContaining("status 400, invalid: Provided CRC32C does not match");
        assertThat(server.objects("upload")).isEmpty();
    }

    @Test
    void deletesWhatIsNotThereAndNotWhereThereIsNoBucket() throws IOException {
        bucket("deletes").delete("a");
        Bucket missing =
                GoogleBucket.of(config("no-bucket", server.key()), server.endpoint(), List.of());

        assertThatIOException()
                .isThrownBy(() -> missing.delete("a"))
                .withMessageContaining("The specified bucket does not exist");
        assertThatIOException()
                .isThrownBy(() -> missing.read("a"))
                .isNotInstanceOf(NoSuchFileException.class);
        assertThatIOException()
                .isThrownBy(() -> missing.list("a"))
                .withMessageContaining("The specified bucket does not exist");
    }

    @Test
    void asksForATokenOnceAndForAnotherWhenTheServiceTakesItNoMore() throws IOException {
        Bucket bucket = bucket("tokens");
        int before = server.tokensGiven();

        assertThat(bucket.of(CONTENT).create("a", "mark")).isTrue();
        assertThat(bucket.read("a")).isEqualTo(CONTENT);
        assertThat(server.tokensGiven()).isEqualTo(before + 1);

        server.forgetTokens();
        assertThat(bucket.of(CONTENT).create("b", "mark")).isTrue();
        assertThat(bucket.read("b")).isEqualTo(CONTENT);
        assertThat(server.tokensGiven()).isEqualTo(before + 2);
    }

    @Test
    void asksAsTheMachineWhereThereIsNoKey() throws IOException {
        server.createBucket("machine");
        ProxySelector usual = ProxySelector.getDefault();
        ProxySelector.setDefault(new WayToMetadata(server.endpoint().getPort()));
        try {
            Bucket bucket = GoogleBucket.of(config("machine", null), server.endpoint(), List.of());

            assertThat(bucket.of(CONTENT).create("a", "mark")).isTrue();
        } finally {
            ProxySelector.setDefault(usual);
        }
    }

    @Test
    void asksForAKeyWhereTheMachineHasNoAccount() throws IOException {
        ProxySelector usual = ProxySelector.getDefault();
        ProxySelector.setDefault(new WayToMetadata(FreePorts.next()));
        try {
            Bucket bucket = GoogleBucket.of(config("machine", null), server.endpoint(), List.of());

            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> bucket.read("a"))
                    .withMessageStartingWith(
                            "the object store did not get gs://machine/a: give a key in"
                                    + " GOOGLE_SERVICE_ACCOUNT_KEY or"
                                    + " GOOGLE_APPLICATION_CREDENTIALS, since the account of this"
                                    + " machine gets no access token: ");
        } finally {
            ProxySelector.setDefault(usual);
        }
    }

    @Test
    void refusesToStartWithAWrongKeyAndDoesNotTellIt(@TempDir Path place) {
        server.createBucket("refused");
        String wrong = server.wrongKey();

        assertThatIOException()
                .isThrownBy(() -> open(config("refused", wrong), endpoint(), place))
                .withMessage(
                        "the object store did not put gs://refused/.create-if-absent: no access"
                                + " token: status 400, invalid_grant: Invalid JWT Signature.")
                .satisfies(e -> assertThat(e.toString()).doesNotContain(wrong.substring(200, 300)));
    }

    @Test
    void refusesWhatIsNoKeyAndDoesNotTellIt(@TempDir Path place) {
        for (String key :
                List.of("", "c2VjcmV0", "{\"type\": \"service_account\"}", "{\"type\": \"x\"}")) {
            assertThatIOException()
                    .isThrownBy(() -> open(config("refused", key), endpoint(), place))
                    .withNoCause()
                    .withMessage(
                            "objectStore.google has no key of a service account: give the JSON"
                                    + " file that Google made for the account, whole");
        }
    }

    @Test
    void readsTheKeyFromAFile(@TempDir Path place) throws IOException {
        server.createBucket("file");
        Path file = place.resolve("key.json");
        GoogleConfig config = new GoogleConfig("file", new GoogleConfig.KeyFile(file));
        assertThatIOException()
                .isThrownBy(() -> GoogleBucket.of(config, server.endpoint(), List.of()))
                .withMessage(
                        "objectStore.google cannot read its key in "
                                + file
                                + ": see who may read it, and GOOGLE_APPLICATION_CREDENTIALS");

        Files.writeString(file, server.key());

        GoogleBucket.of(config, server.endpoint(), List.of()).delete("a");
    }

    @Test
    void refusesToStartWithoutTheBucket(@TempDir Path place) {
        assertThatIOException()
                .isThrownBy(() -> open(config("missing", server.key()), endpoint(), place))
                .withMessage(
                        "the object store did not put gs://missing/.create-if-absent: status 404,"
                                + " notFound: The specified bucket does not exist.");
    }

    @Test
    void startsWithoutTheServerAndStoresOnceItIsThere(@TempDir Path place) throws IOException {
        try (GoogleServer late = GoogleServer.start()) {
            late.createBucket("late");
            late.stop();
            ObjectStore store = open(config("late", late.key()), late.endpoint(), place);
            Path content = Files.writeString(place.resolve("content"), "content");
            assertThatIOException()
                    .isThrownBy(() -> store.put(PATH, content))
                    .withMessageStartingWith("the object store did not put gs://late/");

            late.restart();

            store.put(PATH, content);
            BucketStoreContract.assertHolds(store);
        }
    }

    /// What fails is told by the store.
    @Test
    void letsTheLibraryLogNothing() throws IOException {
        bucket("quiet").delete("a");

        for (String logger :
                List.of(
                        "com.google.api.client.http.HttpTransport",
                        "com.google.auth.oauth2.ComputeEngineCredentials")) {
            assertThat(Logger.getLogger(logger).isLoggable(Level.SEVERE)).isFalse();
        }
    }

    /// Leads to a port who asks a machine's metadata server, and nobody else.
    private static final class WayToMetadata extends ProxySelector {
        private final int port;

        WayToMetadata(int port) {
            this.port = port;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return "metadata.google.internal".equals(uri.getHost())
                    ? List.of(
                            new Proxy(
                                    Proxy.Type.HTTP,
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                    : List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }
}
