// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static java.util.Locale.ROOT;
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
import org.junit.jupiter.params.provider.ValueSource;

/// The commands about databases and tokens, with a management token (admin.md 3.7 and 3.8).
final class ManagementCommandsTest {
    private static final String ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String OTHER_ID = "16fd2706-8baf-433b-82eb-8c7fada847da";
    private static final String TOKEN =
            """
            {"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","description":"grafana",
             "permissions":[{"action":"read","resource":"home"},{"action":"write","resource":"*"}],
             "createdAt":"2026-03-01T11:00:00.250Z","expiresAt":"2027-01-01T00:00:00.000Z"%s}
            """;
    private static final String REVOKED =
            """
            {"id":"16fd2706-8baf-433b-82eb-8c7fada847da","description":"an old one",
             "permissions":[],"createdAt":"2025-01-01T00:00:00.000Z",
             "revokedAt":"2026-02-01T09:30:00.000Z"}
            """;
    private static final String DATABASES =
            """
            [{"id":1,"name":"home","maxTables":500,"maxColumnsPerTable":250,"retentionPeriod":0},
             {"id":12,"name":"plant/7d","maxTables":5,"maxColumnsPerTable":60,
              "retentionPeriod":604800000000000}]
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

    @Test
    @Conforms("A-121")
    void listsDatabasesAsATable() {
        bench.cluster().answer(Answer.json(200, DATABASES));

        Golden.check("database-list.txt", bench.run("database", "list").out());
    }

    @Test
    @Conforms("A-121")
    void listsDatabasesAsJson() {
        bench.cluster().answer(Answer.json(200, DATABASES));

        Golden.check("database-list.json", bench.run("database", "list", "--format", "json").out());
    }

    @Test
    @Conforms("A-121")
    void listsNoDatabasesAsAnEmptyArray() {
        bench.cluster().answer(Answer.json(200, "[]"));

        assertThat(bench.run("database", "list", "--format=json").out()).isEqualTo("[]\n");
    }

    @Test
    @Conforms("A-88")
    void showsTheManagementTokenOnly() {
        bench.cluster().answer(Answer.json(200, "[]"));

        bench.run("database", "list");

        assertThat(bench.cluster().requests().getFirst().authorization())
                .isEqualTo("Bearer M.V1.secret");
    }

    @Test
    void createsADatabaseWithAllThreeLimits() {
        bench.cluster()
                .answer(
                        Answer.json(
                                200,
                                """
                                {"id":1,"name":"home","maxTables":500,"maxColumnsPerTable":250,
                                 "retentionPeriod":2592000000000000}
                                """));

        Outcome outcome = bench.run("database", "create", "--retention-period", "30d", "home");

        assertThat(outcome)
                .isEqualTo(new Outcome(0, "database \"home\" successfully created\n", ""));
        StubCluster.Request request = bench.cluster().requests().getFirst();
        assertThat(request.line()).isEqualTo("POST /api/v0/databases");
        assertThat(request.body())
                .contains(
                        "\"name\":\"home\"",
                        "\"maxTables\":500",
                        "\"maxColumnsPerTable\":250",
                        "\"retentionPeriod\":2592000000000000");
    }

    @Test
    @Conforms("A-115")
    void createsADatabaseWithTheDocumentedDefaults() {
        bench.cluster().answer(Answer.refusal(409, "taken"));

        bench.run("database", "create", "home");

        assertThat(bench.cluster().requests().getFirst().body())
                .contains("\"maxTables\":500", "\"maxColumnsPerTable\":250")
                .contains("\"retentionPeriod\":0");
    }

    @Test
    void takesFlagsBehindTheArgumentToo() {
        bench.cluster().answer(Answer.refusal(409, "taken"));

        bench.run("database", "create", "home", "--max-tables", "0", "-max-columns=7");

        assertThat(bench.cluster().requests().getFirst().body())
                .contains("\"maxTables\":500", "\"maxColumnsPerTable\":7");
    }

    @Test
    @Conforms({"A-109", "A-110"})
    void repeatsTheClustersWordsOnConflict() {
        bench.cluster().answer(Answer.refusal(409, "database name already in use"));

        assertThat(bench.run("database", "create", "home"))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "error\tfailed to create database \"home\": 409 conflict: database"
                                        + " name already in use\n"));
    }

    @Test
    void warnsOfAShortRetention() {
        bench.cluster().answer(Answer.refusal(400, "no"));

        Outcome outcome = bench.run("database", "create", "home", "--retention-period", "30m");

        assertThat(outcome.err()).startsWith("warn\ta retention period below 1h");
    }

    @Test
    @Conforms({"A-127", "A-128", "A-129"})
    void createsATokenAndPrintsItLast() {
        bench.cluster()
                .answer(
                        Answer.json(
                                200,
                                TOKEN.formatted(
                                        ",\"accessToken\":\"apiv1_" + "x".repeat(64) + "\"")));

        Outcome outcome =
                bench.run(
                        "token",
                        "create",
                        "--read-database",
                        "home",
                        "--write-database=*",
                        "--expires-at",
                        "2027-01-01T00:00:00+0000",
                        "grafana");

        assertThat(outcome.exitCode()).isZero();
        Golden.check("token-create.txt", outcome.out());
        Golden.check("token-create.err", outcome.err());
        assertThat(bench.cluster().requests().getFirst().body())
                .contains(
                        "\"permissions\":[{\"action\":\"read\",\"resource\":\"home\"},"
                                + "{\"action\":\"write\",\"resource\":\"*\"}]",
                        "\"expiresAt\":\"2027-01-01T00:00:00");
    }

    @Test
    void createsATokenAsOneJsonObject() {
        bench.cluster().answer(Answer.json(200, TOKEN.formatted(",\"accessToken\":\"apiv1_x\"")));

        Outcome outcome = bench.run("token", "create", "--format", "json", "grafana");

        assertThat(outcome.err()).isEmpty();
        Golden.check("token-create.json", outcome.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json"})
    void saysThatATokenIsThereWhoseTextCouldNotBeWritten(String format) {
        bench.cluster().answer(Answer.json(200, TOKEN.formatted(",\"accessToken\":\"apiv1_x\"")));

        Outcome outcome =
                bench.runOnto(Workbench.full(), "token", "create", "--format", format, "grafana");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains(
                        "error\ttoken 3f2504e0-4f89-41d3-9a0c-0305e82c3301 is there, but its text",
                        ": end it with influxctl token revoke 3f2504e0")
                .doesNotContain("apiv1_x");
    }

    @Test
    void refusesAnExpiryInThePast() {
        Outcome outcome = bench.run("token", "create", "--expires-at", "2026-03-01T11:59:59Z", "x");

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "error\t--expires-at 2026-03-01T11:59:59Z is in the past\n"));
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    @Conforms("A-130")
    void hidesRevokedTokens() {
        bench.cluster().answer(Answer.json(200, tokens()));

        Golden.check("token-list.txt", bench.run("token", "list").out());
    }

    @Test
    @Conforms("A-130")
    void listsRevokedTokensWhenAsked() {
        bench.cluster().answer(Answer.json(200, tokens()));

        Golden.check(
                "token-list-revoked.txt",
                bench.run("token", "list", "--include-revoked", "--sort", "description").out());
    }

    @Test
    void listsTokensAsJson() {
        bench.cluster().answer(Answer.json(200, tokens()));

        Golden.check(
                "token-list.json",
                bench.run("token", "list", "--include-revoked", "--format", "json").out());
    }

    @Test
    void showsOneTokenWithItsPermissions() {
        bench.cluster().answer(Answer.json(200, TOKEN.formatted("")));

        Golden.check("token-get.txt", bench.run("token", "get", ID).out());
    }

    @Test
    @Conforms("A-131")
    void showsARevokedTokenOnlyWhenAsked() {
        bench.cluster().answer(Answer.json(200, REVOKED), Answer.json(200, REVOKED));

        Outcome refused = bench.run("token", "get", OTHER_ID);
        Outcome shown = bench.run("token", "get", "--include-revoked", OTHER_ID);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("not found", "--include-revoked");
        assertThat(shown.exitCode()).isZero();
    }

    @Test
    @Conforms("A-113")
    void revokesAfterAYes() {
        bench.cluster().answer(new Answer(204, "application/json", ""));

        Outcome outcome = bench.runWithInput("YES\n", "token", "revoke", ID);

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                0,
                                "token " + ID + " successfully revoked\n",
                                "Are you sure you want to revoke token " + ID + "? [y/N]: "));
        assertThat(bench.cluster().requests().getFirst().line())
                .isEqualTo("DELETE /api/v0/tokens/" + ID);
    }

    @Test
    @Conforms("A-113")
    void revokesNothingAtTheEndOfInput() {
        Outcome outcome = bench.run("token", "revoke", ID);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).endsWith("error\tno token was revoked\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    @Conforms({"A-112", "A-113", "A-133"})
    void goesOnRevokingAfterAFailure() {
        bench.cluster()
                .answer(
                        Answer.refusal(404, "no such token"),
                        new Answer(204, "application/json", ""));

        Outcome outcome = bench.run("token", "delete", "--force", ID, OTHER_ID);

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                1,
                                "token " + OTHER_ID + " successfully revoked\n",
                                "error\tfailed to revoke token "
                                        + ID
                                        + ": 404 not found: no such token\n"));
    }

    @Test
    @Conforms({"A-112", "A-133"})
    void goesOnRevokingAfterAnIdThatIsNoUuid() {
        bench.cluster().answer(new Answer(204, "application/json", ""));

        Outcome outcome = bench.run("token", "revoke", "--force", "17", ID, ID.toUpperCase(ROOT));

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                1,
                                "token " + ID + " successfully revoked\n",
                                "error\ttoken id \"17\" is not a UUID; see influxctl token"
                                        + " list\n"));
        assertThat(bench.cluster().requests())
                .extracting(StubCluster.Request::line)
                .containsExactly("DELETE /api/v0/tokens/" + ID);
    }

    @Test
    void refusesAnIdThatIsNoUuidWithoutAskingTheCluster() {
        Outcome outcome = bench.run("token", "revoke", "17");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("error\ttoken id \"17\" is not a UUID; see influxctl token list\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    void saysSoWhenTheClusterRefusesTheManagementToken() {
        bench.cluster().answer(Answer.refusal(401, "unauthorized"));

        assertThat(bench.run("token", "list").err())
                .isEqualTo(
                        "error\tfailed to list tokens: unauthorized: the cluster does not accept the"
                                + " management token\n");
    }

    @Test
    void saysSoWhenTheAnswerIsNotOfAManagementApi() {
        bench.cluster().answer(new Answer(404, "text/html", "<html>nothing here</html>"));

        assertThat(bench.steady(bench.run("token", "list").err()))
                .isEqualTo(
                        "error\tfailed to list tokens: http://CLUSTER answered 404, but not as a"
                                + " management API does; check host and port in the profile"
                                + " \"default\"\n");
    }

    @Test
    void namesHostAndPortWhenTheClusterIsDown() {
        bench.cluster().close();

        assertThat(bench.steady(bench.run("token", "list").err()))
                .isEqualTo(
                        "error\tfailed to list tokens: cannot reach the cluster at CLUSTER (profile"
                                + " \"default\"): nothing accepts connections there; check that the"
                                + " cluster runs, host and port in the profile, and the proxy where"
                                + " one is set\n");
    }

    @Test
    @Conforms("A-69")
    void usesTheAdminTokenOfATokenFile() {
        Path file = bench.write("token.json", "{\"access_token\":\"eyJ.admin.token\"}");
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + "[profile.auth.token]\ntoken_file = \""
                        + file
                        + "\"\n");
        bench.variable("INFLUXCTL_MGMT_TOKEN", "");
        bench.cluster().answer(Answer.json(200, "[]"));

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isZero();
        assertThat(bench.cluster().requests().getFirst().authorization())
                .isEqualTo("Bearer eyJ.admin.token");
        assertThat(bench.cacheDirectory()).doesNotExist();
    }

    private static String tokens() {
        return "[" + TOKEN.formatted("") + "," + REVOKED + "]";
    }
}
