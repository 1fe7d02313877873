// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleDataTest {
    private static final String DATABASES = "/api/v0/databases";
    private static final String WRITE = "/api/v2/write";

    @TempDir Path directory;
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    SampleDataTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void startServer() {
        answers.putAll(Map.of(DATABASES, 200, WRITE, 204));
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    requests.add(
                            "%s %s %s"
                                    .formatted(
                                            exchange.getRequestURI(),
                                            exchange.getRequestHeaders().getFirst("Authorization"),
                                            new String(body, StandardCharsets.UTF_8)
                                                    .lines()
                                                    .findFirst()
                                                    .orElse("")));
                    exchange.sendResponseHeaders(answers.getOrDefault(path, 404), -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        http.close();
    }

    @Test
    void createsTheDatabaseAndWritesThePoints() throws IOException, InterruptedException {
        sample().load();

        assertThat(requests)
                .containsExactly(
                        "/api/v0/databases Bearer t0 {\"name\":\"sample\"}",
                        "/api/v2/write?precision=s&bucket=sample Bearer t0"
                                + " home,room=Living\\ Room temp=21.1,hum=35.9,co=0i 1641024000");
    }

    @Test
    void takesADatabaseThatIsThereAlready() throws IOException, InterruptedException {
        answers.put(DATABASES, 409);

        sample().load();

        assertThat(requests).hasSize(2);
    }

    @Test
    void tellsWhatTheServerRefused() {
        answers.put(WRITE, 403);

        assertThatThrownBy(() -> sample().load())
                .isInstanceOf(ProblemException.class)
                .hasMessage("writing the sample data gave status 403: ");
    }

    @Test
    void has26PointsOfTwoRooms() throws IOException {
        assertThat(SampleData.lines().lines()).hasSize(26).doesNotHaveDuplicates();
        assertThat(SampleData.lines().lines().filter(line -> line.contains("room=Kitchen")))
                .hasSize(13);
    }

    @Test
    void readsTheAdminTokenOutOfItsDocument() throws IOException {
        Path file = directory.resolve("token.json");
        Files.writeString(file, "{\"access_token\":\"a.b.c\",\"token_type\":\"Bearer\"}\n");

        assertThat(SampleData.adminToken(file)).isEqualTo(Secret.of("a.b.c"));
    }

    private SampleData sample() {
        URI base = URI.create("http://localhost:" + server.getAddress().getPort());
        return new SampleData(http, base, Secret.of("t0"));
    }
}
