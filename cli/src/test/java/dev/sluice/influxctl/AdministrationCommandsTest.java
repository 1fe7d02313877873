// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands about management tokens, users and the cluster (admin.md 3.7 and 3.8).
final class AdministrationCommandsTest {
    private static final String ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String OTHER_ID = "16fd2706-8baf-433b-82eb-8c7fada847da";
    private static final String THIRD_ID = "9c5b94b1-35ad-49bb-b118-8e8fc24abf80";
    private static final String TOKEN =
            """
            {"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","description":"terraform",
             "prefix":"M.V1.+5Jk","createdAt":"2026-03-01T11:00:00.250Z",
             "expiresAt":"2027-01-01T00:00:00.000Z",
             "createdBy":"56d8a335-fe79-59c1-bd64-a2f5b4c34ecd"%s}
            """;
    private static final String REVOKED =
            """
            {"id":"16fd2706-8baf-433b-82eb-8c7fada847da","description":"an old one",
             "prefix":"M.V1.Zz/0","createdAt":"2025-01-01T00:00:00.000Z",
             "revokedAt":"2026-02-01T09:30:00.000Z"}
            """;
    private static final String ENDLESS =
            """
            {"id":"9c5b94b1-35ad-49bb-b118-8e8fc24abf80","description":"ci",
             "prefix":"M.V1.AAAA","createdAt":"2025-06-01T00:00:00.000Z"}
            """;
    private static final String USERS =
            """
            [{"id":"56d8a335-fe79-59c1-bd64-a2f5b4c34ecd","externalId":"u-1","firstName":"Ada",
              "lastName":"Lovelace","email":"ada@example.com","userGroups":["Admin"],
              "active":true},
             {"id":"726be793-f178-527a-bfd0-0a63d35bab99","externalId":"u-2","firstName":"Gone",
              "lastName":"Long","email":"gone@example.com","userGroups":["Admin"],
              "active":false},
             {"id":"ca274e7d-aea5-5581-85d8-d2d55e894f9a","externalId":"u-3","firstName":"Bob",
              "lastName":"","email":"-","userGroups":["Member","Auditor"],"active":true}]
            """;
    private static final String CLUSTER =
            """
            {"accountId":"16fd2706-8baf-433b-82eb-8c7fada847da",
             "clusterId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","name":"cluster-host.com",
             "state":"ready","url":"https://cluster-host.com:8086","version":"1.2.3",
             "createdAt":"2026-01-01T00:00:00.500Z"}
            """;

    @TempDir private Path home;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        bench.config(Workbench.profile(bench.cluster().port()));
        bench.variable("INFLUXCTL_MGMT_TOKEN", "M.V1.secret");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static String tokens() {
        return "[" + REVOKED + "," + ENDLESS + "," + TOKEN.formatted("") + "]";
    }

    private static Answer created() {
        return Answer.json(
                200, TOKEN.formatted(",\"token\":\"M.V1.+5Jk" + "x".repeat(82) + "==\""));
    }

    @Test
    @Conforms("A-134")
    void createsAManagementTokenAndPrintsItLast() {
        bench.cluster().answer(created());

        Outcome outcome =
                bench.run(
                        "management",
                        "create",
                        "--description",
                        "terraform",
                        "--expires-at",
                        "2027-01-01T00:00:00+0000");

        assertThat(outcome.exitCode()).isZero();
        Golden.check("management-create.txt", outcome.out());
        Golden.check("token-create.err", outcome.err());
        StubCluster.Request request = bench.cluster().requests().getFirst();
        assertThat(request.line()).isEqualTo("POST /api/v0/management-tokens");
        assertThat(request.body())
                .isEqualTo(
                        "{\"description\":\"terraform\","
                                + "\"expiresAt\":\"2027-01-01T00:00:00.000Z\"}");
    }

    @Test
    void createsAManagementTokenAsOneJsonObject() {
        bench.cluster().answer(created());

        Outcome outcome = bench.run("management", "create", "--format", "json");

        assertThat(outcome.err()).isEmpty();
        Golden.check("management-create.json", outcome.out());
    }

    @Test
    void saysThatAManagementTokenIsThereWhoseTextCouldNotBeWritten() {
        bench.cluster().answer(created());

        Outcome outcome = bench.runOnto(Workbench.full(), "management", "create");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("is there, but its text", ": end it with influxctl management revoke ");
    }

    @Test
    @Conforms("A-134")
    void describesAManagementTokenByTheTimeWhenNobodyElseDoes() {
        bench.cluster().answer(created());

        bench.run("management", "create");

        assertThat(bench.cluster().requests().getFirst().body())
                .isEqualTo("{\"description\":\"influxctl 2026-03-01T12:00:00Z\"}");
    }

    @Test
    void refusesAnExpiryInThePast() {
        Outcome outcome = bench.run("management", "create", "--expires-at", "2026-03-01T12:00:00Z");

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "error\t--expires-at 2026-03-01T12:00:00Z is in the past\n"));
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    @Conforms("A-172")
    void saysThatAManagementTokenMayNotMakeAnother() {
        bench.cluster().answer(Answer.refusal(403, "forbidden"));

        assertThat(bench.run("management", "create", "--description", "x"))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "error\tfailed to create management token \"x\": 403 forbidden: the"
                                        + " cluster knows the management token, but it is not"
                                        + " permitted to do this; an administrator who signs in"
                                        + " may be\n"));
    }

    @Test
    @Conforms("A-134")
    void listsManagementTokensWithRevokedOnes() {
        bench.cluster().answer(Answer.json(200, tokens()));

        Golden.check("management-list.txt", bench.run("management", "list").out());
        assertThat(bench.cluster().requests().getFirst().line())
                .isEqualTo("GET /api/v0/management-tokens");
    }

    @Test
    void listsManagementTokensAsJson() {
        bench.cluster().answer(Answer.json(200, tokens()));

        Golden.check(
                "management-list.json", bench.run("management", "list", "--format", "json").out());
    }

    @Test
    void listsNoManagementTokensAsAnEmptyArray() {
        bench.cluster().answer(Answer.json(200, "[]"));

        assertThat(bench.run("management", "list", "--format=json").out()).isEqualTo("[]\n");
    }

    @ParameterizedTest
    @CsvSource({
        "created, old endless new",
        "id, old new endless",
        "description, old endless new",
        "prefix, new endless old",
        "expires, new old endless",
        "revoked, old endless new"
    })
    @Conforms("A-134")
    void sortsManagementTokens(String by, String order) {
        bench.cluster()
                .answer(
                        Answer.json(
                                200,
                                "[" + REVOKED + "," + ENDLESS + "," + TOKEN.formatted("") + "]"));

        String out = bench.run("management", "list", "--sort", by).out();

        String found =
                out.lines()
                        .map(line ->
                                line.contains(ID)
                                        ? "new"
                                        : line.contains(OTHER_ID)
                                                ? "old"
                                                : line.contains(THIRD_ID) ? "endless" : "")
                        .filter(word -> !word.isEmpty())
                        .reduce("", (left, right) -> left + " " + right)
                        .strip();
        assertThat(found).isEqualTo(order);
    }

    @Test
    @Conforms({"A-112", "A-113", "A-134"})
    void goesOnRevokingAfterAFailure() {
        bench.cluster()
                .answer(
                        Answer.refusal(404, "no such token"),
                        new Answer(204, "application/json", ""));

        Outcome outcome = bench.runWithInput("yes\n", "management", "revoke", ID, OTHER_ID);

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                1,
                                "management token " + OTHER_ID + " successfully revoked\n",
                                "Are you sure you want to revoke management tokens "
                                        + ID
                                        + ", "
                                        + OTHER_ID
                                        + "? [y/N]: error\tfailed to revoke management token "
                                        + ID
                                        + ": 404 not found: no such token\n"));
        assertThat(bench.cluster().requests().getLast().line())
                .isEqualTo("DELETE /api/v0/management-tokens/" + OTHER_ID);
    }

    @Test
    void revokesNoManagementTokenUnasked() {
        Outcome outcome = bench.run("management", "revoke", ID);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).endsWith("error\tno management token was revoked\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    @Conforms({"A-112", "A-134"})
    void asksOfTheIdsThatAreUuidsAndGoesOn() {
        bench.cluster().answer(new Answer(204, "application/json", ""));

        Outcome outcome = bench.runWithInput("y\n", "management", "revoke", "17", ID);

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                1,
                                "management token " + ID + " successfully revoked\n",
                                "error\ttoken id \"17\" is not a UUID; see influxctl management"
                                        + " list\n"
                                        + "Are you sure you want to revoke management token "
                                        + ID
                                        + "? [y/N]: "));
    }

    @Test
    void refusesAnIdThatIsNoUuidWithoutAskingTheCluster() {
        Outcome outcome = bench.run("management", "revoke", "--force", "17");

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "error\ttoken id \"17\" is not a UUID; see influxctl management"
                                        + " list\n"));
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    @Conforms("A-135")
    void listsTheUsersInForce() {
        bench.cluster().answer(Answer.json(200, USERS));

        Golden.check("user-list.txt", bench.run("user", "list").out());
        assertThat(bench.cluster().requests().getFirst().line()).isEqualTo("GET /api/v0/users");
    }

    @Test
    @Conforms("A-135")
    void listsTheUsersInForceAsJson() {
        bench.cluster().answer(Answer.json(200, USERS));

        Golden.check("user-list.json", bench.run("user", "list", "--format", "json").out());
    }

    @Test
    void listsNoUsersAsAnEmptyArray() {
        bench.cluster().answer(Answer.json(200, "[]"));

        assertThat(bench.run("user", "list", "--format=json").out()).isEqualTo("[]\n");
    }

    @Test
    @Conforms("A-136")
    void showsTheCluster() {
        bench.cluster().answer(Answer.json(200, CLUSTER));

        Golden.check("cluster-get.txt", bench.run("cluster", "get", ID).out());
        assertThat(bench.cluster().requests().getFirst().line()).isEqualTo("GET /api/v0/cluster");
    }

    @Test
    void showsTheClusterAsJson() {
        bench.cluster().answer(Answer.json(200, CLUSTER));

        Golden.check("cluster-get.json", bench.run("cluster", "get", "--format=json", ID).out());
    }

    @Test
    void doesNotFindAnotherCluster() {
        bench.cluster().answer(Answer.json(200, CLUSTER));

        assertThat(bench.run("cluster", "get", OTHER_ID))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "error\tfailed to get cluster "
                                        + OTHER_ID
                                        + ": not found; the profile \"default\" leads to cluster "
                                        + ID
                                        + "\n"));
    }

    @Test
    void refusesAClusterIdThatIsNoUuidWithoutAskingTheCluster() {
        assertThat(bench.run("cluster", "get", "main").err())
                .isEqualTo("error\tcluster id \"main\" is not a UUID\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster list",
                "cluster list --format json",
                "cluster create",
                "cluster create main --region eu --category internal --query-units 2",
                "cluster update 3f2504e0-4f89-41d3-9a0c-0305e82c3301 --state=deleted",
                "user invite Ada Lovelace ada@example.com",
                "user delete u-1"
            })
    @Conforms("A-136")
    void refusesWhatClusteredDoesNotHaveWithoutAskingTheCluster(String call) {
        assertThat(bench.run(call.split(" ", -1)))
                .isEqualTo(new Outcome(1, "", "error\tnot supported by InfluxDB Clustered\n"));
        assertThat(bench.cluster().requests()).isEmpty();
    }
}
