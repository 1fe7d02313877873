// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.auth.UserIds;
import dev.sluice.config.UserGroup;
import dev.sluice.model.Operation;
import dev.sluice.openapi.CheckedClient;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.StubIdentityProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each operation for each group at the door of a whole server (admin.md 1.9), and that 401, 403
/// and 503 are never mixed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GroupsAtTheDoorTest {
    private static final String NONE = UUID.randomUUID().toString();

    @TempDir private static Path directory;

    private final StubIdentityProvider provider = StubIdentityProvider.start();
    private final StubIdentityProvider away = StubIdentityProvider.start();
    private final HttpClient client =
            CheckedClient.of(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    private OneServer server;
    private OneServer withoutKeys;

    /// What an operation is asked for by, and what the table says of each group.
    ///
    /// @param success the status for those who may; 404 where nothing of that id exists
    private record Row(
            String method,
            String path,
            String body,
            int success,
            boolean admin,
            boolean member,
            boolean auditor) {
        boolean allows(UserGroup group) {
            return switch (group) {
                case ADMIN -> admin;
                case MEMBER -> member;
                case AUDITOR -> auditor;
            };
        }
    }

    @BeforeAll
    void open() throws Exception {
        server = start("here", provider);
        away.goDown();
        withoutKeys = start("away", away);
    }

    @AfterAll
    void close() {
        client.close();
        server.close();
        withoutKeys.close();
        provider.close();
        away.close();
    }

    private OneServer start(String name, StubIdentityProvider keys) throws Exception {
        Path own = Files.createDirectories(directory.resolve(name));
        Path file =
                Files.writeString(
                        own.resolve("server.yaml"),
                        """
                        admin:
                          identityProvider: keycloak
                          jwksEndpoint: %s
                          users:
                            - {id: admin, firstName: A, lastName: A, email: a}
                            - {id: member, firstName: M, lastName: M, email: m,
                               userGroups: [Member]}
                            - {id: auditor, firstName: U, lastName: U, email: u,
                               userGroups: [Auditor]}
                            - {id: both, firstName: B, lastName: B, email: b,
                               userGroups: [Auditor, Member]}
                        sluice:
                          access: {failedAttemptsPerMinuteMax: 0}
                        """
                                .formatted(keys.keysUrl()));
        return new OneServer(own, OneServer.source(own, 0, file));
    }

    private static Row row(Operation operation) {
        String token = "{\"description\":\"d\"}";
        String database = "{\"name\":\"db-" + UUID.randomUUID() + "\"}";
        return switch (operation) {
            case LIST_DATABASES -> new Row("GET", "/databases", "", 200, true, true, true);
            case CREATE_DATABASE ->
                    new Row("POST", "/databases", database, 200, true, false, false);
            case UPDATE_DATABASE ->
                    new Row("PATCH", "/databases/x", "{\"maxTables\":1}", 404, true, false, false);
            case RENAME_DATABASE ->
                    new Row("PUT", "/databases/x/rename", database, 404, true, false, false);
            case DELETE_DATABASE -> new Row("DELETE", "/databases/x", "", 404, true, false, false);
            case UNDELETE_DATABASE ->
                    new Row("PUT", "/databases/99/undelete", "", 404, true, false, false);
            case LIST_TABLES -> new Row("GET", "/databases/x/tables", "", 404, true, true, true);
            case CREATE_TABLE ->
                    new Row("POST", "/databases/x/tables", database, 404, true, false, false);
            case RENAME_TABLE ->
                    new Row(
                            "PUT",
                            "/databases/x/tables/t/rename",
                            database,
                            404,
                            true,
                            false,
                            false);
            case DELETE_TABLE ->
                    new Row("DELETE", "/databases/x/tables/t", "", 404, true, false, false);
            case UNDELETE_TABLE ->
                    new Row("PUT", "/databases/x/tables/9/undelete", "", 404, true, false, false);
            case UPDATE_TOKEN ->
                    new Row("PATCH", "/tokens/" + NONE, token, 404, true, false, false);
            case LIST_TOKENS -> new Row("GET", "/tokens", "", 200, true, true, true);
            case CREATE_TOKEN -> new Row("POST", "/tokens", token, 200, true, true, false);
            case REVOKE_TOKEN -> new Row("DELETE", "/tokens/" + NONE, "", 404, true, false, false);
            case LIST_MANAGEMENT_TOKENS ->
                    new Row("GET", "/management-tokens", "", 200, true, false, true);
            case CREATE_MANAGEMENT_TOKEN ->
                    new Row("POST", "/management-tokens", token, 200, true, false, false);
            case REVOKE_MANAGEMENT_TOKEN ->
                    new Row("DELETE", "/management-tokens/" + NONE, "", 404, true, false, false);
            case LIST_USERS -> new Row("GET", "/users", "", 200, true, false, true);
            case GET_CLUSTER -> new Row("GET", "/cluster", "", 200, true, true, true);
            case WHO_AM_I -> new Row("GET", "/whoami", "", 200, true, true, true);
        };
    }

    private String token(String subject) {
        return provider.accessToken().claim("sub", subject).sign(provider.signer());
    }

    private HttpResponse<String> send(OneServer to, Row row, String token) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(to.url() + "/api/v0" + row.path()))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(row.method(), BodyPublishers.ofString(row.body()))
                        .build(),
                BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource
    @Conforms({"A-59", "A-60", "A-61"})
    void everyGroupMayWhatTheTableSays(Operation operation) throws Exception {
        Row row = row(operation);
        for (UserGroup group : UserGroup.values()) {
            HttpResponse<String> answer =
                    send(server, row, token(group.word().toLowerCase(Locale.ROOT)));

            assertThat(answer.statusCode())
                    .as("%s for %s", operation, group)
                    .isEqualTo(row.allows(group) ? row.success() : 403);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Conforms("A-62")
    void severalGroupsMayWhatAnyOfThemMay(Operation operation) throws Exception {
        Row row = row(operation);

        assertThat(send(server, row, token("both")).statusCode())
                .isEqualTo(row.member() || row.auditor() ? row.success() : 403);
    }

    @ParameterizedTest
    @EnumSource
    @Conforms("A-52")
    void whoeverIsNotListedIsForbiddenEverything(Operation operation) throws Exception {
        HttpResponse<String> answer = send(server, row(operation), token("nobody"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"code\":403,\"message\":\"forbidden\"}");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whoeverProvesNothingIsUnauthorized(Operation operation) throws Exception {
        for (String token : new String[] {token("admin") + "x", "M.V1.none", "apiv1_none"}) {
            HttpResponse<String> answer = send(server, row(operation), token);

            assertThat(answer.statusCode()).as(token).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("{\"code\":401,\"message\":\"unauthorized\"}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyCanSayWhileTheProvidersKeysAreAway(Operation operation) throws Exception {
        HttpResponse<String> answer =
                send(
                        withoutKeys,
                        row(operation),
                        away.accessToken().claim("sub", "nobody").sign(away.signer()));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(send(withoutKeys, row(operation), withoutKeys.adminToken()).statusCode())
                .isEqualTo(row(operation).success());
    }

    @Test
    void everybodyLearnsWhoTheyAre() throws Exception {
        assertThat(send(server, row(Operation.WHO_AM_I), token("both")).body())
                .isEqualTo(
                        "{\"kind\":\"oidc\",\"subject\":\"both\",\"userId\":\""
                                + UserIds.of("keycloak", "both")
                                + "\",\"userGroups\":[\"Member\",\"Auditor\"]}");
        assertThat(send(server, row(Operation.WHO_AM_I), server.adminToken()).body())
                .isEqualTo(
                        "{\"kind\":\"admin_token\",\"subject\":\"admin-token\","
                                + "\"userGroups\":[]}");
    }

    @Test
    void theUsersOfTheConfigurationAreListed() throws Exception {
        Map<String, String> groups =
                Map.of(
                        "admin", "[\"Admin\"]",
                        "member", "[\"Member\"]",
                        "auditor", "[\"Auditor\"]",
                        "both", "[\"Member\",\"Auditor\"]");

        String users = send(server, row(Operation.LIST_USERS), token("auditor")).body();

        groups.forEach((id, words) ->
                assertThat(users)
                        .containsPattern(
                                "\"id\":\""
                                        + UserIds.of("keycloak", id)
                                        + "\",\"externalId\":\""
                                        + id
                                        + "\"[^}]*\"userGroups\":"
                                        + Pattern.quote(words)
                                        + ",\"active\":true"));
    }
}
