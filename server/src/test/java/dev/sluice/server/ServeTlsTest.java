// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.auth.AdminTokens;
import dev.sluice.auth.PeerTokens;
import dev.sluice.config.ConfigSource;
import dev.sluice.openapi.CheckedClient;
import dev.sluice.peer.Ingester;
import dev.sluice.peer.RemoteBuffer;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// A whole server whose one port speaks TLS.
// Flight's streams and clients declare any exception on close.
@SuppressWarnings("try")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServeTlsTest {
    private final Path data;
    private final TestCertificate certificate;
    private final OneServer server;
    private final HttpClient client;

    ServeTlsTest(@TempDir Path directory) throws IOException {
        data = directory.resolve("data");
        certificate = TestCertificate.create(directory);
        Path cert = Files.writeString(directory.resolve("cert.pem"), certificate.pem());
        Path key = Files.writeString(directory.resolve("key.pem"), certificate.keyPem());
        server =
                new OneServer(
                        data,
                        new ConfigSource(
                                null,
                                Map.of(),
                                Map.of(
                                        "data.directory", data.toString(),
                                        "http.port", "0",
                                        "http.tlsCertificateFile", cert.toString(),
                                        "http.tlsKeyFile", key.toString(),
                                        "query.memoryBytesMax", String.valueOf(128 << 20))));
        client =
                CheckedClient.of(
                        HttpClient.newBuilder().sslContext(certificate.forClient()).build());
    }

    @BeforeAll
    void writeSomething() throws Exception {
        post("/api/v0/databases", "{\"name\":\"home\"}", 200);
        post("/api/v2/write?bucket=home", "m,room=a f=1 1", 204);
    }

    @AfterAll
    void close() {
        client.close();
        server.close();
    }

    private void post(String path, String body, int status) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .header("Authorization", "Bearer " + server.adminToken())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void saysHttpsWhereItSaysWhereItIs() throws IOException {
        String ready = Files.readString(data.resolve("server.json"));

        assertThat(server.url()).isEqualTo("https://127.0.0.1:" + server.port());
        assertThat(new JsonMapper().readTree(ready).get("url").stringValue())
                .isEqualTo(server.url());
    }

    /// The second one begins as a record of TLS does.
    @ParameterizedTest
    @ValueSource(strings = {"something else than TLS", "what came is not TLS"})
    @Conforms("A-199")
    void aTokenThatCameInClearIsNotLogged(String told) throws Exception {
        String request =
                (told.startsWith("what") ? "\u0016" : "")
                        + "GET /api/v0/databases HTTP/1.1\r\nAuthorization: Bearer "
                        + server.adminToken()
                        + "\r\n\r\n";
        try (CapturedLog log = CapturedLog.ofEverything();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();

            String part = server.adminToken().substring(0, 20);
            assertThat(log.text())
                    .contains(told)
                    .doesNotContain(part)
                    .doesNotContain(
                            HexFormat.of().formatHex(part.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /// Whoever distrusts the certificate, and whoever speaks nothing that is known.
    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016\u0003\u0001\u0000\u0004none"})
    void aHandshakeThatFailsIsALineWithItsReasonAndNoStack(String nonsense) throws Exception {
        try (CapturedLog log = CapturedLog.asItShips();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            if (nonsense.isEmpty()) {
                assertThatThrownBy(() -> distrusting(socket).startHandshake())
                        .isInstanceOf(SSLException.class);
            } else {
                socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
            }
            // The server ends the connection once it has said so.
            while (socket.getInputStream().read() >= 0) {}

            assertThat(log.lines())
                    .singleElement(STRING)
                    .contains("TLS with a client failed", "127.0.0.1", "reason")
                    .doesNotContain("Exception");
        }
    }

    private static SSLSocket distrusting(Socket socket) throws IOException {
        return (SSLSocket)
                ((SSLSocketFactory) SSLSocketFactory.getDefault())
                        .createSocket(socket, "localhost", socket.getPort(), false);
    }

    @Test
    void answersFlightOverTls() throws Exception {
        String token = server.adminToken();
        byte[] trusted = certificate.pem().getBytes(StandardCharsets.US_ASCII);
        byte[] ticket =
                "{\"database\":\"home\",\"sql_query\":\"SELECT room FROM m\"}"
                        .getBytes(StandardCharsets.UTF_8);
        try (RootAllocator memory = new RootAllocator();
                FlightClient flight =
                        FlightClient.builder(
                                        memory, Location.forGrpcTls("localhost", server.port()))
                                .trustedCertificates(new ByteArrayInputStream(trusted))
                                .build();
                FlightStream stream =
                        flight.getStream(
                                new Ticket(ticket),
                                new CredentialCallOption(headers ->
                                        headers.insert("authorization", "Bearer " + token)))) {
            assertThat(stream.next()).isTrue();
            assertThat(stream.getRoot().getVector("room").getObject(0)).hasToString("a");
        }
    }

    @Test
    void aQuerierReadsItsBufferAndBelievesNobodyElse() throws Exception {
        UUID clusterId = UUID.fromString(Files.readString(data.resolve("cluster-id")).strip());
        Clock clock = Clock.systemUTC();
        PeerTokens tokens =
                new PeerTokens(
                        AdminTokens.follow(
                                new AdminTokenFiles(data.resolve("secrets")),
                                clusterId,
                                null,
                                clock),
                        clusterId,
                        clock);
        URI url = URI.create("https://localhost:" + server.port());
        try (Ingester ingester =
                new Ingester(List.of(url), tokens::tokens, certificate.forClient())) {
            RemoteBuffer buffer = new RemoteBuffer(ingester, (_, _) -> {}, 1 << 20);
            assertThat(LongStream.range(0, 10).mapToObj(buffer::snapshot))
                    .anySatisfy(rows -> assertThat(rows).hasSize(1));
        }
        try (Ingester stranger =
                new Ingester(List.of(url), tokens::tokens, SSLContext.getDefault())) {
            RemoteBuffer buffer = new RemoteBuffer(stranger, (_, _) -> {}, 1 << 20);
            assertThatThrownBy(() -> buffer.snapshot(1))
                    .hasMessageContaining("its certificate is not trusted");
        }
    }
}
