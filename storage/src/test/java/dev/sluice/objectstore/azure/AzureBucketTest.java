// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.AzureConfig;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.BucketStoreContract;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.OpenedStores;
import dev.sluice.objectstore.UnreachableException;
import dev.sluice.testkit.AzureServer;
import dev.sluice.testkit.TestCertificate;
import dev.sluice.tls.Authorities;
import dev.sluice.tls.PemFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The store over Microsoft's emulator of Azure Blob Storage, one container a directory.
final class AzureBucketTest implements BucketStoreContract {
    @TempDir private static Path serverDirectory;
    private static AzureServer server;

    @RegisterExtension final OpenedStores stores = new OpenedStores();

    @BeforeAll
    static void start() throws IOException {
        server = AzureServer.start(serverDirectory);
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
        URI account = endpoint.resolve("/" + AzureServer.ACCOUNT);
        return AzureBucket.of(config(name, AzureServer.ACCESS_KEY), account, List.of());
    }

    @Override
    public void loseObject(String bucket, String name) throws IOException {
        server.deleteObject(bucket, name);
    }

    private BucketStore open(AzureConfig config, URI endpoint, Path directory) throws IOException {
        return stores.open(AzureBucket.of(config, endpoint, List.of()), "", directory);
    }

    private static AzureConfig config(String container, String key) {
        return new AzureConfig(
                container, new AzureConfig.Account(AzureServer.ACCOUNT, Secret.of(key)));
    }

    /// Where the account has a hierarchical namespace, which the emulator has not.
    @Test
    void listsNoDirectoriesThatTheServiceMakes(@TempDir Path place) throws IOException {
        ObjectStore store = open(place);
        String container = BucketStoreContract.bucketOf(place);
        server.createObject(container, "plant/one/data", Map.of("hdi_isfolder", "true"));
        server.createObject(container, "plant/one/data-of-others", Map.of("hdi_isfolder", "no"));

        assertThat(store.list("")).map(ObjectPath::value).containsExactly("data-of-others");
    }

    @Test
    void refusesToStartWithAWrongKeyAndDoesNotTellIt(@TempDir Path place) throws IOException {
        server.createBucket("refused");
        String wrong =
                Base64.getEncoder().encodeToString("wrong-key".getBytes(StandardCharsets.UTF_8));

        assertThatIOException()
                .isThrownBy(() -> open(config("refused", wrong), endpoint(), place))
                .withMessageContaining("status 403, AuthorizationFailure")
                .satisfies(e -> assertThat(e.toString()).doesNotContain(wrong));
    }

    @Test
    void saysHowToGiveTheAccountWhereThereIsNone(@TempDir Path place) {
        assertThatIOException()
                .isThrownBy(() -> open(new AzureConfig("plant", null), endpoint(), place))
                .withMessage(
                        "objectStore.azure has no account, or no key of it: give account and"
                                + " accessKey, or the variables AZURE_STORAGE_ACCOUNT and"
                                + " AZURE_STORAGE_KEY");
    }

    @Test
    void refusesToStartWithoutTheContainer(@TempDir Path place) {
        assertThatIOException()
                .isThrownBy(
                        () -> open(config("missing", AzureServer.ACCESS_KEY), endpoint(), place))
                .withMessage(
                        "the object store did not put"
                                + " azure://localaccount/missing/.create-if-absent: status 404,"
                                + " ContainerNotFound: The specified container does not exist.");
    }

    @Test
    void startsWithoutTheServerAndStoresOnceItIsThere(@TempDir Path place) throws IOException {
        try (AzureServer late = AzureServer.start(place.resolve("server"))) {
            late.createBucket("late");
            late.stop();
            ObjectStore store =
                    open(config("late", AzureServer.ACCESS_KEY), late.endpoint(), place);
            Path content = Files.writeString(place.resolve("content"), "content");
            assertThatIOException()
                    .isThrownBy(() -> store.put(PATH, content))
                    .withMessageStartingWith(
                            "the object store did not put azure://localaccount/late/");

            late.restart();

            store.put(PATH, content);
            BucketStoreContract.assertHolds(store);
        }
    }

    @Test
    void talksToNobodyWhomItDoesNotTrust(@TempDir Path place) throws IOException {
        TestCertificate certificate = TestCertificate.createWithAuthority(place);
        Path bundle = Files.writeString(place.resolve("own.pem"), certificate.authorityPem());
        AzureConfig config = config("secured", AzureServer.ACCESS_KEY);
        try (AzureServer secured = AzureServer.start(place.resolve("server"), certificate)) {
            secured.createBucket("secured");
            AzureBucket ofTheJdk = AzureBucket.of(config, secured.endpoint(), List.of());
            AzureBucket ofOurs =
                    AzureBucket.of(
                            config,
                            secured.endpoint(),
                            Authorities.read(new PemFile(bundle, "bundle")).trustManagers());

            assertThatIOException()
                    .isThrownBy(() -> ofTheJdk.list(""))
                    .isInstanceOf(UnreachableException.class)
                    .withMessageContaining("unable to find valid certification path");
            assertThat(ofOurs.list("")).isEmpty();
        }
    }

    /// A proxy, whose answers bear no code of the service.
    @Test
    void tellsWhatSomethingOnTheWayAnswers(@TempDir Path place) throws IOException {
        AtomicInteger status = new AtomicInteger(503);
        HttpServer proxy =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(status.get(), -1);
                    exchange.close();
                });
        proxy.start();
        try {
            ObjectStore store =
                    open(
                            config("plant", AzureServer.ACCESS_KEY),
                            URI.create(
                                    "http://127.0.0.1:"
                                            + proxy.getAddress().getPort()
                                            + "/"
                                            + AzureServer.ACCOUNT),
                            place);
            status.set(407);
            Path content = Files.writeString(place.resolve("content"), "content");

            assertThatIOException()
                    .isThrownBy(() -> store.put(PATH, content))
                    .withMessage(
                            "the object store did not put"
                                    + " azure://localaccount/plant/.create-if-absent: status 407");
        } finally {
            proxy.stop(0);
        }
    }
}
