// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.openapi.CheckedClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends what Terraform's provider for InfluxDB 3 sends, and reads answers as it does (admin.md
/// 4.7): the account form, all members of a new database always, an empty list of permissions as
/// `null`, lists in place of single databases.
final class TerraformProvider implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient client = CheckedClient.of(HttpClient.newHttpClient());
    private final String base;
    private final String token;

    private TerraformProvider(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /// A database as the configuration and the state have it.
    ///
    /// @param template JSON of a list; `[]` for none
    record Database(
            String name, int maxTables, int maxColumns, long retentionNanos, String template) {
        /// What the answer to an update is compared by.
        Database limits() {
            return new Database(name, maxTables, maxColumns, retentionNanos, "[]");
        }
    }

    /// A token as the configuration and the state have it.
    ///
    /// @param permissions JSON of a list
    /// @param expiresAt in whole seconds
    record Token(String description, String permissions, Optional<String> expiresAt) {}

    /// With a management token of its own, and the ids of the cluster.
    static TerraformProvider configure(OneServer server) throws Exception {
        String admin = server.adminToken();
        JsonNode cluster = MAPPER.readTree(server.get("/api/v0/cluster", admin).body());
        String token =
                MAPPER.readTree(
                                server.postJson(
                                                "/api/v0/management-tokens",
                                                admin,
                                                "{\"description\":\"terraform\"}")
                                        .body())
                        .get("token")
                        .stringValue();
        return new TerraformProvider(
                server.url()
                        + "/api/v0/accounts/"
                        + cluster.get("accountId").stringValue()
                        + "/clusters/"
                        + cluster.get("clusterId").stringValue(),
                token);
    }

    Database createDatabase(Database wanted) throws Exception {
        String body =
                """
                {"maxColumnsPerTable":%d,"maxTables":%d,"name":"%s","partitionTemplate":%s,\
                "retentionPeriod":%d}\
                """
                        .formatted(
                                wanted.maxColumns(),
                                wanted.maxTables(),
                                wanted.name(),
                                wanted.template(),
                                wanted.retentionNanos());
        return database(send(200, "POST", "/databases", body));
    }

    Database updateDatabase(Database wanted) throws Exception {
        String body =
                "{\"maxColumnsPerTable\":%d,\"maxTables\":%d,\"retentionPeriod\":%d}"
                        .formatted(
                                wanted.maxColumns(), wanted.maxTables(), wanted.retentionNanos());
        return database(send(200, "PATCH", path(wanted.name()), body)).limits();
    }

    Optional<Database> readDatabase(String name) throws Exception {
        return send(200, "GET", "/databases", null)
                .valueStream()
                .filter(database -> database.get("name").stringValue().equals(name))
                .map(TerraformProvider::database)
                .findFirst();
    }

    void deleteDatabase(String name) throws Exception {
        send(204, "DELETE", path(name), null);
    }

    /// Applies a new token; the answer is its id.
    String createToken(Token wanted) throws Exception {
        String expiry = wanted.expiresAt().map(at -> ",\"expiresAt\":\"" + at + "\"").orElse("");
        JsonNode created =
                send(
                        200,
                        "POST",
                        "/tokens",
                        "{\"description\":\"%s\",\"permissions\":%s%s}"
                                .formatted(
                                        wanted.description(), sent(wanted.permissions()), expiry));
        String id = created.get("id").stringValue();
        assertThat(token(created)).isEqualTo(wanted);
        assertThat(send(200, "GET", "/tokens/" + id, null).get("createdAt"))
                .isEqualTo(created.get("createdAt"));
        return id;
    }

    void updateToken(String id, Token wanted) throws Exception {
        JsonNode updated =
                send(
                        200,
                        "PATCH",
                        "/tokens/" + id,
                        "{\"description\":\"%s\",\"permissions\":%s}"
                                .formatted(wanted.description(), sent(wanted.permissions())));
        assertThat(token(updated)).isEqualTo(wanted);
    }

    Token readToken(String id) throws Exception {
        return token(send(200, "GET", "/tokens/" + id, null));
    }

    Instant revokedAt(String id) throws Exception {
        return Instant.parse(
                send(200, "GET", "/tokens/" + id, null).get("revokedAt").stringValue());
    }

    void deleteToken(String id) throws Exception {
        send(204, "DELETE", "/tokens/" + id, null);
    }

    private static String path(String name) {
        return "/databases/" + name.replace("/", "%2F");
    }

    /// A list without elements is no list in the provider's language.
    private static String sent(String permissions) {
        return permissions.equals("[]") ? "null" : permissions;
    }

    private static Database database(JsonNode json) {
        return new Database(
                json.get("name").stringValue(),
                json.get("maxTables").intValue(),
                json.get("maxColumnsPerTable").intValue(),
                json.get("retentionPeriod").longValue(),
                json.has("partitionTemplate") ? json.get("partitionTemplate").toString() : "[]");
    }

    private static Token token(JsonNode json) {
        return new Token(
                json.get("description").stringValue(),
                json.get("permissions").toString(),
                Optional.ofNullable(json.get("expiresAt"))
                        .map(JsonNode::stringValue)
                        .map(OffsetDateTime::parse)
                        .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toInstant().toString()));
    }

    private JsonNode send(int expected, String method, String path, @Nullable String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Accept", "application/json")
                        .header("Authorization", "Bearer " + token);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body));
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        return MAPPER.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
