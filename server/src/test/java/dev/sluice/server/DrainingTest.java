// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server that ends while a write is still arriving (data.md 2.11).
// Flight's streams declare any exception on close.
@SuppressWarnings("try")
final class DrainingTest {
    @TempDir private Path directory;

    @Test
    @Conforms("D-82")
    void healthSaysSoWhileTheLastWriteIsStillTaken() throws Exception {
        DataServer server =
                new DataServer(directory, Map.of(), Map.of("http.shutdownGraceSeconds", "60"))
                        .withDatabase("db");
        URI url = URI.create(server.url() + "/health");
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = HttpClient.newHttpClient();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            String head =
                    "POST /write?db=db HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Content-Length: 5\r\nAuthorization: Token "
                            + server.token("write db")
                            + "\r\n\r\nm f=";
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            assertThat(health(client, url)).isEqualTo("200 OK");

            Future<?> ending = other.submit(server::close);
            String health = health(client, url);
            while (health.equals("200 OK")) {
                health = health(client, url);
            }
            assertThat(health).startsWith("503 ");
            socket.getOutputStream().write('1');

            assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 204");
            ending.get();
        }
    }

    @Test
    @Conforms("D-82")
    void rowsThatAreOnTheirWayThroughFlightArriveWhole() throws Exception {
        DataServer server =
                new DataServer(directory, Map.of(), Map.of("http.shutdownGraceSeconds", "60"))
                        .withDatabase("db");
        URI url = URI.create(server.url());
        String token = server.token("read db");
        int rows = 3_000_000;
        String ticket =
                "{\"database\":\"db\",\"sql_query\":\"SELECT i FROM range(%d) r(i)\"}"
                        .formatted(rows);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
                RootAllocator memory = new RootAllocator();
                FlightClient client =
                        FlightClient.builder(
                                        memory,
                                        Location.forGrpcInsecure(url.getHost(), url.getPort()))
                                .build();
                FlightStream stream =
                        client.getStream(
                                new Ticket(ticket.getBytes(UTF_8)),
                                new CredentialCallOption(fields ->
                                        fields.insert("authorization", "Bearer " + token)))) {
            assertThat(stream.next()).isTrue();
            int got = stream.getRoot().getRowCount();

            Future<?> ending = other.submit(server::close);
            try (HttpClient http = HttpClient.newHttpClient()) {
                while (!health(http, url.resolve("/health")).startsWith("503 ")) {
                    assertThat(got).isLessThan(rows);
                }
            }
            while (stream.next()) {
                got += stream.getRoot().getRowCount();
            }
            assertThat(got).isEqualTo(rows);
            ending.get();
        }
    }

    private static String health(HttpClient client, URI url) throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}
