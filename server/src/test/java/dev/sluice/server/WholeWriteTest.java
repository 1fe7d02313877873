// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Excerpt;
import dev.sluice.testkit.Conforms;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A server whose writes are whole or nothing and make their database, by the variables that the
/// reference product has for it (data.md 2.5, 2.6, 7.13).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeWriteTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private DataServer server;

    /// A server to try; another one where the same has to hold.
    DataServer open(Path place, Map<String, String> environment, Map<String, String> flags)
            throws Exception {
        return new DataServer(place, environment, flags);
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server =
                open(
                        directory,
                        Map.of(
                                "INFLUXDB_IOX_PARTIAL_WRITES_ENABLED", "false",
                                "INFLUXDB_IOX_NAMESPACE_AUTOCREATION_ENABLED", "true",
                                "INFLUXDB_IOX_NEW_NAMESPACE_RETENTION_HOURS", "48"),
                        Map.of());
    }

    @AfterAll
    void close() {
        server.close();
    }

    private static void assertError(
            HttpResponse<String> answer, int status, String code, String message) {
        assertThat(answer.body())
                .isEqualTo("{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private void assertNothingStored(String database) throws Exception {
        assertThat(server.query(database, "SELECT f FROM m")).containsExactly("1.0");
    }

    @Test
    @Conforms("D-61")
    void oneBadLineRefusesThemAll() throws Exception {
        server.withDatabase("lines");
        assertThat(server.write("lines", "m f=1 1").statusCode()).isEqualTo(204);

        HttpResponse<String> answer = server.write("lines", "m f=2 2\nbad\nm f=3 3\nm,t= f=1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"code\":\"invalid\",\"line\":2,\"message\":\"failed to parse line"
                                + " protocol: errors encountered on line(s):\\nerror parsing line 2"
                                + " (1-based): Expected at least one space character, got end of"
                                + " input\\nerror parsing line 4 (1-based): Expected tag value, got"
                                + " ` f=1`\"}");
        assertNothingStored("lines");
    }

    @Test
    @Conforms("D-61")
    void aColumnOfAnotherTypeRefusesThemAll() throws Exception {
        server.withDatabase("types");
        server.write("types", "m,t=a f=1 1");

        assertError(
                server.write("types", "m,t=b g=2,new=1 2\nm f=3i 3"),
                400,
                "invalid",
                "schema conflict: table m, column f is type f64 but write has type i64");
        assertError(
                server.write("types", "n f=2 2\nm t=3 3"),
                400,
                "invalid",
                "schema conflict: table m, column t is type tag but write has type f64");
        assertNothingStored("types");
        assertThatThrownBy(() -> server.query("types", "SELECT \"new\" FROM m"))
                .hasMessageContaining("new");
    }

    @Test
    void aRefusalQuotesTheBeginningOfLongNames() throws Exception {
        server.withDatabase("names");
        String quoted = "n".repeat(Excerpt.CHARACTERS_MAX);
        String name = quoted + "n";
        server.write("names", "%s %s=1 1".formatted(name, name));

        assertError(
                server.write("names", "%s %s=1i 1".formatted(name, name)),
                400,
                "invalid",
                "schema conflict: table "
                        + quoted
                        + "..., column "
                        + quoted
                        + "... is type f64 but write has type i64");
    }

    @Test
    @Conforms("D-61")
    void aLimitRefusesThemAll() throws Exception {
        server.withDatabase("limits", ",\"maxTables\":1");
        server.write("limits", "m f=1 1");

        assertError(
                server.write("limits", "m f=2 2\nn f=1 1"),
                400,
                "invalid",
                "dml handler error: service limit reached: couldn't create new table; namespace"
                        + " contains 1 existing tables, applying this write would result in 2"
                        + " tables, limit is 1");
        assertNothingStored("limits");
    }

    @Test
    @Conforms("D-62")
    void aPointThatIsTooOldIsUnprocessable() throws Exception {
        server.withDatabase("hour", ",\"retentionPeriod\":" + HOUR_NANOS);
        server.write("hour", "m f=1");

        HttpResponse<String> answer = server.write("hour", "m f=2\nm f=3 1");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .containsPattern(
                        "^\\{\"code\":\"unprocessable entity\",\"message\":\"dml handler error: data"
                                + " in table m is outside of the retention period: minimum"
                                + " acceptable timestamp is [-0-9T:.]+Z, but observed timestamp"
                                + " 1970-01-01T00:00:00.000000001Z is older\\.\"}$");
        assertNothingStored("hour");
    }

    @Test
    @Conforms("D-63")
    void aWriteMakesTheDatabaseThatItNames() throws Exception {
        String token = "Token " + server.token("write made/db", "read made/db");
        byte[] lines = "m f=1".getBytes(UTF_8);

        assertThat(server.post("/write?db=made&rp=db", lines, "Authorization", token).statusCode())
                .isEqualTo(204);
        assertThat(server.post("/write?db=made", lines, "Authorization", token).statusCode())
                .isEqualTo(403);

        assertNothingStored("made/db");
        String databases = server.administer("GET", "/api/v0/databases", "").body();
        assertThat(databases)
                .contains(
                        "\"name\":\"made/db\",\"maxTables\":500,\"maxColumnsPerTable\":250,"
                                + "\"retentionPeriod\":"
                                + 48 * HOUR_NANOS)
                .doesNotContain("\"name\":\"made\"");
    }

    @Test
    @Conforms("D-63")
    void whatIsNoWriteMakesNoDatabase() throws Exception {
        assertThat(server.write("empty", "# nothing").statusCode()).isEqualTo(404);
        assertThat(server.write("bad", "m f").statusCode()).isEqualTo(404);

        assertThat(server.administer("GET", "/api/v0/databases", "").body())
                .doesNotContain("\"empty\"", "\"bad\"");
    }
}
