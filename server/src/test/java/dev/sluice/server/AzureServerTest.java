// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.sluice.testkit.AzureServer;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A server whose data files are in a container of Microsoft's emulator of Azure Blob Storage.
final class AzureServerTest {
    private static final String COUNT = "SELECT count(*), sum(f) FROM m";

    /// The key, and what would be signed with it for others to use.
    private static final String[] SECRETS = {AzureServer.ACCESS_KEY, "sig="};

    @TempDir private static Path serverDirectory;
    private static AzureServer azure;

    @TempDir private Path directory;

    /// More of the section `sluice`.
    private String settings = "";

    @BeforeAll
    static void start() throws IOException {
        azure = AzureServer.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        azure.close();
    }

    private OneServer open(String name, String container, String... more) throws IOException {
        return open(azure, name, container, more);
    }

    private OneServer open(AzureServer there, String name, String container, String... more)
            throws IOException {
        Path file = settingsFile(there, container, more);
        return new OneServer(data(name), OneServer.source(data(name), 0, file));
    }

    private Path settingsFile(AzureServer there, String container, String... more)
            throws IOException {
        return Files.writeString(
                directory.resolve("server.yaml"),
                String.join("\n", there.settings(container))
                        + "\n"
                        + String.join("\n", more)
                        + "\nsluice:\n  objectStore: {prefix: one/two, azureEndpoint: "
                        + there.endpoint()
                        + "}\n"
                        + settings);
    }

    private OneServer openWithKey(String key, String container) throws IOException {
        Path file = settingsFile(azure, container);
        Files.writeString(file, Files.readString(file).replace(AzureServer.ACCESS_KEY, key));
        return new OneServer(data("refused"), OneServer.source(data("refused"), 0, file));
    }

    private Path data(String name) {
        return directory.resolve(name);
    }

    private static List<String> files(String container) throws IOException {
        return files(azure, container);
    }

    private static List<String> files(AzureServer there, String container) throws IOException {
        return there.objects(container).stream().filter(name -> name.endsWith(".parquet")).toList();
    }

    /// What is wrong is told by us, with the object, and not by the library once for each attempt.
    @Test
    void takesWritesWhileTheServiceIsAway() throws Exception {
        azure.createContainer("away");
        azure.stop();
        try (CapturedLog log = CapturedLog.asItShips()) {
            try (OneServer server = open("data", "away")) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=4 3").statusCode()).isEqualTo(204);
                assertThat(server.query("db", token, COUNT)).containsExactly("1|4.0");
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("the object store cannot be reached yet"))
                    .singleElement()
                    .asString()
                    .contains("azure://localaccount/away/one/two/");
            assertThat(log.loggers())
                    .noneMatch(logger -> logger.matches("(com\\.azure|reactor)\\..*"));
            assertThat(log.text()).doesNotContain(SECRETS);
        } finally {
            azure.start();
        }

        open("data", "away").close();
        assertThat(files("away")).hasSize(1);
    }

    /// The latter not even where somebody has the library log everything.
    @Test
    void keepsFilesInTheContainerAndTellsNobodyTheKey() throws Exception {
        azure.createContainer("secret");
        try (CapturedLog log = CapturedLog.ofEverything()) {
            ((Logger) LoggerFactory.getLogger("com.azure")).setLevel(Level.TRACE);
            try (OneServer server = open("data", "secret")) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1\nm f=2 2").statusCode())
                        .isEqualTo(204);
            }
            assertThat(files("secret"))
                    .hasSize(1)
                    .allMatch(name -> name.startsWith("one/two/data/"));
            try (OneServer server = open("data", "secret")) {
                assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("2|3.0");
            }

            String wrong = AzureServer.ACCESS_KEY.toLowerCase(Locale.ROOT);
            assertThatThrownBy(() -> openWithKey(wrong, "secret").close())
                    .hasMessageContaining("azure://localaccount/secret/one/two/")
                    .hasMessageContaining("status 403, AuthorizationFailure")
                    .satisfies(e ->
                            assertThat(ThrowableProxyUtil.asString(new ThrowableProxy(e)))
                                    .doesNotContain(wrong)
                                    .doesNotContain(SECRETS));

            assertThat(log.loggers()).anyMatch(logger -> logger.startsWith("com.azure."));
            assertThat(log.text()).doesNotContain(wrong).doesNotContain(SECRETS);
        }
    }

    /// Nothing that counts is on its disk then: another directory goes on.
    @Test
    void keepsItsLogInTheContainer() throws Exception {
        settings = "  log: {inBucket: true}\n  ingest: {flushIntervalSeconds: 86400}\n";
        azure.createContainer("logs");
        try (PostgresServer postgres = PostgresServer.start()) {
            String catalog = "catalog: {dsn: {value: '" + postgres.createDatabase("c") + "'}}";
            try (OneServer server = open("first", "logs", catalog)) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1").statusCode()).isEqualTo(204);
                assertThat(azure.objects("logs")).anyMatch(name -> name.startsWith("one/two/log/"));
            }
            try (OneServer server = open("second", "logs", catalog)) {
                assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("1|1.0");
            }
        }
    }

    @Test
    void doesNotStartWithAContainerThatIsNotThere() {
        assertThatThrownBy(() -> open("data", "missing").close())
                .hasMessageContaining("azure://localaccount/missing/")
                .hasMessageContaining("The specified container does not exist");
    }

    @Test
    void trustsWhomTheBundleNames() throws Exception {
        TestCertificate certificate =
                TestCertificate.createWithAuthority(
                        Files.createDirectory(directory.resolve("own")));
        Path bundle =
                Files.writeString(directory.resolve("bundle.pem"), certificate.authorityPem());
        settings = "  egress: {certificateFile: " + bundle + "}\n";
        try (AzureServer secured = AzureServer.start(directory.resolve("azure"), certificate)) {
            secured.createContainer("secured");
            try (OneServer server = open(secured, "data", "secured")) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1").statusCode()).isEqualTo(204);
            }
            assertThat(files(secured, "secured")).hasSize(1);
        }
    }
}
