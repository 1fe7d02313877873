// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server as writers see it, with databases, and tokens of their kind.
final class DataServer implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final OneServer server;
    private final OneServer door;
    private final Deque<AutoCloseable> others = new ArrayDeque<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String admin;

    /// @param environment variables for its settings
    /// @param flags settings beside those of every server here
    DataServer(Path directory, Map<String, String> environment, Map<String, String> flags)
            throws Exception {
        ConfigSource source = OneServer.source(directory, 0);
        Map<String, String> all = new HashMap<>(source.flags());
        all.putAll(flags);
        this.server = new OneServer(directory, new ConfigSource(null, environment, all));
        this.door = server;
        this.admin = server.adminToken();
    }

    private DataServer(OneServer server, OneServer door) throws IOException {
        this.server = server;
        this.door = door;
        this.admin = server.adminToken();
    }

    /// The same, with a server in front that hands writes on: what is posted goes there.
    static DataServer routed(
            Path directory, Map<String, String> environment, Map<String, String> flags)
            throws Exception {
        PostgresServer postgres = PostgresServer.start();
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("INFLUXDB_IOX_CATALOG_DSN", postgres.createDatabase("catalog"));
        Path data = directory.resolve("all");
        Map<String, String> all = new HashMap<>(OneServer.source(data, 0).flags());
        all.putAll(flags);
        OneServer server = new OneServer(data, new ConfigSource(null, variables, all));
        Path kept = directory.resolve("router");
        Map<String, String> few = new HashMap<>(OneServer.source(kept, 0).flags());
        few.putAll(flags);
        few.put("cluster.ingester", server.url());
        few.put("access.keyDirectory", data.resolve("secrets/rsa-keys").toString());
        OneServer router =
                new OneServer(
                        kept,
                        new ConfigSource(null, variables, few),
                        OneServer.host(),
                        Role.ROUTER);
        DataServer routed = new DataServer(server, router);
        routed.others.push(postgres);
        routed.others.push(server);
        return routed;
    }

    /// Where data goes in.
    String url() {
        return door.url();
    }

    /// @param members of the request beside the name, such as `,"maxTables":3`
    DataServer withDatabase(String name, String members) throws Exception {
        HttpResponse<String> made =
                server.postJson(
                        "/api/v0/databases", admin, "{\"name\":\"" + name + "\"" + members + "}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        return this;
    }

    DataServer withDatabase(String name) throws Exception {
        return withDatabase(name, "");
    }

    /// Sends an administrator's request.
    HttpResponse<String> administer(String method, String path, String json) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    /// A database token.
    ///
    /// @param permissions each as `read db` or `write *`
    String token(String... permissions) throws Exception {
        List<String> listed = new ArrayList<>();
        for (String permission : permissions) {
            String[] words = permission.split(" ", -1);
            listed.add("{\"action\":\"" + words[0] + "\",\"resource\":\"" + words[1] + "\"}");
        }
        HttpResponse<String> made =
                administer(
                        "POST",
                        "/api/v0/tokens",
                        "{\"description\":\"w\",\"permissions\":["
                                + String.join(",", listed)
                                + "]}");
        return member(made, "accessToken");
    }

    /// A token for automation, which is none for data.
    String managementToken() throws Exception {
        return member(
                administer("POST", "/api/v0/management-tokens", "{\"description\":\"ci\"}"),
                "token");
    }

    private static String member(HttpResponse<String> answer, String name) {
        JsonNode value = MAPPER.readTree(answer.body()).get(name);
        assertThat(value).as(answer.body()).isNotNull();
        return value.stringValue();
    }

    /// Posts bytes.
    ///
    /// @param headers names and values in turns
    HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path))
                        .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// Posts lines as the administrator who made the server.
    HttpResponse<String> post(String path, String lines) throws Exception {
        return post(path, lines.getBytes(UTF_8), "Authorization", "Token " + admin);
    }

    HttpResponse<String> write(String database, String lines) throws Exception {
        return post("/api/v2/write?bucket=" + database, lines);
    }

    /// Gets a body that is no text.
    HttpResponse<byte[]> bytes(String path, String... headers) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url() + path)).headers(headers).build(),
                BodyHandlers.ofByteArray());
    }

    HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path))
                        .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// Every row of an SQL query, each as its values joined by `|`.
    List<String> query(String database, String sql) throws Exception {
        return server.query(database, admin, sql);
    }

    List<String> query(String database, String token, String sql) throws Exception {
        return server.query(database, token, sql);
    }

    /// Every row of an InfluxQL query, each as its values joined by `|`.
    List<String> influxql(String database, String text) throws Exception {
        return server.query(database, admin, "influxql", text);
    }

    static String basic(String user, String token) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + token).getBytes(UTF_8));
    }

    @Override
    public void close() {
        client.close();
        door.close();
        while (!others.isEmpty()) {
            try {
                others.pop().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
