// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ClusterIds;
import dev.sluice.audit.AuditLog;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AuditConfig;
import dev.sluice.testkit.Conforms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

// Opening and closing a port for each test would take longer than all of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManagementEndpointTest {
    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.006Z"));

    @TempDir private static Path directory;

    private final FakeGate gate = new FakeGate();
    private Catalog catalog;
    private AuditLog audit;
    private OpenDoor door;
    private ClusterIds ids;

    @BeforeAll
    void open() throws IOException {
        catalog = SqlCatalog.open(directory.resolve("catalog.sqlite"));
        audit = AuditLog.open(directory.resolve("audit.log"), CLOCK, AuditConfig.DEFAULT);
        ids = new ClusterIds(catalog.snapshot().accountId(), catalog.snapshot().clusterId());
        door =
                new OpenDoor(
                        new BodyMemory(4 << 20),
                        new ManagementEndpoint(
                                gate, EveryVerb.of(catalog, audit, CLOCK), ids, new Readiness()));
    }

    @AfterEach
    void startAfresh() {
        door.checkMemory();
        gate.forget();
    }

    @AfterAll
    void close() {
        door.close();
        audit.close();
        catalog.close();
    }

    @Test
    void createsAndListsDatabases() throws Exception {
        HttpResponse<String> made = post("/api/v0/databases", "{\"name\":\"made/7d\"}");

        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(made.body())
                .endsWith(
                        "\"name\":\"made/7d\",\"maxTables\":500,\"maxColumnsPerTable\":200,"
                                + "\"retentionPeriod\":0}");
        assertThat(get("/api/v0/databases").body()).contains(made.body());
    }

    @Test
    void theAccountFormAddsTheIdsToEveryObject() throws Exception {
        String members =
                "\"accountId\":\"%s\",\"clusterId\":\"%s\""
                        .formatted(ids.accountId(), ids.clusterId());

        assertThat(post(account() + "/databases", "{\"name\":\"account\"}").body())
                .startsWith("{" + members);
        assertThat(get(account() + "/databases").body()).startsWith("[{" + members);
        assertThat(post(account() + "/tokens", "{\"description\":\"x\"}").body())
                .startsWith("{" + members);
    }

    @Test
    void createsShowsAndRevokesTokens() throws Exception {
        HttpResponse<String> made =
                post(
                        "/api/v0/tokens",
                        "{\"description\":\"d\",\"permissions\":"
                                + "[{\"action\":\"write\",\"resource\":\"*\"}]}");
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.body())
                .matches(
                        "\\{\"id\":\"[0-9a-f-]{36}\",\"description\":\"d\",\"permissions\":"
                                + "\\[\\{\"action\":\"write\",\"resource\":\"\\*\"}],"
                                + "\"createdAt\":\"2026-01-02T03:04:05\\.006Z\","
                                + "\"accessToken\":\"apiv1_[A-Za-z0-9_-]{86}\"}");
        String path = "/api/v0/tokens/" + made.body().substring(7, 43);

        assertThat(get(path).body())
                .startsWith("{\"id\":\"" + made.body().substring(7, 43) + "\"")
                .doesNotContain("accessToken", "revokedAt");

        HttpResponse<String> revoked = delete(path);
        assertThat(revoked.statusCode()).isEqualTo(204);
        assertThat(revoked.body()).isEmpty();
        assertThat(delete(path).statusCode()).isEqualTo(204);
        assertThat(get(path).body()).contains("\"revokedAt\":\"2026-01-02T03:04:05.006Z\"");
    }

    @Test
    @Conforms("A-151")
    void aNameInUseIsAConflict() throws Exception {
        post("/api/v0/databases", "{\"name\":\"twice\"}");

        HttpResponse<String> second = post("/api/v0/databases", "{\"name\":\"twice\"}");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).startsWith("{\"code\":409,\"message\":\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v0/databases,LIST_DATABASES",
        "POST,/api/v0/databases,CREATE_DATABASE",
        "GET,/api/v0/tokens,LIST_TOKENS",
        "POST,/api/v0/tokens,CREATE_TOKEN",
        "GET,/api/v0/tokens/x,LIST_TOKENS",
        "DELETE,/api/v0/tokens/x,REVOKE_TOKEN",
        "GET,/api/v0/management-tokens,LIST_MANAGEMENT_TOKENS",
        "POST,/api/v0/management-tokens,CREATE_MANAGEMENT_TOKEN",
        "GET,/api/v0/management-tokens/x,LIST_MANAGEMENT_TOKENS",
        "DELETE,/api/v0/management-tokens/x,REVOKE_MANAGEMENT_TOKEN",
        "GET,/api/v0/users,LIST_USERS",
        "GET,/api/v0/cluster,GET_CLUSTER",
        "GET,/api/v0/whoami,WHO_AM_I",
    })
    void asksForTheRightOperationBeforeAnythingElse(String method, String path, String operation)
            throws Exception {
        HttpResponse<String> answer =
                door.send(
                        door.request(path)
                                .header("Authorization", "Bearer stranger")
                                .method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"code\":403,\"message\":\"forbidden\"}");
        assertThat(gate.asked()).containsExactly(operation);
    }

    @Test
    @Conforms("A-54")
    void challengesWhoeverSendsNothing() throws Exception {
        HttpResponse<String> answer = door.send("GET", "/api/v0/databases");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"code\":401,\"message\":\"unauthorized\"}");
        assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token good", "Basic eDpnb29k", "Bearer"})
    void challengesWhoeverSendsAnotherScheme(String authorization) throws Exception {
        HttpResponse<String> answer =
                door.send(door.request("/api/v0/databases").header("Authorization", authorization));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValue("Bearer error=\"invalid_token\"");
    }

    /// A request that repeats its credential is malformed (RFC 6750, 3.1), and still one without a
    /// good credential (admin.md 1.7).
    @Test
    void refusesTwoCredentials() throws Exception {
        HttpResponse<String> answer =
                door.send(
                        door.request("/api/v0/databases")
                                .header("Authorization", "Bearer good")
                                .header("Authorization", "Bearer good"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"code\":401,\"message\":\"unauthorized\"}");
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValue("Bearer error=\"invalid_request\"");
    }

    @Test
    @Conforms("A-36")
    void saysWhenToComeBackWhileNobodyCanDecide() throws Exception {
        HttpResponse<String> answer =
                door.send(door.request("/api/v0/databases").header("Authorization", "Bearer down"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"code\":503,\"message\":\"keys are away\"}");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "", "application/jsonx", "application/x-www-form"})
    void refusesBodiesOfAnotherType(String type) throws Exception {
        HttpRequest.Builder request =
                door.request("/api/v0/databases").header("Authorization", "Bearer good");
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }

        HttpResponse<String> answer =
                door.send(request.POST(BodyPublishers.ofString("{\"name\":\"typed\"}")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"code\":400,\"message\":\"content-type must be application/json, got"
                                + " \\\""
                                + type
                                + "\\\"\"}");
    }

    @Test
    void takesParametersOfTheType() throws Exception {
        assertThat(
                        door.send(
                                        door.request("/api/v0/tokens")
                                                .header("Authorization", "bearer  good")
                                                .header(
                                                        "Content-Type",
                                                        "Application/JSON; charset=utf-8")
                                                .POST(
                                                        BodyPublishers.ofString(
                                                                "{\"description\":\"x\"}")))
                                .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"name\":1}", "{\"name\":\"a b\"}"})
    void refusesBodiesThatMeanNothing(String body) throws Exception {
        HttpResponse<String> answer = post("/api/v0/databases", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"code\":400,\"message\":\"");
    }

    @Test
    void refusesABodyOverOneMebibyte() throws Exception {
        HttpResponse<String> answer =
                door.send(
                        door.request("/api/v0/databases")
                                .header("Authorization", "Bearer good")
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofInputStream(() ->
                                                new ByteArrayInputStream(
                                                        new byte[(1 << 20) + 1]))));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"code\":413,\"message\":\"max request size (1048576 bytes) exceeded\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-1-1-1-1", "00000000-0000-4000-8000-00000000000g"})
    void refusesIdsThatAreNone(String id) throws Exception {
        HttpResponse<String> answer = get("/api/v0/tokens/" + id);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"code\":400,\"message\":\"tokenId must be a UUID\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void doesNotFindUnknownTokens(String method) throws Exception {
        HttpResponse<String> answer =
                door.send(
                        door.request("/api/v0/tokens/" + UNKNOWN)
                                .header("Authorization", "Bearer good")
                                .method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("{\"code\":404,\"message\":\"");
    }

    @Test
    void doesNotFindAnotherAccountOrCluster() throws Exception {
        UUID account = ids.accountId();
        UUID cluster = ids.clusterId();

        assertThat(status(account, UUID.fromString(UNKNOWN))).isEqualTo(404);
        assertThat(status(UUID.fromString(UNKNOWN), cluster)).isEqualTo(404);
        assertThat(status("x", cluster)).isEqualTo(400);
        assertThat(status(account, "x")).isEqualTo(400);
        assertThat(status(account, cluster)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v0,404,not found",
        "GET,/api/v0/nothing,404,not found",
        "GET,/api/v0/tokens/,400,tokenId must be a UUID",
        "GET,/api/v0/databases/a/b,404,not found",
        "PUT,/api/v0/databases,405,method not allowed",
        "POST,/api/v0/tokens/x,405,method not allowed",
    })
    void refusesOtherPathsAndMethodsInItsOwnForm(
            String method, String path, int status, String message) throws Exception {
        HttpResponse<String> answer =
                door.send(
                        door.request(path)
                                .header("Authorization", "Bearer good")
                                .method(method, BodyPublishers.noBody()));

        assertThat(answer.body())
                .isEqualTo("{\"code\":" + status + ",\"message\":\"" + message + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    void tellsWhatAPathTakes() throws Exception {
        assertThat(door.send("PUT", "/api/v0/databases").headers().firstValue("allow"))
                .hasValue("GET, POST");
        assertThat(door.send("PUT", "/api/v0/tokens/x").headers().firstValue("allow"))
                .hasValue("GET, PATCH, DELETE");
    }

    private int status(Object account, Object cluster) throws Exception {
        return get("/api/v0/accounts/" + account + "/clusters/" + cluster + "/tokens").statusCode();
    }

    private String account() {
        return "/api/v0/accounts/" + ids.accountId() + "/clusters/" + ids.clusterId();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return door.send(door.request(path).header("Authorization", "Bearer good"));
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return door.send(door.request(path).header("Authorization", "Bearer good").DELETE());
    }

    private HttpResponse<String> post(String path, String json) throws Exception {
        return door.send(
                door.request(path)
                        .header("Authorization", "Bearer good")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }
}
