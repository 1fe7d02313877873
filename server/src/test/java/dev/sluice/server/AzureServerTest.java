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
import dev.sluice.testkit.BucketServer;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Containers of Microsoft's emulator of Azure Blob Storage.
final class AzureServerTest extends BucketServerContract {
    @TempDir private static Path serverDirectory;
    private static AzureServer azure;

    @BeforeAll
    static void start() throws IOException {
        azure = AzureServer.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        azure.close();
    }

    @Override
    BucketServer service() {
        return azure;
    }

    @Override
    BucketServer secured(TestCertificate certificate) throws IOException {
        return AzureServer.start(directory.resolve("azure"), certificate);
    }

    @Override
    String endpointSetting() {
        return "azureEndpoint";
    }

    @Override
    Map<String, String> environment(BucketServer service) {
        return Map.of();
    }

    @Override
    String address(String bucket) {
        return "azure://localaccount/" + bucket + "/";
    }

    /// The key, and what would be signed with it for others to use.
    @Override
    String[] secrets() {
        return new String[] {AzureServer.ACCESS_KEY, "sig="};
    }

    /// Where [#open] was last, with another key.
    private OneServer openAgainWithKey(String key) throws IOException {
        Path file = directory.resolve("server.yaml");
        Files.writeString(file, Files.readString(file).replace(AzureServer.ACCESS_KEY, key));
        Path data = directory.resolve("refused");
        return new OneServer(data, OneServer.source(data, 0, file));
    }

    /// The latter not even where somebody has the library log everything.
    @Test
    void keepsFilesInTheContainerAndTellsNobodyTheKey() throws Exception {
        azure.createBucket("secret");
        try (CapturedLog log = CapturedLog.ofEverything()) {
            ((Logger) LoggerFactory.getLogger("com.azure")).setLevel(Level.TRACE);
            try (OneServer server = open("data", "secret")) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1\nm f=2 2").statusCode())
                        .isEqualTo(204);
            }
            assertThat(files(azure, "secret"))
                    .hasSize(1)
                    .allMatch(name -> name.startsWith("one/two/data/"));
            try (OneServer server = open("data", "secret")) {
                assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("2|3.0");
            }

            String wrong = AzureServer.ACCESS_KEY.toLowerCase(Locale.ROOT);
            assertThatThrownBy(() -> openAgainWithKey(wrong).close())
                    .hasMessageContaining("azure://localaccount/secret/one/two/")
                    .hasMessageContaining("status 403, AuthorizationFailure")
                    .satisfies(e ->
                            assertThat(ThrowableProxyUtil.asString(new ThrowableProxy(e)))
                                    .doesNotContain(wrong)
                                    .doesNotContain(secrets()));

            assertThat(log.loggers()).anyMatch(logger -> logger.startsWith("com.azure."));
            assertThat(log.text()).doesNotContain(wrong).doesNotContain(secrets());
        }
    }

    @Test
    void doesNotStartWithAContainerThatIsNotThere() {
        assertThatThrownBy(() -> open("data", "missing").close())
                .hasMessageContaining("azure://localaccount/missing/")
                .hasMessageContaining("The specified container does not exist");
    }
}
