// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ClusterIds;
import dev.sluice.audit.AuditLog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AuditConfig;
import dev.sluice.model.DatabaseName;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every error on every route of the management API. That each has the JSON body, its own code in
/// it and the headers that belong to it, the client checks by the OpenAPI document (admin.md 4.2).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryRouteErrorsTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.006Z"));
    private static final UUID TOKEN = UUID.randomUUID();
    private static final UUID MANAGEMENT_TOKEN = UUID.randomUUID();

    @TempDir private static Path directory;

    private FaultyCatalog catalog;
    private AuditLog audit;
    private OpenDoor door;
    private ClusterIds ids;

    /// An operation and a request for it that would succeed, were the test not in its way.
    ///
    /// @param path of the short form, without its base
    record Route(String method, String path, String body) {
        boolean changes() {
            return !method.equals("GET");
        }

        boolean takesBody() {
            return !body.isEmpty();
        }
    }

    static List<Route> routes() {
        String token = "{\"description\":\"d\"}";
        String name = "{\"name\":\"next\"}";
        return List.of(
                new Route("GET", "/databases", ""),
                new Route("POST", "/databases", name),
                new Route("PATCH", "/databases/a%2Fb", "{\"maxTables\":7}"),
                new Route("DELETE", "/databases/a%2Fb", ""),
                new Route("PUT", "/databases/a%2Fb/rename", name),
                new Route("PUT", "/databases/3/undelete", ""),
                new Route("GET", "/databases/a%2Fb/tables", ""),
                new Route("POST", "/databases/a%2Fb/tables", name),
                new Route("DELETE", "/databases/a%2Fb/tables/t", ""),
                new Route("PUT", "/databases/a%2Fb/tables/t/rename", name),
                new Route("PUT", "/databases/a%2Fb/tables/4/undelete", ""),
                new Route("GET", "/tokens", ""),
                new Route("POST", "/tokens", token),
                new Route("GET", "/tokens/" + TOKEN, ""),
                new Route("PATCH", "/tokens/" + TOKEN, token),
                new Route("DELETE", "/tokens/" + TOKEN, ""),
                new Route("GET", "/management-tokens", ""),
                new Route("POST", "/management-tokens", token),
                new Route("GET", "/management-tokens/" + MANAGEMENT_TOKEN, ""),
                new Route("DELETE", "/management-tokens/" + MANAGEMENT_TOKEN, ""),
                new Route("GET", "/users", ""),
                new Route("GET", "/cluster", ""),
                new Route("GET", "/whoami", ""));
    }

    @BeforeAll
    void open() throws IOException {
        catalog = new FaultyCatalog(SqlCatalog.open(directory.resolve("catalog.sqlite")));
        furnish();
        audit = AuditLog.open(directory.resolve("audit.log"), CLOCK, AuditConfig.DEFAULT);
        ids = new ClusterIds(catalog.sound().accountId(), catalog.sound().clusterId());
        door = door(audit);
    }

    private OpenDoor door(AuditLog log) {
        return new OpenDoor(
                new BodyMemory(8 << 20),
                new ManagementEndpoint(
                        new FakeGate(), EveryVerb.of(catalog, log, CLOCK), ids, new Readiness()));
    }

    /// What the requests name: a live database with a live and a deleted table, a deleted database.
    private void furnish() {
        Instant now = CLOCK.instant();
        catalog.commit(database("a/b")).require();
        catalog.commit(new CatalogChange.CreateTable("a/b", "t", null)).require();
        catalog.commit(database("gone")).require();
        catalog.commit(new CatalogChange.CreateTable("a/b", "u", null)).require();
        catalog.commit(new CatalogChange.DeleteDatabase("gone", now)).require();
        catalog.commit(new CatalogChange.DeleteTable("a/b", "u", now)).require();
        catalog.commit(
                        new CatalogChange.CreateToken(
                                TOKEN, "before", List.of(), "0".repeat(128), now, null))
                .require();
        catalog.commit(
                        new CatalogChange.CreateManagementToken(
                                MANAGEMENT_TOKEN,
                                "before",
                                "M.V1.abcd",
                                "1".repeat(128),
                                now,
                                null,
                                null))
                .require();
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    @AfterEach
    void heal() {
        catalog.fail(FaultyCatalog.Fault.NONE);
        door.checkMemory();
    }

    @AfterAll
    void close() {
        door.close();
        audit.close();
        catalog.close();
    }

    private String account() {
        return "/accounts/" + ids.accountId() + "/clusters/" + ids.clusterId();
    }

    private HttpResponse<String> send(
            OpenDoor to, String token, String method, String path, String type, String body)
            throws Exception {
        return to.send(
                to.request("/api/v0" + path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body)));
    }

    private void assertBothForms(int status, String token, Route route) throws Exception {
        for (String form : List.of("", account())) {
            assertThat(
                            send(
                                            door,
                                            token,
                                            route.method(),
                                            form + route.path(),
                                            "application/json",
                                            route.body())
                                    .statusCode())
                    .as("%s of %s%s", status, form, route)
                    .isEqualTo(status);
        }
    }

    @Test
    @Conforms({"A-142", "A-143", "A-144"})
    void theRoutesOfThisTestAreAllThereAre() {
        List<String> shapes =
                routes().stream()
                        .map(route ->
                                route.method()
                                        + " "
                                        + route.path()
                                                .replaceAll("/[0-9a-f-]{36}|/a%2Fb|/[0-9]+", "/{}")
                                                .replaceAll("/tables/t(?=/|$)", "/tables/{}"))
                        .toList();

        assertThat(
                        door.routeTable().stream()
                                .filter(line -> !line.contains("accounts"))
                                .map(line ->
                                        line.replace("/api/v0", "").replaceAll("\\{\\w+}", "{}")))
                .containsExactlyInAnyOrderElementsOf(shapes);
    }

    @Test
    @Conforms("A-165")
    void whatIsNotOfTheOriginalAnswersInBothForms() throws Exception {
        for (String path :
                List.of(
                        "/databases?status=deleted",
                        "/databases/a%2Fb/tables?status=deleted",
                        "/management-tokens",
                        "/management-tokens/" + MANAGEMENT_TOKEN,
                        "/users",
                        "/cluster",
                        "/whoami")) {
            assertBothForms(200, FakeGate.GOOD, new Route("GET", path, ""));
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    @Conforms({"A-144", "A-145", "A-147"})
    void callersAreRefused(Route route) throws Exception {
        assertBothForms(403, "stranger", route);
        assertBothForms(503, FakeGate.DOWN, route);
        assertBothForms(429, FakeGate.SLOWED, route);
        for (String form : List.of("", account())) {
            assertThat(door.send(route.method(), "/api/v0" + form + route.path()).statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    @Conforms({"A-145", "A-147"})
    void accountsAreTakenAtTheirWord(Route route) throws Exception {
        String other = UUID.randomUUID().toString();
        for (String malformed :
                List.of(
                        account().replace(ids.accountId().toString(), "x"),
                        account().replace(ids.clusterId().toString(), "1-2-3-4-5"))) {
            assertThat(
                            send(
                                            door,
                                            FakeGate.GOOD,
                                            route.method(),
                                            malformed + route.path(),
                                            "application/json",
                                            route.body())
                                    .statusCode())
                    .isEqualTo(400);
        }
        for (String foreign :
                List.of(
                        account().replace(ids.accountId().toString(), other),
                        account().replace(ids.clusterId().toString(), other))) {
            assertThat(
                            send(
                                            door,
                                            FakeGate.GOOD,
                                            route.method(),
                                            foreign + route.path(),
                                            "application/json",
                                            route.body())
                                    .statusCode())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    @Conforms("A-147")
    void bodiesOutOfShapeAreRefused(Route route) throws Exception {
        if (!route.takesBody()) {
            return;
        }
        for (String body : List.of("", "{", "[]", "7", "null", "{\"x\":1,\"x\":2}", "{}")) {
            assertBothForms(400, FakeGate.GOOD, new Route(route.method(), route.path(), body));
        }
        assertBothForms(
                413,
                FakeGate.GOOD,
                new Route(route.method(), route.path(), " ".repeat((1 << 20) + 1)));
        assertThat(
                        send(
                                        door,
                                        FakeGate.GOOD,
                                        route.method(),
                                        route.path(),
                                        "text/plain",
                                        route.body())
                                .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("routes")
    @Conforms("A-147")
    void otherMethodsAndLongerPathsAreRefused(Route route) throws Exception {
        assertBothForms(405, FakeGate.GOOD, new Route("OPTIONS", route.path(), ""));
        assertBothForms(404, FakeGate.GOOD, new Route(route.method(), route.path() + "/x/y/z", ""));
    }

    // --- 500 and above -----------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("routes")
    @Conforms({"A-147", "A-164"})
    void aMistakeIsAnsweredAndNothingIsDone(Route route) throws Exception {
        if (route.path().equals("/whoami")) {
            // It asks nobody.
            return;
        }
        assertNothingIsDone(FaultyCatalog.Fault.MISTAKE, 500, route);
    }

    private void assertNothingIsDone(FaultyCatalog.Fault fault, int status, Route route)
            throws Exception {
        CatalogSnapshot before = catalog.sound();
        catalog.fail(fault);

        assertBothForms(status, FakeGate.GOOD, route);

        assertThat(catalog.sound()).isSameAs(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "UNKNOWN"})
    @Conforms({"A-147", "A-164"})
    void whatTheStoreDidNotTakeIsNotDone(FaultyCatalog.Fault fault) throws Exception {
        int status = fault == FaultyCatalog.Fault.UNAVAILABLE ? 503 : 500;
        for (Route route : routes()) {
            if (route.changes()) {
                assertNothingIsDone(fault, status, route);
            }
        }
    }

    @Test
    @Conforms({"A-147", "A-164"})
    void whatCannotBeAuditedIsNotDone() throws Exception {
        AuditLog closed =
                AuditLog.open(directory.resolve("closed.log"), CLOCK, AuditConfig.DEFAULT);
        closed.close();
        CatalogSnapshot before = catalog.sound();
        try (OpenDoor silent = door(closed)) {
            for (Route route : routes()) {
                if (route.changes()) {
                    assertThat(
                                    send(
                                                    silent,
                                                    FakeGate.GOOD,
                                                    route.method(),
                                                    route.path(),
                                                    "application/json",
                                                    route.body())
                                            .statusCode())
                            .as(route.toString())
                            .isEqualTo(503);
                }
            }
        }
        assertThat(catalog.sound()).isSameAs(before);
    }
}
