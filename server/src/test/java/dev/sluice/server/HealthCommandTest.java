// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.FreePorts;
import dev.sluice.testkit.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `sluice health`, beside a server and where there is none.
final class HealthCommandTest {
    @TempDir private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private @Nullable HttpServer other;

    @Test
    void aServerWithTlsIsAskedAtItsInternalPort() throws IOException {
        try (OneServer _ = new OneServer(directory, withTlsAndInternalPort())) {
            assertThat(health()).isZero();
        }
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    private ConfigSource withTlsAndInternalPort() throws IOException {
        TestCertificate certificate = TestCertificate.create(directory);
        Map<String, String> flags = new HashMap<>();
        flags.put("data.directory", directory.toString());
        flags.put("http.port", "0");
        flags.put("metrics.port", "0");
        flags.put("query.memoryBytesMax", String.valueOf(128 << 20));
        flags.put(
                "http.tlsCertificateFile",
                Files.writeString(directory.resolve("cert.pem"), certificate.pem()).toString());
        flags.put(
                "http.tlsKeyFile",
                Files.writeString(directory.resolve("key.pem"), certificate.keyPem()).toString());
        return new ConfigSource(null, Map.of(), flags);
    }

    @Test
    void whereNoServerIsReadyNoneIsHealthy() {
        assertThat(health()).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .isEqualTo(
                        "sluice: no server is ready on this data directory: there is no %s%n",
                        directory.resolve("server.json"));
    }

    @Test
    void aServerWithTlsAloneIsNotAskedAndTheNextStepIsNamed() throws IOException {
        write("{\"url\":\"https://localhost:8086\"}");

        assertThat(health()).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .startsWith("sluice: the server speaks TLS alone")
                .contains("sluice.metrics.port");
    }

    @Test
    void aServerInClearIsAskedAtItsOnePort() throws IOException {
        String url = answering(200, "OK");
        write("{\"url\":\"" + url + "\"}");

        assertThat(health()).isZero();

        assertThat(out.toString(UTF_8)).isEqualTo("OK\n");
    }

    @Test
    void aServerThatComesToItsEndIsNotHealthy() throws IOException {
        String url = answering(503, "draining");
        write("{\"url\":\"" + url + "\"}");

        assertThat(health()).isEqualTo(1);

        assertThat(err.toString(UTF_8)).isEqualTo("sluice: %s/health answers 503: draining%n", url);
    }

    /// Says of itself at `/health` what a server would.
    private String answering(int status, String word) throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext(
                "/health",
                exchange -> {
                    byte[] bytes = word.getBytes(UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        other.start();
        return "http://127.0.0.1:" + other.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        if (other != null) {
            other.stop(0);
        }
    }

    /// A killed server leaves its file.
    @Test
    void aServerThatIsGoneIsNotHealthy() throws IOException {
        int port = FreePorts.next();
        write("{\"url\":\"http://127.0.0.1:" + port + "\"}");

        assertThat(health()).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .startsWith("sluice: http://127.0.0.1:" + port + "/health does not answer: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}", "[]", "{\"url\":7}", "{\"url\":\"http://a b\"}"})
    void aFileWithoutAnAddressIsNamed(String content) throws IOException {
        write(content);

        assertThat(health()).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .isEqualTo(
                        "sluice: %s names no address of a server%n",
                        directory.resolve("server.json"));
    }

    private void write(String content) throws IOException {
        Files.writeString(directory.resolve("server.json"), content);
    }

    private int health() {
        return Program.run(
                new Surroundings(
                        OneServer.host(),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        () -> {}),
                "health",
                "--data-dir",
                directory.toString());
    }
}
