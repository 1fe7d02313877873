// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Commands.Ended;
import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.DetachedProcess.Launch;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.PreparedKeys;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server whose port speaks TLS, and `influxctl` with `[profile.tls]`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsServerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path directory;
    private final Path data;
    private final Path certificate;
    private final Path key;
    private final DetachedProcess server;
    private final int port;

    TlsServerTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        data = directory.resolve("data");
        TestCertificate shown = TestCertificate.createWithAuthority(directory);
        certificate = Files.writeString(directory.resolve("cert.pem"), shown.chainPem());
        key = Files.writeString(directory.resolve("key.pem"), shown.keyPem());
        Files.writeString(directory.resolve("ca.pem"), shown.authorityPem());
        PreparedKeys.offerTo(data.resolve("secrets"));
        server = DetachedProcess.start(launch());
        Path ready = data.resolve("server.json");
        Eventually.holds(
                "the server is ready", PATIENCE, () -> Files.exists(ready) || !server.isAlive());
        JsonNode place = new JsonMapper().readTree(Files.readString(ready));
        assertThat(place.path("url").asString()).startsWith("https://");
        port = place.path("port").asInt();
    }

    private Launch launch() {
        return new Launch(
                "the server",
                List.of(
                        Checkout.PROGRAMS.sluice().toString(),
                        "serve",
                        "--data-dir",
                        data.toString(),
                        "--port",
                        "0"),
                Map.of(
                        "SLUICE_NO_BUILD",
                        "1",
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "SLUICE_HTTP_TLS_CERTIFICATE_FILE",
                        certificate.toString(),
                        "SLUICE_HTTP_TLS_KEY_FILE",
                        key.toString()),
                directory.resolve("server/log"),
                directory.resolve("server/pid"));
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        server.kill();
    }

    private Ended listTokens(String tls) throws IOException, InterruptedException {
        Path profile =
                Files.writeString(
                        directory.resolve("config.toml"),
                        """
                        [[profile]]
                        name = "default"
                        product = "clustered"
                        host = "localhost"
                        port = "%d"
                        [profile.auth.token]
                        token_file = "%s"
                        [profile.tls]
                        %s
                        """
                                .formatted(port, data.resolve("secrets/token.json"), tls));
        return Commands.run(
                Checkout.PROGRAMS.influxctl(), "--config", profile.toString(), "token", "list");
    }

    @Test
    @Conforms("A-89")
    void theAuthorityOfTheProfileIsTrusted() throws IOException, InterruptedException {
        Ended list = listTokens("ca = \"" + directory.resolve("ca.pem") + "\"");

        assertThat(list.status()).as(list.talk()).isZero();
        assertThat(list.output()).contains("DESCRIPTION");
    }

    @Test
    @Conforms("A-89")
    void nobodyIsAskedWhenInsecure() throws IOException, InterruptedException {
        Ended list = listTokens("insecure = true");

        assertThat(list.status()).as(list.talk()).isZero();
    }

    @Test
    @Conforms("A-89")
    void withoutTheAuthorityTheProfileIsToldToNameIt() throws IOException, InterruptedException {
        Ended list = listTokens("");

        assertThat(list.status()).isEqualTo(1);
        assertThat(list.talk()).contains("set [profile.tls] ca to the authority that signed it");
    }

    @Test
    @Conforms("A-89")
    void inClearTheProfileIsToldToSpeakTls() throws IOException, InterruptedException {
        Ended list = listTokens("disable = true");

        assertThat(list.status()).isEqualTo(1);
        assertThat(list.talk()).contains("if it serves TLS, remove disable from [profile.tls]");
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestart(@TempDir Path elsewhere) throws Exception {
        String before = Files.readString(certificate);
        String keyBefore = Files.readString(key);
        TestCertificate renewed = TestCertificate.create(elsewhere);
        try {
            Files.writeString(certificate, renewed.pem());
            Files.writeString(key, renewed.keyPem());

            Eventually.holds("the new certificate is shown", PATIENCE, () -> trusts(renewed));
        } finally {
            Files.writeString(certificate, before);
            Files.writeString(key, keyBefore);
            Eventually.holds("the old one is shown again", PATIENCE, () -> !trusts(renewed));
        }
    }

    private boolean trusts(TestCertificate certificate) throws InterruptedException {
        HttpRequest ping =
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/ping")).build();
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.forClient()).build()) {
            return client.send(ping, BodyHandlers.discarding()).statusCode() == 204;
        } catch (IOException _) {
            return false;
        }
    }
}
