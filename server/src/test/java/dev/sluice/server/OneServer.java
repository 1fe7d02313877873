// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import dev.sluice.openapi.CheckedClient;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server in this process, with its clients.
// Flight's streams declare any exception on close.
@SuppressWarnings("try")
final class OneServer implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path directory;
    private final RunningServer server;
    private final HttpClient client = CheckedClient.of(HttpClient.newHttpClient());

    OneServer(Path directory) {
        this(directory, source(directory, 0));
    }

    /// @param directory the data directory that `source` names
    OneServer(Path directory, ConfigSource source) {
        this(directory, source, host());
    }

    /// @param directory the data directory that `source` names
    OneServer(Path directory, ConfigSource source, Host host) {
        this(directory, source, host, Role.ALL);
    }

    /// @param directory the data directory that `source` names
    OneServer(Path directory, ConfigSource source, Host host, Role role) {
        this.directory = directory;
        if (role == Role.ALL) {
            offerKeys(directory);
        }
        this.server = role.start(config(source), source, host);
    }

    private static void offerKeys(Path directory) {
        try {
            PreparedKeys.offerTo(directory.resolve("secrets"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Host host() {
        return new Host(Map.of(), Clock.systemUTC(), "9.8.7", 2, 512L << 20);
    }

    static ConfigSource source(Path directory, int port) {
        return source(directory, port, null);
    }

    /// The settings of the file, with a data directory and a port of our own.
    static ConfigSource source(Path directory, int port, @Nullable Path file) {
        return new ConfigSource(
                file,
                Map.of(),
                Map.of(
                        "data.directory",
                        directory.toString(),
                        "http.port",
                        String.valueOf(port),
                        "query.memoryBytesMax",
                        String.valueOf(128 << 20)));
    }

    /// Any port for users, and one for whoever watches the server.
    static ConfigSource watched(Path directory, String metricsPort) {
        ConfigSource source = source(directory, 0);
        Map<String, String> flags = new HashMap<>(source.flags());
        flags.put("metrics.port", metricsPort);
        return new ConfigSource(null, Map.of(), flags);
    }

    /// Where a server of a directory tells its metrics.
    static URI metricsUrl(Path directory) throws IOException {
        String json = Files.readString(directory.resolve("server.json"));
        return URI.create(new JsonMapper().readTree(json).get("metricsUrl").stringValue());
    }

    /// What the server of a directory measures.
    ///
    /// @param metric with its labels, as it is told
    static double measured(Path directory, String metric) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(metricsUrl(directory)).build(),
                            BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(metric + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                    .sum();
        }
    }

    static ServerConfig config(ConfigSource source) {
        return switch (source.load()) {
            case ConfigLoading.Loaded(ServerConfig config, _) -> config;
            case ConfigLoading.Refused(var problems) -> throw new AssertionError(problems);
        };
    }

    int port() {
        return server.address().getPort();
    }

    String url() {
        return server.url();
    }

    List<String> routeTable() {
        return server.routeTable();
    }

    /// The admin token, as `influxctl` reads it.
    String adminToken() throws IOException {
        String json = Files.readString(directory.resolve("secrets").resolve("token.json"));
        return MAPPER.readTree(json).get("access_token").stringValue();
    }

    /// Makes a database.
    ///
    /// @return a token that may do everything there
    String createDatabase(String name) throws Exception {
        String token = adminToken();
        HttpResponse<String> answer =
                postJson("/api/v0/databases", token, "{\"name\":\"" + name + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return token;
    }

    HttpResponse<String> get(String path, String token) throws Exception {
        return send(request(path, token));
    }

    HttpResponse<String> getWithoutCredential(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url() + path)));
    }

    HttpResponse<String> delete(String path, String token) throws Exception {
        return send(request(path, token).DELETE());
    }

    HttpResponse<String> put(String path, String token) throws Exception {
        return send(request(path, token).PUT(BodyPublishers.noBody()));
    }

    HttpResponse<String> postJson(String path, String token, String json) throws Exception {
        return send(
                request(path, token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> write(String database, String token, String lines) throws Exception {
        return send(
                request("/api/v2/write?bucket=" + database, token)
                        .POST(BodyPublishers.ofString(lines)));
    }

    /// As clients of version 1 write.
    HttpResponse<String> writeByParameter(String database, String token, String lines)
            throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(url() + "/write?db=" + database + "&p=" + token))
                        .POST(BodyPublishers.ofString(lines)));
    }

    /// Every row of an SQL query, each as its values joined by `|`.
    List<String> query(String database, String token, String sql) throws Exception {
        return query(database, token, "sql", sql);
    }

    /// Every row of a query, each as its values joined by `|`.
    ///
    /// @param language the ticket's `query_type`
    List<String> query(String database, String token, String language, String text)
            throws Exception {
        return rows(
                token,
                MAPPER.createObjectNode()
                        .put("database", database)
                        .put("sql_query", text)
                        .put("query_type", language));
    }

    /// The same in SQL, for whoever may see the system tables.
    List<String> queryWithDebugging(String database, String token, String sql) throws Exception {
        return rows(
                token,
                MAPPER.createObjectNode()
                        .put("database", database)
                        .put("sql_query", sql)
                        .put("is_debug", true));
    }

    private List<String> rows(String token, JsonNode json) throws Exception {
        String ticket = MAPPER.writeValueAsString(json);
        try (RootAllocator memory = new RootAllocator();
                FlightClient flight =
                        FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", port()))
                                .build();
                FlightStream stream =
                        flight.getStream(
                                new Ticket(ticket.getBytes(StandardCharsets.UTF_8)),
                                new CredentialCallOption(headers ->
                                        headers.insert("authorization", "Bearer " + token)))) {
            return FlightRows.of(stream);
        }
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
