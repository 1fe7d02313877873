// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every table that a command prints, with long values in it, on a narrow and on a wide terminal
/// (admin.md 3.8).
final class TableWidthTest {
    private static final String ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String REVOKED = "--include-revoked";
    private static final String LONG_NAME =
            "telegraf-of-the-northern-plants/retained_for_two_years";
    private static final String LONG_TEXT = "the token of the gateway in hall four, since the move";
    private static final String TEMPLATE =
            """
            "partitionTemplate":[{"type":"tag","value":"production_line"},
             {"type":"bucket","value":{"tagName":"machine","numberOfBuckets":250}},
             {"type":"time","value":"%Y-%m-%d"}]\
            """;
    private static final String DATABASE =
            """
            [{"id":3,"name":"NAME","maxTables":500,"maxColumnsPerTable":250,
              "retentionPeriod":63072000000000000DELETED},
             {"id":4,"name":"home","maxTables":500,"maxColumnsPerTable":250,
              "retentionPeriod":0DELETED}]
            """
                    .replace("NAME", LONG_NAME);
    private static final String TABLE =
            """
            [{"databaseName":"plant","id":4,"name":"temperatures_of_the_kiln",TEMPLATE DELETED},
             {"databaseName":"plant","id":7,"name":"press"DELETED}]
            """
                    .replace("TEMPLATE", TEMPLATE);
    private static final String DELETED = ",\"deletedAt\":\"2026-02-01T09:30:00.250Z\"";
    private static final String TOKEN =
            """
            {"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","description":"TEXT",
             "permissions":[{"action":"read","resource":"NAME"},
                            {"action":"write","resource":"*"}],
             "createdAt":"2026-03-01T11:00:00.250Z","expiresAt":"2027-01-01T00:00:00.000Z",
             "revokedAt":"2026-03-01T11:30:00.000Z"SECRET}
            """
                    .replace("TEXT", LONG_TEXT)
                    .replace("NAME", LONG_NAME);
    private static final String MANAGEMENT =
            """
            {"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","description":"TEXT",
             "prefix":"M.V1.+5Jk","createdAt":"2026-03-01T11:00:00.250Z",
             "expiresAt":"2027-01-01T00:00:00.000Z","revokedAt":"2026-03-01T11:30:00.000Z"SECRET}
            """
                    .replace("TEXT", LONG_TEXT);
    private static final String USERS =
            """
            [{"id":"56d8a335-fe79-59c1-bd64-a2f5b4c34ecd","externalId":"u-1",
              "firstName":"Augusta Ada","lastName":"King-Noel of Lovelace",
              "email":"augusta.ada.king-noel@analytical-engines.example.com",
              "userGroups":["Member","Auditor"],"active":true}]
            """;
    private static final String CLUSTER =
            """
            {"accountId":"16fd2706-8baf-433b-82eb-8c7fada847da",
             "clusterId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301",
             "name":"cluster-of-the-northern-plants.example.com","state":"ready",
             "url":"https://cluster-of-the-northern-plants.example.com:8086","version":"1.2.3",
             "createdAt":"2026-01-01T00:00:00.500Z"}
            """;
    private static final String WHOAMI =
            """
            {"kind":"management_token","subject":"3f2504e0-4f89-41d3-9a0c-0305e82c3301",
             "userGroups":["Member","Auditor"]}
            """;

    @TempDir private Path home;
    private Workbench bench;
    private StubFlight flight;

    /// A command and the cluster's answer to it.
    ///
    /// @param golden what the golden files are called
    /// @param answer in JSON; empty for what is asked over Flight
    record Shown(String golden, String answer, List<String> command) {
        @Override
        public String toString() {
            return golden;
        }
    }

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        flight = StubFlight.start();
        bench.variable("INFLUXCTL_MGMT_TOKEN", "M.V1.secret");
    }

    @AfterEach
    void close() {
        flight.close();
        bench.close();
    }

    static Stream<Shown> tables() {
        return Stream.of(
                shown("database-list", DATABASE.replace("DELETED", ""), "database", "list"),
                shown(
                        "database-list-deleted",
                        DATABASE.replace("DELETED", DELETED),
                        "database",
                        "list",
                        "--filter-status=deleted"),
                shown("table-list", TABLE.replace("DELETED", ""), "table", "list", "plant"),
                shown(
                        "table-list-deleted",
                        TABLE.replace("DELETED", DELETED),
                        "table",
                        "list",
                        "plant",
                        "--filter-status=deleted"),
                shown("token-list", "[" + withoutSecret(TOKEN) + "]", "token", "list", REVOKED),
                shown("token-get", withoutSecret(TOKEN), "token", "get", REVOKED, ID),
                shown("token-create", withSecret(TOKEN, "accessToken"), "token", "create", "x"),
                shown(
                        "management-list",
                        "[" + withoutSecret(MANAGEMENT) + "]",
                        "management",
                        "list"),
                shown("management-create", withSecret(MANAGEMENT, "token"), "management", "create"),
                shown("user-list", USERS, "user", "list"),
                shown("cluster-get", CLUSTER, "cluster", "get", ID),
                shown("auth-whoami", WHOAMI, "auth", "whoami"),
                shown("query", "", "query", "SELECT 1"),
                shown("query-perf", "", "query", "--perf-debug", "SELECT 1"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void fitsANarrowTerminal(Shown shown) {
        String out = run(shown, 80);

        Golden.check("width-80-" + shown.golden() + ".txt", out);
        assertThat(table(out))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void fitsAWideTerminal(Shown shown) {
        String out = run(shown, 200);

        Golden.check("width-200-" + shown.golden() + ".txt", out);
        assertThat(table(out))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(200));
    }

    /// The lines between the borders; a token stands alone below them, to be copied whole.
    private static List<String> table(String out) {
        return out.lines().filter(line -> line.startsWith("+") || line.startsWith("|")).toList();
    }

    private String run(Shown shown, int columns) {
        boolean overFlight = shown.answer().isEmpty();
        bench.config(
                Workbench.profile(overFlight ? flight.port() : bench.cluster().port())
                        .replace("[profile.tls]", "token = \"apiv1_x\"\n[profile.tls]"));
        bench.cluster().answer(Answer.json(200, shown.answer()));
        return bench.screen(columns, false).run(shown.command().toArray(String[]::new)).out();
    }

    private static Shown shown(String golden, String answer, String... command) {
        return new Shown(golden, answer, List.of(command));
    }

    private static String withoutSecret(String token) {
        return token.replace("SECRET", "");
    }

    private static String withSecret(String token, String member) {
        return token.replace("SECRET", ",\"" + member + "\":\"" + "x".repeat(92) + "\"");
    }
}
