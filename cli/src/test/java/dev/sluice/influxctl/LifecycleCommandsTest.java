// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands that change, rename, delete and bring back (admin.md 3.6 and 3.7).
final class LifecycleCommandsTest {
    private static final String ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String TEMPLATE =
            """
            "partitionTemplate":[{"type":"tag","value":"room"},
             {"type":"bucket","value":{"tagName":"host","numberOfBuckets":250}},
             {"type":"time","value":"%Y-%m-%d"}]\
            """;
    private static final String DELETED =
            """
            [{"id":3,"name":"plant","maxTables":500,"maxColumnsPerTable":250,
              "retentionPeriod":2592000000000000,"deletedAt":"2026-02-01T09:30:00.250Z"},
             {"id":9,"name":"plant","maxTables":1,"maxColumnsPerTable":2,"retentionPeriod":0,
              %s,"deletedAt":"2026-02-03T09:30:00.000Z"},
             {"id":12,"name":"works","maxTables":1,"maxColumnsPerTable":2,"retentionPeriod":0,
              "deletedAt":"2026-02-04T09:30:00.000Z"}]
            """
                    .formatted(TEMPLATE);
    private static final String TABLES =
            """
            [{"databaseName":"plant","id":4,"name":"oven",%s},
             {"databaseName":"plant","id":7,"name":"press"}]
            """
                    .formatted(TEMPLATE);
    private static final String DELETED_TABLES =
            """
            [{"databaseName":"plant","id":11,"name":"kiln","deletedAt":"2026-02-01T09:30:00.250Z"}]
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

    private static Answer database(String name) {
        return Answer.json(
                200,
                "{\"id\":1,\"name\":\"%s\",\"maxTables\":1,\"maxColumnsPerTable\":2,\"retentionPeriod\":3}"
                        .formatted(name));
    }

    private static Answer table(String name) {
        return Answer.json(
                200, "{\"databaseName\":\"plant\",\"id\":4,\"name\":\"%s\"}".formatted(name));
    }

    private static Answer done() {
        return Answer.json(204, "");
    }

    private static Answer notFound(String what) {
        return Answer.json(404, "{\"code\":404,\"message\":\"%s not found\"}".formatted(what));
    }

    private void assertAsked(String... lines) {
        assertThat(bench.cluster().requests())
                .extracting(StubCluster.Request::line)
                .containsExactly(lines);
    }

    private static void assertDone(Outcome outcome, String line) {
        assertThat(outcome).isEqualTo(new Outcome(0, line + "\n", ""));
    }

    private static void assertFailed(Outcome outcome, String message) {
        assertThat(outcome).isEqualTo(new Outcome(1, "", "error\t" + message + "\n"));
    }

    // --- databases ---------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--max-tables;7;{\"maxTables\":7}",
                "--max-tables;0;{\"maxTables\":500}",
                "--max-columns;0;{\"maxColumnsPerTable\":250}",
                "--retention-period;0s;{\"retentionPeriod\":0}",
                "--retention-period;30d30d;{\"retentionPeriod\":5184000000000000}"
            })
    @Conforms("A-120")
    void updateSendsOnlyWhatIsGiven(String flag, String value, String body) {
        bench.cluster().answer(database("plant/7d"));

        Outcome outcome = bench.run("database", "update", flag, value, "plant/7d");

        assertDone(outcome, "database \"plant/7d\" successfully updated");
        assertAsked("PATCH /api/v0/databases/plant%2F7d");
        assertThat(bench.cluster().requests().getFirst().body()).isEqualTo(body);
    }

    @Test
    void updateWithoutAFlagIsRefusedBeforeAnybodyIsAsked() {
        assertFailed(
                bench.run("database", "update", "plant"),
                "give --retention-period, --max-tables or --max-columns");
        assertAsked();
    }

    @Test
    @Conforms("A-124")
    void renamesADatabase() {
        bench.cluster().answer(database("works"));

        Outcome outcome = bench.run("database", "rename", "plant", "works");

        assertDone(outcome, "database \"plant\" successfully renamed to \"works\"");
        assertAsked("PUT /api/v0/databases/plant/rename");
        assertThat(bench.cluster().requests().getFirst().body()).isEqualTo("{\"name\":\"works\"}");
    }

    @Test
    @Conforms({"A-112", "A-123"})
    void deletesDatabasesAfterOneQuestionAndGoesOnAfterAFailure() {
        bench.cluster().answer(done());
        bench.cluster().answer(notFound("database gone"));
        bench.cluster().answer(done());

        Outcome outcome = bench.runWithInput("yes\n", "database", "delete", "a", "gone", "b");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .isEqualTo(
                        "database \"a\" successfully deleted\ndatabase \"b\" successfully"
                                + " deleted\n");
        Golden.check("database-delete.err", outcome.err());
        assertAsked(
                "DELETE /api/v0/databases/a",
                "DELETE /api/v0/databases/gone",
                "DELETE /api/v0/databases/b");
    }

    @Test
    @Conforms("A-113")
    void deletesNothingWithoutAYes() {
        Outcome outcome = bench.runWithInput("\n", "database", "delete", "a");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).endsWith("error\tno database was deleted\n");
        assertAsked();
    }

    @Test
    @Conforms("A-113")
    void forceAsksNobody() {
        bench.cluster().answer(done());

        assertDone(
                bench.run("database", "delete", "--force", "a"),
                "database \"a\" successfully deleted");
    }

    @Test
    @Conforms("A-125")
    void undeletesTheOneThatWasDeletedLast() {
        bench.cluster().answer(Answer.json(200, DELETED));
        bench.cluster().answer(database("plant"));

        Outcome outcome = bench.run("database", "undelete", "plant");

        assertDone(outcome, "database \"plant\" successfully undeleted");
        assertAsked("GET /api/v0/databases?status=deleted", "PUT /api/v0/databases/9/undelete");
    }

    @Test
    void saysThatNoDeletedDatabaseHasTheName() {
        bench.cluster().answer(Answer.json(200, DELETED));

        assertFailed(
                bench.run("database", "undelete", "other"),
                "failed to undelete database \"other\": no deleted database has this name; see"
                        + " influxctl database list --filter-status deleted");
    }

    @Test
    @Conforms({"A-122", "A-141"})
    void listsDeletedDatabases() {
        bench.cluster().answer(Answer.json(200, DELETED));
        bench.cluster().answer(Answer.json(200, DELETED));

        Outcome table = bench.run("database", "list", "--filter-status", "deleted");
        Outcome json = bench.run("database", "list", "--filter-status=deleted", "--format", "json");

        Golden.check("database-list-deleted.txt", table.out());
        Golden.check("database-list-deleted.json", json.out());
        assertAsked("GET /api/v0/databases?status=deleted", "GET /api/v0/databases?status=deleted");
    }

    @Test
    @Conforms({"A-118", "A-119"})
    void createsADatabaseWithATemplate() {
        bench.cluster().answer(database("plant"));

        Outcome outcome =
                bench.run(
                        "database",
                        "create",
                        "--template-timeformat",
                        "%Y-%m",
                        "--template-tag-bucket",
                        "a,b,16",
                        "--template-tag",
                        "room",
                        "--template-tag",
                        "line",
                        "plant");

        assertDone(outcome, "database \"plant\" successfully created");
        assertThat(bench.cluster().requests().getFirst().body())
                .contains(
                        "\"partitionTemplate\":[{\"type\":\"tag\",\"value\":\"room\"},"
                                + "{\"type\":\"tag\",\"value\":\"line\"},"
                                + "{\"type\":\"bucket\",\"value\":{\"tagName\":\"a,b\","
                                + "\"numberOfBuckets\":16}},"
                                + "{\"type\":\"time\",\"value\":\"%Y-%m\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--template-tag;room;;--template-tag and --template-tag-bucket need"
                        + " --template-timeformat, such as %Y-%m-%d",
                "--template-tag-bucket;room,9;;--template-tag and --template-tag-bucket need"
                        + " --template-timeformat, such as %Y-%m-%d",
                "--template-tag-bucket;room;%Y;--template-tag-bucket \"room\" is not of the form"
                        + " TAG,N, such as host,100",
                "--template-tag-bucket;room,x;%Y;--template-tag-bucket \"room,x\" is not of the form"
                        + " TAG,N, such as host,100",
                "--template-tag-bucket;room,0;%Y;number of buckets in tag bucket must be in range"
                        + " [1, 100000], not 0",
                "--template-tag;time;%Y;time cannot be used as a tag name in partition template",
                "--template-tag;room;%d %b;unsupported specifier found in time format \"%d %b\": %b"
                        + " (supported: %Y, %m, %d)",
                "--template-tag;room;%m;missing required specifier(s) in time format \"%m\": %Y",
                "--template-tag;room;%Y|%m;time format \"%Y|%m\" must not contain |"
            })
    @Conforms({"A-118", "A-119", "D-235"})
    void refusesFlagsThatMakeNoTemplate(String flag, String value, String format, String message) {
        List<String> arguments =
                format == null
                        ? List.of("database", "create", flag, value, "plant")
                        : List.of(
                                "database",
                                "create",
                                flag,
                                value,
                                "--template-timeformat",
                                format,
                                "plant");

        assertFailed(bench.run(arguments.toArray(String[]::new)), message);
        assertAsked();
    }

    @Test
    void warnsOfMoreBucketsThanAreAdvised() {
        bench.cluster().answer(table("oven"));

        Outcome outcome =
                bench.run(
                        "table",
                        "create",
                        "--template-tag-bucket",
                        "host,1001",
                        "--template-timeformat",
                        "%Y",
                        "plant",
                        "oven");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .isEqualTo("warn\t1001 buckets are more than the 1000 that are advised\n");
    }

    // --- tables ------------------------------------------------------------------------------

    @Test
    @Conforms("A-126")
    void createsAndRenamesTables() {
        bench.cluster().answer(table("oven"));
        bench.cluster().answer(table("kiln"));
        bench.cluster().answer(table("kiln"));

        assertDone(
                bench.run("table", "create", "plant", "oven"),
                "table \"oven\" successfully created");
        assertDone(
                bench.run("table", "rename", "plant", "oven", "kiln"),
                "table \"oven\" successfully renamed to \"kiln\"");
        Golden.check(
                "table-rename.json",
                bench.run("table", "rename", "--format", "json", "plant", "oven", "kiln").out());
        assertAsked(
                "POST /api/v0/databases/plant/tables",
                "PUT /api/v0/databases/plant/tables/oven/rename",
                "PUT /api/v0/databases/plant/tables/oven/rename");
    }

    @Test
    @Conforms("A-126")
    void listsTables() {
        bench.cluster().answer(Answer.json(200, TABLES));
        bench.cluster().answer(Answer.json(200, TABLES));
        bench.cluster().answer(Answer.json(200, DELETED_TABLES));

        Golden.check("table-list.txt", bench.run("table", "list", "plant").out());
        Golden.check(
                "table-list.json", bench.run("table", "list", "plant", "--format", "json").out());
        Golden.check(
                "table-list-deleted.txt",
                bench.run("table", "list", "plant", "--filter-status", "deleted").out());
    }

    @Test
    @Conforms("A-126")
    void deletesATableAfterAQuestionAndUndeletesItById() {
        bench.cluster().answer(done());
        bench.cluster().answer(table("oven"));

        Outcome deleted = bench.runWithInput("y\n", "table", "delete", "plant", "oven");
        Outcome undeleted = bench.run("table", "undelete", "plant", "4");

        assertThat(deleted.out()).isEqualTo("table \"oven\" successfully deleted\n");
        assertThat(deleted.err()).contains("Are you sure you want to delete table oven? [y/N]: ");
        assertDone(undeleted, "table \"oven\" successfully undeleted");
        assertAsked(
                "DELETE /api/v0/databases/plant/tables/oven",
                "PUT /api/v0/databases/plant/tables/4/undelete");
    }

    // --- tokens ------------------------------------------------------------------------------

    @Test
    @Conforms("A-132")
    void replacesTheRightsOfAToken() {
        bench.cluster()
                .answer(
                        Answer.json(
                                200,
                                "{\"id\":\"%s\",\"description\":\"d\",\"permissions\":[],\"createdAt\":\"2026-03-01T11:00:00.250Z\"}"
                                        .formatted(ID)));

        Outcome outcome =
                bench.run(
                        "token",
                        "update",
                        "--write-database",
                        "b",
                        "--read-database",
                        "a",
                        "--read-database",
                        "*",
                        ID);

        assertDone(outcome, "token " + ID + " successfully updated");
        assertAsked("PATCH /api/v0/tokens/" + ID);
        assertThat(bench.cluster().requests().getFirst().body())
                .isEqualTo(
                        "{\"permissions\":[{\"action\":\"read\",\"resource\":\"a\"},"
                                + "{\"action\":\"read\",\"resource\":\"*\"},"
                                + "{\"action\":\"write\",\"resource\":\"b\"}]}");
    }

    @Test
    @Conforms("A-132")
    void updateOfATokenWithoutRightsIsRefused() {
        assertFailed(bench.run("token", "update", ID), "give --read-database or --write-database");
        assertAsked();
    }
}
