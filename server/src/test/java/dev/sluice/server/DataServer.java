// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server as writers see it, with databases, and tokens of their kind.
final class DataServer implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final OneServer server;
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
        this.admin = server.adminToken();
    }

    String url() {
        return server.url();
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
                HttpRequest.newBuilder(URI.create(url() + path))
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
        server.close();
    }
}
