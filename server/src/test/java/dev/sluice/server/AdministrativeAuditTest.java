// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever an administrator asks for, at whichever route, is in the audit log once (admin.md
/// 1.11).
final class AdministrativeAuditTest {
    private static final String AREA = " /api/v0/";

    @TempDir private static Path directory;
    private static SignedInServer server;

    @BeforeAll
    static void open() throws Exception {
        server = SignedInServer.start(directory, "failedAttemptsPerMinuteMax: 0");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static List<String> managementRoutes() {
        return server.routeTable().stream().filter(route -> route.contains(AREA)).toList();
    }

    private static HttpResponse<String> send(String route, String authorization) throws Exception {
        String method = route.substring(0, route.indexOf(' '));
        String path =
                route.substring(method.length() + 1)
                        .replaceAll("\\{[a-zA-Z]+}", UUID.randomUUID().toString());
        return server.send(method, path, authorization, "Content-Type", "application/json");
    }

    private static List<String> audited(HttpResponse<String> answer) throws Exception {
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        return server.audit().stream()
                .filter(line -> line.contains("\"requestId\":\"" + id + "\""))
                .toList();
    }

    private static List<String> decisions(HttpResponse<String> answer) throws Exception {
        return audited(answer).stream()
                .filter(line -> line.contains("\"event\":\"authentication\""))
                .toList();
    }

    @Test
    @Conforms("A-64")
    void everyRouteLeavesOneDecisionOfWhomItLetsIn() throws Exception {
        List<String> routes = managementRoutes();
        List<String> decisions = new ArrayList<>();
        for (String route : routes) {
            decisions.addAll(decisions(send(route, "Bearer " + server.admin())));
        }

        assertThat(routes).hasSizeGreaterThan(10);
        assertThat(decisions)
                .hasSameSizeAs(routes)
                .allMatch(line -> line.contains("\"outcome\":\"allowed\""));
    }

    @Test
    @Conforms("A-64")
    void everyRouteLeavesOneDecisionOfWhomItRefuses() throws Exception {
        List<String> routes = managementRoutes();
        List<String> decisions = new ArrayList<>();
        for (String route : routes) {
            decisions.addAll(decisions(send(route, "Bearer nobody")));
        }

        assertThat(decisions)
                .hasSameSizeAs(routes)
                .allMatch(line -> line.contains("\"outcome\":\"unauthenticated\""));
    }

    @Test
    void everyChangeLeavesIntentAndOutcomeToo() throws Exception {
        List<HttpResponse<String>> changes =
                List.of(
                        server.createDatabase("plant"),
                        server.createToken("for the plant"),
                        server.revoke(server.createToken("for a day")),
                        server.createManagementToken("for ci"),
                        server.revokeManagementToken(server.createManagementToken("for a day")));

        for (HttpResponse<String> change : changes) {
            assertThat(audited(change))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("\"event\":\"authentication\""),
                            intent -> assertThat(intent).contains("\"event\":\"change_intent\""),
                            outcome ->
                                    assertThat(outcome)
                                            .contains(
                                                    "\"event\":\"change_outcome\"",
                                                    "\"outcome\":\"committed\""));
        }
    }
}
