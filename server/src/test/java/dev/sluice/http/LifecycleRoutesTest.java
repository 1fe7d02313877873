// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ClusterIds;
import dev.sluice.api.ManagementPaths;
import dev.sluice.api.TableBody;
import dev.sluice.api.TableCodec;
import dev.sluice.audit.AuditLog;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AuditConfig;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

/// Changing, renaming, deleting and bringing back, on the wire (admin.md 4.4 and 4.5).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LifecycleRoutesTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.006Z"));
    private static final String DATABASES = "/api/v0/databases";
    private static final String TEMPLATE =
            "[{\"type\":\"bucket\",\"value\":{\"tagName\":\"line\",\"numberOfBuckets\":16}},"
                    + "{\"type\":\"tag\",\"value\":\"room\"},"
                    + "{\"type\":\"time\",\"value\":\"%Y-%m\"}]";

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

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return door.send(
                door.request(path)
                        .header("Authorization", "Bearer " + FakeGate.GOOD)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return send(method, path, "");
    }

    /// A database of this test's own; its name as it stands in a path.
    private String made() throws Exception {
        return made("d" + UUID.randomUUID(), "");
    }

    private String made(String name, String more) throws Exception {
        assertOk(send("POST", DATABASES, "{\"name\":\"" + name + "\"" + more + "}"));
        return DATABASES + "/" + name.replace("/", "%2F");
    }

    private String madeTable(String database, String name) throws Exception {
        assertOk(send("POST", database + "/tables", "{\"name\":\"" + name + "\"}"));
        return database + "/tables/" + name;
    }

    private static String assertOk(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        return answer.body();
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String message) {
        assertThat(answer.body())
                .isEqualTo("{\"code\":%d,\"message\":\"%s\"}".formatted(status, message));
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static String id(String object) {
        return object.replaceFirst("^.*\"id\":(\\d+).*$", "$1");
    }

    private String deletedId(String list, String name) throws Exception {
        String all = assertOk(send("GET", list + "?status=deleted"));
        int at = all.indexOf("\"name\":\"" + name + "\"");
        assertThat(at).as(all).isPositive();
        return all.substring(0, at).replaceFirst("(?s)^.*\"id\":(\\d+).*$", "$1");
    }

    // --- databases ---------------------------------------------------------------------------

    @Test
    @Conforms({"A-142", "A-157"})
    void aDatabaseWithASlashIsAddressedByItsEscape() throws Exception {
        String database = made("plant/7d", "");

        assertThat(send("PATCH", database, "{\"maxTables\":9}").body())
                .contains("\"name\":\"plant/7d\",\"maxTables\":9,");
        assertOk(send("PUT", database + "/rename", "{\"name\":\"plant/9d\"}"));
        assertThat(send("DELETE", DATABASES + "/plant%2f9d").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", DATABASES + "/plant/9d").statusCode()).isEqualTo(404);
    }

    @Test
    @Conforms("A-142")
    void aSemicolonIsPartOfTheName() throws Exception {
        String database = made("semi", "");

        assertThat(send("DELETE", DATABASES + "/semi;colon").statusCode()).isEqualTo(404);
        assertOk(send("PATCH", database, "{\"maxTables\":9}"));
    }

    @Test
    @Conforms("A-154")
    void aTemplateIsShownAndAnEmptyOneIsNone() throws Exception {
        String shown =
                assertOk(
                        send(
                                "POST",
                                DATABASES,
                                "{\"name\":\"templated\",\"partitionTemplate\":" + TEMPLATE + "}"));
        assertThat(shown).contains("\"partitionTemplate\":" + TEMPLATE);
        for (String absent : new String[] {"[]", "null"}) {
            String name = "d" + UUID.randomUUID();
            String body = "{\"name\":\"" + name + "\",\"partitionTemplate\":" + absent + "}";

            assertThat(assertOk(send("POST", DATABASES, body))).doesNotContain("artition");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[{\"type\":\"tag\",\"value\":\"a\"}];partition template must include a time format"
                        + " part",
                "[{\"type\":\"tag\",\"value\":\"time\"},{\"type\":\"time\",\"value\":\"%Y\"}];time"
                        + " cannot be used as a tag name in partition template",
                "[{\"type\":\"bucket\",\"value\":{\"tagName\":\"a\",\"numberOfBuckets\":0}}];number of"
                        + " buckets in tag bucket must be in range [1, 100000], not 0",
                "[{\"type\":\"tag\",\"value\":\"a\"},{\"type\":\"bucket\",\"value\":{\"tagName\":\"a\","
                        + "\"numberOfBuckets\":9}},{\"type\":\"time\",\"value\":\"%Y\"}];tag name value"
                        + " cannot be repeated in partition template: a",
                "[{\"type\":\"time\",\"value\":\"%d %B\"}];unsupported specifier found in time format"
                        + " \"%d %B\": %B (supported: %Y, %m, %d)",
                "[{\"type\":\"time\",\"value\":\"%m\"}];missing required specifier(s) in time format"
                        + " \"%m\": %Y",
                "[{\"type\":\"time\",\"value\":\"%Y-%d\"}];missing required specifier(s) in time format"
                        + " \"%Y-%d\": %m",
                "[{\"type\":\"time\",\"value\":\"%Y%Y\"}];time format \"%Y%Y\" has %Y more than once",
                "[{\"type\":\"time\",\"value\":\"%Y|%m\"}];time format \"%Y|%m\" must not contain |",
                "[{\"type\":\"bucket\",\"value\":\"a\"}];partitionTemplate[0].value must be an"
                        + " object with tagName and numberOfBuckets",
                "[{\"value\":\"a\"}];partitionTemplate[0].type is required",
                "[7];partitionTemplate[0] must be an object with type and value",
                "7;partitionTemplate must be an array"
            })
    @Conforms({"A-155", "A-156", "D-235"})
    void aTemplateOutsideTheRulesIsRefused(String template, String message) throws Exception {
        String body = "{\"name\":\"refused\",\"partitionTemplate\":" + template + "}";

        String escaped = message.replace("\"", "\\\"");
        assertRefused(send("POST", DATABASES, body), 400, escaped);
        assertRefused(send("POST", made() + "/tables", body), 400, escaped);
    }

    @Test
    @Conforms("D-235")
    void aTemplateStaysAsItIs() throws Exception {
        String year = "\"partitionTemplate\":[{\"type\":\"time\",\"value\":\"%Y\"}]";
        String name = "d" + UUID.randomUUID();
        String database = made(name, ",\"partitionTemplate\":" + TEMPLATE);
        assertOk(send("POST", database + "/tables", "{\"name\":\"t\"," + year + "}"));

        assertRefused(
                send("PATCH", database, "{" + year + "}"),
                400,
                "the body must have maxTables, maxColumnsPerTable or retentionPeriod");
        assertThat(assertOk(send("PATCH", database, "{\"maxTables\":9," + year + "}")))
                .contains("\"partitionTemplate\":" + TEMPLATE);
        assertThat(send("PATCH", database + "/tables/t", "{" + year + "}").statusCode())
                .isEqualTo(405);
        assertThat(
                        send(
                                        "POST",
                                        database + "/tables",
                                        "{\"name\":\"t\",\"partitionTemplate\":" + TEMPLATE + "}")
                                .statusCode())
                .isEqualTo(409);
        assertThat(assertOk(send("GET", database + "/tables"))).contains(year);
    }

    @Test
    @Conforms({"A-155", "A-156"})
    void limitsOfTemplatesAreLimitsOnTheWire() throws Exception {
        StringBuilder parts = new StringBuilder("{\"type\":\"time\",\"value\":\"%Y\"}");
        for (int i = 0; i < 8; i++) {
            parts.append(",{\"type\":\"tag\",\"value\":\"t").append(i).append("\"}");
        }
        assertRefused(
                send(
                        "POST",
                        DATABASES,
                        "{\"name\":\"nine\",\"partitionTemplate\":[" + parts + "]}"),
                400,
                "Custom partition template specified 9 parts. Partition templates may have a"
                        + " maximum of 8 parts.");
        for (int count : new int[] {1, 100_000}) {
            made(
                    "d" + UUID.randomUUID(),
                    ",\"partitionTemplate\":[{\"type\":\"time\",\"value\":\"%Y\"},"
                            + "{\"type\":\"bucket\",\"value\":{\"tagName\":\"a\","
                            + "\"numberOfBuckets\":"
                            + count
                            + "}}]");
        }
    }

    @Test
    @Conforms("A-142")
    void patchChangesWhatItNames() throws Exception {
        String database = made();

        String changed =
                assertOk(send("PATCH", database, "{\"retentionPeriod\":7,\"name\":\"x\"}"));

        assertThat(changed)
                .contains("\"maxTables\":500,\"maxColumnsPerTable\":200,\"retentionPeriod\":7}")
                .doesNotContain("\"name\":\"x\"");
        assertThat(
                        assertOk(
                                send(
                                        "PATCH",
                                        database,
                                        "{\"maxTables\":null,\"maxColumnsPerTable\":9}")))
                .contains("\"maxTables\":500,\"maxColumnsPerTable\":9,\"retentionPeriod\":7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"x\"}", "{\"maxTables\":null}"})
    @Conforms("A-150")
    void patchWithNothingToChangeIsRefused(String body) throws Exception {
        assertRefused(
                send("PATCH", made(), body),
                400,
                "the body must have maxTables, maxColumnsPerTable or retentionPeriod");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"maxTables\":0}|maxTables: 0 (at least 1)",
                "{\"maxTables\":2147483648}|maxTables must be a 32-bit integer",
                "{\"maxColumnsPerTable\":1001}|maxColumnsPerTable: 1001 (at least 1, limit: 1000)",
                "{\"retentionPeriod\":-1}|retentionPeriod: -1 (at least 0, in nanoseconds; 0 keeps"
                        + " points for ever)"
            })
    @Conforms("A-149")
    void patchKeepsToTheLimits(String body, String message) throws Exception {
        assertRefused(send("PATCH", made(), body), 400, message);
    }

    @Test
    @Conforms({"A-152", "A-143"})
    void renameOntoAnActiveNameIsAConflict() throws Exception {
        String one = made();
        String other = made();
        String otherName = other.substring(DATABASES.length() + 1);

        for (String path : new String[] {one, other}) {
            assertRefused(
                    send("PUT", path + "/rename", "{\"name\":\"" + otherName + "\"}"),
                    409,
                    "database name already in use");
        }
        assertRefused(
                send("PUT", one + "/rename", "{\"name\":\"a b\"}"),
                400,
                "database name \\\"a b\\\" contains invalid character at position 1");
    }

    @Test
    @Conforms({"A-142", "A-146", "A-174"})
    void aDeletedDatabaseFreesItsName() throws Exception {
        String name = "d" + UUID.randomUUID();
        String database = made(name, "");
        HttpResponse<String> deleted = send("DELETE", database);
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();

        assertThat(send("GET", DATABASES).body()).doesNotContain(name);
        assertThat(send("GET", DATABASES + "?status=deleted").body())
                .contains("\"name\":\"" + name + "\"")
                .contains("\"deletedAt\":\"2026-01-02T03:04:05.006Z\"");
        made(name, "");
        assertThat(send("GET", DATABASES + "?status=all").body().split(name, -1)).hasSize(3);
    }

    @Test
    void nothingIsDoneToWhatIsNotThere() throws Exception {
        String database = made();
        send("DELETE", database);
        String message = "database " + database.substring(DATABASES.length() + 1) + " not found";

        assertRefused(send("DELETE", database), 404, message);
        assertRefused(send("PATCH", database, "{\"maxTables\":1}"), 404, message);
        assertRefused(send("PUT", database + "/rename", "{\"name\":\"x\"}"), 404, message);
        assertRefused(send("GET", database + "/tables"), 404, message);
    }

    @Test
    @Conforms("A-153")
    void undeleteBringsBackAndRefusesWhatItCannot() throws Exception {
        String name = "d" + UUID.randomUUID();
        String database = made(name, "");
        send("DELETE", database);
        String undelete = DATABASES + "/" + deletedId(DATABASES, name) + "/undelete";

        assertThat(assertOk(send("PUT", undelete))).contains("\"name\":\"" + name + "\"");
        assertRefused(send("PUT", undelete), 400, "database " + name + " is not deleted");
        send("DELETE", database);
        made(name, "");
        assertRefused(send("PUT", undelete), 400, "database name already in use");
        assertRefused(send("PUT", DATABASES + "/99999/undelete"), 404, "database 99999 not found");
        assertRefused(
                send("PUT", DATABASES + "/x/undelete"), 400, "databaseId must be a whole number");
    }

    @Test
    void anotherStatusIsRefused() throws Exception {
        assertRefused(
                send("GET", DATABASES + "?status=gone"),
                400,
                "status must be active, deleted or all, not \\\"gone\\\"");
    }

    // --- tables ------------------------------------------------------------------------------

    @Test
    @Conforms("A-142")
    void tablesAreMadeRenamedDeletedAndBroughtBack() throws Exception {
        String database = made();
        String name = database.substring(DATABASES.length() + 1);
        String tables = database + "/tables";

        String created =
                assertOk(
                        send(
                                "POST",
                                tables,
                                "{\"name\":\"oven\",\"partitionTemplate\":" + TEMPLATE + "}"));
        assertThat(created)
                .startsWith("{\"databaseName\":\"" + name + "\",\"id\":")
                .endsWith("\"name\":\"oven\",\"partitionTemplate\":" + TEMPLATE + "}");
        assertThat(send("GET", tables).body()).isEqualTo("[" + created + "]");

        String renamed = assertOk(send("PUT", tables + "/oven/rename", "{\"name\":\"kiln\"}"));
        assertThat(id(renamed)).isEqualTo(id(created));
        assertRefused(send("DELETE", tables + "/oven"), 404, "table oven not found");
        assertRefused(
                send("POST", tables, "{\"name\":\"oven\"}"), 409, "table name already in use");

        assertThat(send("DELETE", tables + "/kiln").statusCode()).isEqualTo(204);
        assertThat(send("GET", tables).body()).isEqualTo("[]");
        assertThat(send("GET", tables + "?status=deleted").body()).contains("\"deletedAt\"");
        assertThat(assertOk(send("PUT", tables + "/" + id(created) + "/undelete")))
                .isEqualTo(renamed);
        assertRefused(
                send("PUT", tables + "/" + id(created) + "/undelete"),
                400,
                "table kiln is not deleted");
    }

    @Test
    void tablesOfAnyNameAreAddressedByTheirEscapes() throws Exception {
        String database = made();
        String tables = database + "/tables";
        assertOk(send("POST", tables, "{\"name\":\"a/b ü+%\"}"));

        assertThat(send("DELETE", tables + "/a%2Fb%20%C3%BC+%25").statusCode()).isEqualTo(204);
    }

    @Test
    void noNameIsTakenForAnother() throws Exception {
        String name = "d" + UUID.randomUUID();
        String tables = made(name, "") + "/tables";
        // Each is a step in a path, or a character of URLs, or the escape of one before it.
        List<String> left =
                new ArrayList<>(
                        List.of(
                                (". .. %2E %2E%2E %2e. %252E .%252e ... ../../etc a/../b a/%2E%2E/b"
                                                + " a/%252E./b a/.. ../100%25+1.5 ../100%+1.5"
                                                + " a\\..\\b a/./b a/.../b a/b / %2F what? semi;7d"
                                                + " semi a+b a#b \u00fc \ud83d\ude00")
                                        .split(" ")));
        left.add("two words");
        for (String each : left) {
            String text = each.replace("\\", "\\\\");
            assertOk(send("POST", tables, "{\"name\":\"" + text + "\"}"));
        }

        assertThat(ManagementPaths.table(name, "a/../b")).endsWith("/tables/a%2F%252E%252E%2Fb");
        assertThat(ManagementPaths.table(name, "..")).endsWith("/tables/%252E%252E");
        while (!left.isEmpty()) {
            String path = ManagementPaths.BASE + ManagementPaths.table(name, left.removeFirst());
            assertThat(send("DELETE", path).statusCode()).as(path).isEqualTo(204);
            assertThat(TableCodec.readList(send("GET", tables).body().getBytes(UTF_8)))
                    .extracting(TableBody::name)
                    .containsExactlyInAnyOrderElementsOf(left);
        }
    }

    @Test
    void namesOutsideTheRuleAreRefused() throws Exception {
        String tables = made() + "/tables";

        assertRefused(
                send("POST", tables, "{\"name\":\"\"}"),
                400,
                "table name length must be between 1 and 1024 characters, not 0");
        assertRefused(
                send("POST", tables, "{\"name\":\"a\\tb\"}"),
                400,
                "table name contains a control character at position 1");
        madeTable(tables.substring(0, tables.length() - 7), "t");
        assertRefused(
                send("PUT", tables + "/t/rename", "{\"name\":\"\"}"),
                400,
                "table name length must be between 1 and 1024 characters, not 0");
    }

    @Test
    void aDatabaseWithItsMostTablesTakesNoMore() throws Exception {
        String database = made("d" + UUID.randomUUID(), ",\"maxTables\":1");
        madeTable(database, "a");

        HttpResponse<String> second = send("POST", database + "/tables", "{\"name\":\"b\"}");

        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.body()).contains("limit is 1");
    }

    // --- tokens ------------------------------------------------------------------------------

    private String madeToken() throws Exception {
        String made =
                assertOk(
                        send(
                                "POST",
                                "/api/v0/tokens",
                                "{\"description\":\"d\",\"permissions\":["
                                        + "{\"action\":\"write\",\"resource\":\"b\"},"
                                        + "{\"action\":\"read\",\"resource\":\"*\"},"
                                        + "{\"action\":\"write\",\"resource\":\"b\"}]}"));
        return "/api/v0/tokens/" + made.substring(7, 43);
    }

    @Test
    @Conforms({"A-143", "A-158", "A-159"})
    void aTokensRightsAreReplacedInOrder() throws Exception {
        String token = madeToken();
        String rights =
                "[{\"action\":\"read\",\"resource\":\"z\"},{\"action\":\"read\",\"resource\":\"a\"},"
                        + "{\"action\":\"read\",\"resource\":\"z\"}]";

        String updated = assertOk(send("PATCH", token, "{\"permissions\":" + rights + "}"));

        assertThat(updated).contains("\"description\":\"d\",\"permissions\":" + rights);
        assertThat(send("GET", token).body()).isEqualTo(updated);
        assertThat(send("PATCH", token, "{\"description\":\"e\",\"permissions\":null}").body())
                .contains("\"description\":\"e\",\"permissions\":" + rights);
        assertThat(send("PATCH", token, "{\"permissions\":[]}").body())
                .contains("\"permissions\":[]");
    }

    @Test
    @Conforms("A-143")
    void whatCannotBeUpdatedIsRefused() throws Exception {
        String token = madeToken();
        for (String nothing :
                new String[] {"{}", "{\"permissions\":null}", "{\"expiresAt\":null}"}) {
            assertRefused(
                    send("PATCH", token, nothing),
                    400,
                    "the body must have description or permissions");
        }
        assertRefused(
                send("PATCH", token, "{\"description\":\" \"}"),
                400,
                "description must not be blank");
        send("DELETE", token);
        assertRefused(
                send("PATCH", token, "{\"description\":\"x\"}"),
                409,
                "token " + token.substring(15) + " is revoked or expired");
        String unknown = "00000000-0000-4000-8000-000000000000";
        assertRefused(
                send("PATCH", "/api/v0/tokens/" + unknown, "{\"description\":\"x\"}"),
                404,
                "token " + unknown + " not found");
    }

    // --- both forms --------------------------------------------------------------------------

    @Test
    @Conforms({"A-144", "A-145"})
    void theAccountFormMirrorsEveryRoute() throws Exception {
        String account =
                "/api/v0/accounts/%s/clusters/%s".formatted(ids.accountId(), ids.clusterId());
        String members =
                "\"accountId\":\"%s\",\"clusterId\":\"%s\""
                        .formatted(ids.accountId(), ids.clusterId());
        String database = made().replace("/api/v0", account);
        madeTable(made(), "t");

        assertThat(assertOk(send("PATCH", database, "{\"maxTables\":7}")))
                .startsWith("{" + members);
        assertThat(assertOk(send("POST", database + "/tables", "{\"name\":\"t\"}")))
                .startsWith("{" + members);
        assertThat(assertOk(send("GET", database + "/tables"))).startsWith("[{" + members);
        assertThat(assertOk(send("PUT", database + "/tables/t/rename", "{\"name\":\"u\"}")))
                .startsWith("{" + members);
        assertThat(
                        assertOk(
                                send(
                                        "PATCH",
                                        madeToken().replace("/api/v0", account),
                                        "{\"description\":\"x\"}")))
                .startsWith("{" + members);
        assertRefused(
                send("DELETE", database.replace(ids.clusterId().toString(), "x")),
                400,
                "clusterId must be a UUID");
        assertThat(
                        send(
                                        "DELETE",
                                        database.replace(
                                                ids.clusterId().toString(),
                                                UUID.randomUUID().toString()))
                                .statusCode())
                .isEqualTo(404);
    }
}
