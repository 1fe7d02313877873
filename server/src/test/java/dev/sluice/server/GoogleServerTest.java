// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.GoogleConfig;
import dev.sluice.testkit.GoogleServer;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose data files are in a bucket of one that keeps the rules of Google's JSON API.
final class GoogleServerTest {
    private static final String COUNT = "SELECT count(*), sum(f) FROM m";

    /// What is in every private key of RSA, and how every access token begins.
    private static final String[] SECRETS = {"PRIVATE KEY", "IBADANBgkqhkiG9w0BAQEFAASC", "ya29."};

    private static GoogleServer google;

    @TempDir private Path directory;

    /// More of the section `sluice`.
    private String settings = "";

    @BeforeAll
    static void start() throws IOException {
        google = GoogleServer.start();
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    private OneServer open(GoogleServer there, String bucket, String key) throws IOException {
        return open(there, "data", bucket, key);
    }

    private OneServer open(
            GoogleServer there, String name, String bucket, String key, String... more)
            throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        String.join("\n", there.settings(bucket))
                                + "\n"
                                + String.join("\n", more)
                                + "\nsluice:\n  objectStore: {prefix: one/two, googleEndpoint: "
                                + there.endpoint()
                                + "}\n"
                                + settings);
        Path data = directory.resolve(name);
        ConfigSource source = OneServer.source(data, 0, file);
        return new OneServer(
                data,
                new ConfigSource(file, Map.of(GoogleConfig.KEY_VARIABLE, key), source.flags()));
    }

    private static List<String> files(GoogleServer there, String bucket) {
        return there.objects(bucket).stream().filter(name -> name.endsWith(".parquet")).toList();
    }

    /// What is wrong is told by us, with the object, and not by the library once for each attempt.
    @Test
    void takesWritesWhileTheServiceIsAway() throws Exception {
        google.createBucket("away");
        google.stop();
        try (CapturedLog log = CapturedLog.asItShips()) {
            try (OneServer server = open(google, "away", google.key())) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=4 3").statusCode()).isEqualTo(204);
                assertThat(server.query("db", token, COUNT)).containsExactly("1|4.0");
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("the object store cannot be reached yet"))
                    .singleElement()
                    .asString()
                    .contains("gs://away/one/two/");
            assertThat(log.loggers()).allMatch(logger -> logger.startsWith("dev.sluice."));
            assertThat(log.text()).doesNotContain(SECRETS);
        } finally {
            google.restart();
        }

        open(google, "away", google.key()).close();
        assertThat(files(google, "away")).hasSize(1);
    }

    /// The latter not even where somebody has everything logged.
    @Test
    void keepsFilesInTheBucketAndTellsNobodyTheKey() throws Exception {
        google.createBucket("secret");
        try (CapturedLog log = CapturedLog.ofEverything()) {
            try (OneServer server = open(google, "secret", google.key())) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1\nm f=2 2").statusCode())
                        .isEqualTo(204);
            }
            assertThat(files(google, "secret"))
                    .hasSize(1)
                    .allMatch(name -> name.startsWith("one/two/data/"));
            try (OneServer server = open(google, "secret", google.key())) {
                assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("2|3.0");
            }

            for (String wrong : List.of(google.wrongKey(), google.key().substring(1))) {
                assertThatThrownBy(() -> open(google, "secret", wrong).close())
                        .hasMessageContaining(
                                wrong.startsWith("{")
                                        ? "gs://secret/one/two/.create-if-absent: no access token:"
                                                + " status 400, invalid_grant: Invalid JWT"
                                        : "objectStore.google has no key of a service account")
                        .satisfies(e ->
                                assertThat(ThrowableProxyUtil.asString(new ThrowableProxy(e)))
                                        .doesNotContain(SECRETS));
            }
            assertThat(log.text()).doesNotContain(SECRETS);
        }
    }

    /// Nothing that counts is on its disk then: another directory goes on.
    @Test
    void keepsItsLogInTheBucket() throws Exception {
        settings = "  log: {inBucket: true}\n  ingest: {flushIntervalSeconds: 86400}\n";
        google.createBucket("logs");
        try (PostgresServer postgres = PostgresServer.start()) {
            String catalog = "catalog: {dsn: {value: '" + postgres.createDatabase("c") + "'}}";
            try (OneServer server = open(google, "first", "logs", google.key(), catalog)) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1").statusCode()).isEqualTo(204);
                assertThat(google.objects("logs"))
                        .anyMatch(name -> name.startsWith("one/two/log/"));
                assertThat(files(google, "logs")).isEmpty();
            }
            try (OneServer server = open(google, "second", "logs", google.key(), catalog)) {
                assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("1|1.0");
            }
        }
    }

    /// Both where objects are and where tokens are.
    @Test
    void trustsWhomTheBundleNames() throws Exception {
        TestCertificate certificate =
                TestCertificate.createWithAuthority(
                        Files.createDirectory(directory.resolve("own")));
        Path bundle =
                Files.writeString(directory.resolve("bundle.pem"), certificate.authorityPem());
        settings = "  egress: {certificateFile: " + bundle + "}\n";
        try (GoogleServer secured = GoogleServer.start(certificate)) {
            secured.createBucket("secured");
            try (OneServer server = open(secured, "secured", secured.key())) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1").statusCode()).isEqualTo(204);
            }
            assertThat(files(secured, "secured")).hasSize(1);
        }
    }
}
