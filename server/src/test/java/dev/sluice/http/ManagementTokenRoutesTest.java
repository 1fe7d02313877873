// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ClusterIds;
import dev.sluice.audit.AuditLog;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.UserEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AuditConfig;
import dev.sluice.config.UserGroup;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The routes of management tokens, users, cluster and caller (admin.md 4.6).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManagementTokenRoutesTest {
    private static final String TOKENS = "/api/v0/management-tokens";
    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.006Z"));

    @TempDir private static Path directory;

    private final Readiness readiness = new Readiness();
    private Catalog catalog;
    private AuditLog audit;
    private OpenDoor door;
    private String ids = "";
    private String account = "";

    @BeforeAll
    void open() throws IOException {
        catalog = SqlCatalog.open(directory.resolve("catalog.sqlite"), CLOCK);
        audit = AuditLog.open(directory.resolve("audit.log"), CLOCK, AuditConfig.DEFAULT);
        ClusterIds own =
                new ClusterIds(catalog.snapshot().accountId(), catalog.snapshot().clusterId());
        ids =
                "\"accountId\":\"%s\",\"clusterId\":\"%s\""
                        .formatted(own.accountId(), own.clusterId());
        account = "/api/v0/accounts/" + own.accountId() + "/clusters/" + own.clusterId();
        door =
                new OpenDoor(
                        new BodyMemory(4 << 20),
                        new ManagementEndpoint(
                                new FakeGate(),
                                EveryVerb.of(catalog, audit, CLOCK),
                                own,
                                readiness));
    }

    @AfterAll
    void close() {
        door.close();
        audit.close();
        catalog.close();
    }

    private HttpResponse<String> send(String method, String path, String json) throws Exception {
        return door.send(
                door.request(path)
                        .header("Authorization", "Bearer good")
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "");
    }

    @Test
    void managementTokensAreMadeShownAndRevoked() throws Exception {
        HttpResponse<String> made =
                send(
                        "POST",
                        TOKENS,
                        "{\"description\":\"ci\",\"expiresAt\":\"2026-02-01T00:00:00Z\"}");
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.body())
                .matches(
                        "\\{\"id\":\"[0-9a-f-]{36}\",\"description\":\"ci\","
                                + "\"prefix\":\"M\\.V1\\.[A-Za-z0-9+/]{4}\","
                                + "\"createdAt\":\"2026-01-02T03:04:05\\.006Z\","
                                + "\"expiresAt\":\"2026-02-01T00:00:00\\.000Z\","
                                + "\"token\":\"M\\.V1\\.[A-Za-z0-9+/]{86}==\"}");
        String id = made.body().substring(7, 43);
        String shown = made.body().substring(0, made.body().indexOf(",\"token\"")) + "}";

        assertThat(get(TOKENS).body()).contains(shown).doesNotContain("\"token\"");
        assertThat(get(TOKENS + "/" + id).body()).isEqualTo(shown);

        for (int i = 0; i < 2; i++) {
            HttpResponse<String> revoked = send("DELETE", TOKENS + "/" + id, "");
            assertThat(revoked.statusCode()).isEqualTo(204);
            assertThat(revoked.body()).isEmpty();
        }
        assertThat(get(TOKENS + "/" + id).body())
                .contains("\"revokedAt\":\"2026-01-02T03:04:05.006Z\"");
    }

    @Test
    void theAccountFormAddsTheIdsToEveryObject() throws Exception {
        listAda();

        assertThat(send("POST", account + "/management-tokens", "{\"description\":\"x\"}").body())
                .startsWith("{" + ids);
        assertThat(get(account + "/management-tokens").body()).startsWith("[{" + ids);
        assertThat(get(account + "/users").body()).startsWith("[{" + ids);
        assertThat(get(account + "/whoami").body()).startsWith("{" + ids);
        assertThat(get(account + "/cluster").body()).isEqualTo(get("/api/v0/cluster").body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|the body is empty, expected JSON",
                "[]|the body must be a JSON object",
                "{}|description is required",
                "{\"description\":\" \"}|description must not be blank",
                "{\"description\":\"d\",\"expiresAt\":\"2026-01-02T03:04:05.006Z\"}"
                        + "|expiresAt 2026-01-02T03:04:05.006Z is in the past",
            })
    void requestsThatMeanNothingAreRefused(String body, String message) throws Exception {
        String before = get(TOKENS).body();

        HttpResponse<String> answer = send("POST", TOKENS, body == null ? "" : body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"code\":400,\"message\":\"" + message + "\"}");
        assertThat(get(TOKENS).body()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void idsThatAreNoneAreRefusedBeforeUnknownOnes(String method) throws Exception {
        HttpResponse<String> none = send(method, TOKENS + "/x", "");
        HttpResponse<String> unknown = send(method, TOKENS + "/" + UNKNOWN, "");

        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body()).isEqualTo("{\"code\":400,\"message\":\"tokenId must be a UUID\"}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body())
                .isEqualTo(
                        "{\"code\":404,\"message\":\"management token "
                                + UNKNOWN
                                + " not found\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/management-tokens,'GET, POST'",
        "PATCH,/management-tokens/x,'GET, DELETE'",
        "POST,/users,GET",
        "DELETE,/cluster,GET",
        "PUT,/whoami,GET"
    })
    void otherMethodsAreToldWhatThePathTakes(String method, String path, String allowed)
            throws Exception {
        HttpResponse<String> answer = send(method, "/api/v0" + path, "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue(allowed);
    }

    @Test
    void usersAreShownWithThoseWhoAreNoLongerListed() throws Exception {
        listAda();
        assertThat(get("/api/v0/users").body())
                .isEqualTo(
                        """
                        [{"id":"00000000-0000-0001-0000-000000000002","externalId":"u-1",\
                        "firstName":"Ada","lastName":"L","email":"ada",\
                        "userGroups":["Admin"],"active":true}]\
                        """);
        catalog.commit(new CatalogChange.ReplaceUsers(List.of())).require();
        assertThat(get("/api/v0/users").body()).endsWith("\"active\":false}]");
    }

    @Test
    void theClusterSaysHowItWasReachedAndHowItIs() throws Exception {
        String uri = door.request("/").build().uri().toString();
        String url = uri.substring(0, uri.length() - 1);

        readiness.ready();
        assertThat(get("/api/v0/cluster").body())
                .isEqualTo(
                        "{"
                                + ids
                                + ",\"name\":\"127.0.0.1\",\"state\":\"ready\",\"url\":\""
                                + url
                                + "\",\"version\":\"9.8.7\","
                                + "\"createdAt\":\"2026-01-02T03:04:05.006Z\"}");
        readiness.draining();
        assertThat(get("/api/v0/cluster").body()).contains("\"state\":\"stopping\"");
    }

    @Test
    void callersLearnWhomTheyAreTakenFor() throws Exception {
        assertThat(get("/api/v0/whoami").body())
                .isEqualTo("{\"kind\":\"admin_token\",\"subject\":\"1\",\"userGroups\":[]}");
    }

    private void listAda() {
        catalog.commit(
                        new CatalogChange.ReplaceUsers(
                                List.of(
                                        new UserEntry(
                                                new UUID(1, 2),
                                                "keycloak",
                                                "u-1",
                                                "Ada",
                                                "L",
                                                "ada",
                                                Set.of(UserGroup.ADMIN),
                                                true))))
                .require();
    }
}
