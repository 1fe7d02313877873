// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static dev.sluice.http.ClientHello.ECDHE_ECDSA_AES_128_CBC_SHA;
import static dev.sluice.http.ClientHello.ECDHE_ECDSA_AES_128_GCM_SHA256;
import static dev.sluice.http.ClientHello.RSA_AES_128_CBC_SHA;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.ClientHello.Answer;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.TestCertificate;
import dev.sluice.tls.Identity;
import dev.sluice.tls.PemFile;
import dev.sluice.tls.ReplaceableIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The one port as it speaks TLS (admin.md 7).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsPortTest {
    private static final int TLS_1_2 = 0x0303;
    private static final Answer PROTOCOL_VERSION = new Answer.Alert(2, 70);
    private static final Answer HANDSHAKE_FAILURE = new Answer.Alert(2, 40);

    private final Path directory;
    private final TestCertificate first;
    private final TestCertificate second;
    private final ReplaceableIdentity identity;
    private final HttpDoor door;
    private final int port;

    TlsPortTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        first = TestCertificate.create(Files.createDirectory(directory.resolve("first")));
        second = TestCertificate.create(Files.createDirectory(directory.resolve("second")));
        identity = new ReplaceableIdentity(identity(first));
        door =
                new HttpDoor(
                        new HttpDoor.Settings(
                                "127.0.0.1",
                                0,
                                "--port",
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(1),
                                List.of(),
                                identity),
                        List.of(new PingEndpoint("9.8.7")),
                        new BodyMemory(1_000));
        port = door.open().getPort();
    }

    private Identity identity(TestCertificate certificate) throws IOException {
        return Identity.read(
                new PemFile(Files.writeString(directory.resolve("c.pem"), certificate.pem()), "c"),
                new PemFile(
                        Files.writeString(directory.resolve("k.pem"), certificate.keyPem()), "k"));
    }

    @AfterAll
    void close() {
        door.close();
    }

    @BeforeEach
    void showTheFirst() throws IOException {
        identity.replace(identity(first));
    }

    private static HttpClient trusting(TestCertificate certificate, HttpClient.Version version) {
        return HttpClient.newBuilder().version(version).sslContext(certificate.forClient()).build();
    }

    private HttpResponse<String> ping(HttpClient client, String host)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + "/ping"))
                        .build(),
                BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpClient.Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void speaksTheHttpThatTheClientAsksFor(HttpClient.Version version) throws Exception {
        try (HttpClient client = trusting(first, version)) {
            for (String host : List.of("127.0.0.1", "localhost")) {
                HttpResponse<String> answer = ping(client, host);

                assertThat(answer.statusCode()).isEqualTo(204);
                assertThat(answer.version()).isEqualTo(version);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0300, 0x0301, 0x0302})
    @Conforms("A-198")
    void refusesWhatIsOlderThanTls12(int version) throws IOException {
        assertThat(hello(version).sayTo(port)).isEqualTo(PROTOCOL_VERSION);
    }

    @Test
    @Conforms("A-198")
    void answersTheSameHelloOfTls12() throws IOException {
        assertThat(hello(TLS_1_2).sayTo(port)).isEqualTo(new Answer.ServerHello(TLS_1_2));
    }

    private static ClientHello hello(int version) {
        return new ClientHello(
                version,
                List.of(
                        ECDHE_ECDSA_AES_128_GCM_SHA256,
                        ECDHE_ECDSA_AES_128_CBC_SHA,
                        RSA_AES_128_CBC_SHA));
    }

    @ParameterizedTest
    @ValueSource(ints = {ECDHE_ECDSA_AES_128_CBC_SHA, RSA_AES_128_CBC_SHA})
    void refusesCiphersOfOldTimes(int suite) throws IOException {
        assertThat(new ClientHello(TLS_1_2, List.of(suite)).sayTo(port))
                .isEqualTo(HANDSHAKE_FAILURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            })
    void doesNotServePlainHttp(String plain) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(plain.getBytes(US_ASCII));
            socket.getOutputStream().flush();

            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .doesNotContain("HTTP", "SM");
        }
    }

    @Test
    void showsARenewedCertificateToNewConnectionsAndKeepsTheOpenOnes() throws Exception {
        try (HttpClient open = trusting(first, HttpClient.Version.HTTP_2);
                HttpClient fresh = trusting(second, HttpClient.Version.HTTP_2)) {
            assertThat(ping(open, "localhost").statusCode()).isEqualTo(204);

            identity.replace(identity(second));

            assertThat(ping(fresh, "localhost").statusCode()).isEqualTo(204);
            assertThat(ping(open, "localhost").statusCode()).isEqualTo(204);
        }
    }
}
