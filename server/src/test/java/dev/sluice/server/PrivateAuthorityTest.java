// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.sql.Patience;
import dev.sluice.catalog.sql.PostgresCatalog;
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.FilesBelow;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.S3Server;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real PostgreSQL and a real S3 server whose certificates a private authority has signed
/// (admin.md 6.9). [EgressTrustTest] has the same of an identity provider's keys.
final class PrivateAuthorityTest {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static final String UNTRUSTED = "PKIX path building failed";

    @TempDir private static Path made;
    private static TestCertificate certificate;
    private static Path bundle;
    private static Path otherBundle;
    private static PostgresServer postgres;
    private static S3Server s3;

    @TempDir private Path directory;
    private String bucketName = "";
    private Path bucket;

    @BeforeAll
    static void start() throws Exception {
        certificate =
                TestCertificate.createWithAuthority(Files.createDirectory(made.resolve("own")));
        TestCertificate other =
                TestCertificate.create(Files.createDirectory(made.resolve("other")));
        bundle =
                Files.writeString(
                        made.resolve("bundle.pem"),
                        "# Ours, and another\n" + other.pem() + certificate.authorityPem());
        otherBundle = Files.writeString(made.resolve("other.pem"), other.pem());
        postgres = PostgresServer.start(certificate);
        s3 = S3Server.start(made.resolve("s3"), certificate);
    }

    /// Of a cluster of its own.
    @BeforeEach
    void makeBucket() throws IOException {
        bucketName = "plant" + BUCKETS.incrementAndGet();
        bucket = s3.createBucket(bucketName);
    }

    @AfterAll
    static void stop() {
        s3.close();
        postgres.close();
    }

    private OneServer open(String name, String settings) throws IOException {
        Path data = directory.resolve(name);
        Path file = Files.writeString(directory.resolve(name + ".yaml"), settings);
        return new OneServer(data, OneServer.source(data, 0, file));
    }

    private static String catalog(String parameters) {
        return "catalog: {dsn: {value: '" + postgres.dsn("postgres", parameters) + "'}}\n";
    }

    private static String trusting(Path bundle) {
        return "sluice: {egress: {certificateFile: " + bundle + "}}\n";
    }

    private String bucket() {
        return String.join("\n", s3.settings(bucketName)) + "\n";
    }

    private List<Path> dataFiles() throws IOException {
        return FilesBelow.ending(".parquet", bucket);
    }

    private static void writeAPoint(OneServer server, String database) throws Exception {
        String token = server.adminToken();
        server.postJson("/api/v0/databases", token, "{\"name\":\"" + database + "\"}");
        assertThat(server.write(database, token, "m f=1 1").statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sslmode=verify-full", "sslmode=verify-ca", "sslmode=require"})
    @Conforms("A-195")
    void theDatabaseIsNotOpenedWithoutItsAuthority(String parameters) {
        assertThatThrownBy(() -> open("untrusted", catalog(parameters) + trusting(otherBundle)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("catalog in PostgreSQL at 127.0.0.1:")
                .hasMessageContaining(UNTRUSTED)
                .hasMessageNotContaining(PostgresServer.PASSWORD);
    }

    @Test
    @Conforms("A-195")
    void theDatabaseIsNotOpenedByTheSystemsAuthorities() {
        assertThatThrownBy(() -> open("system", catalog("")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(UNTRUSTED);
    }

    @Test
    @Conforms("A-195")
    void filesDoNotGoToAStoreOfAnotherAuthority() throws Exception {
        List<Path> before = dataFiles();
        try (OneServer server = open("files", bucket() + trusting(otherBundle))) {
            writeAPoint(server, "untrusted");
        }
        assertThat(dataFiles()).isEqualTo(before);

        try (OneServer server = open("files", bucket() + trusting(bundle))) {
            assertThat(server.query("untrusted", server.adminToken(), "SELECT f FROM m"))
                    .containsExactly("1.0");
        }
        assertThat(dataFiles()).hasSize(before.size() + 1);
    }

    @Test
    @Conforms("A-195")
    void bothAreUsedWithTheirAuthority() throws Exception {
        List<Path> before = dataFiles();
        String settings = catalog("") + bucket() + trusting(bundle);
        try (OneServer server = open("both", settings)) {
            writeAPoint(server, "both");
        }
        assertThat(dataFiles()).hasSize(before.size() + 1);
        assertThat(
                        postgres.psql(
                                postgres.dsn("postgres", "sslmode=require"),
                                "SELECT name FROM database_entry"))
                .isEqualTo("both\n");

        // Another directory has neither catalog nor files of its own.
        try (OneServer server = open("again", settings)) {
            assertThat(server.query("both", server.adminToken(), "SELECT f FROM m"))
                    .containsExactly("1.0");
        }
    }

    /// Opens the catalog alone.
    private void openCatalog(String dsn, @Nullable Path authorities) throws IOException {
        Path file = Files.writeString(directory.resolve("catalog.yaml"), dsn);
        PostgresConfig config = OneServer.config(OneServer.source(directory, 0, file)).catalog();
        PostgresCatalog.open(
                        Objects.requireNonNull(config),
                        authorities,
                        Patience.of(Duration.ZERO),
                        InstantSource.system())
                .close();
    }

    @Test
    void onlyTheWholeCheckMindsTheHost() throws IOException {
        String full = catalog("sslmode=verify-full").replace("127.0.0.1", "127.0.0.2");

        assertThatThrownBy(() -> openCatalog(full, bundle))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("catalog_unreadable"))
                .hasMessageContaining("127.0.0.2")
                .hasMessageContaining("hostname");
        openCatalog(full.replace("verify-full", "verify-ca"), bundle);
    }

    @Test
    void encryptionAloneAsksForNoAuthority() throws IOException {
        openCatalog(catalog("sslmode=require"), null);
    }

    @Test
    void aDatabaseThatWantsTlsIsToldFromOneThatIsAway() {
        assertThatThrownBy(() -> open("clear", catalog("sslmode=disable")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no pg_hba.conf entry for host")
                .hasMessageContaining("no encryption");
    }
}
