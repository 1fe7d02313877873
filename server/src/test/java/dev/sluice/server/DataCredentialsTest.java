// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may write and read at the doors of a whole server (data.md 2.8).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DataCredentialsTest {
    private static final String WRITE = "/api/v2/write?bucket=db";
    private static final byte[] LINE = "m f=1 1".getBytes(UTF_8);

    @TempDir private static Path directory;

    private DataServer server;
    private String writer;

    @BeforeAll
    void start() throws Exception {
        // Failures are what is tried here, more of them than a minute may have.
        server =
                new DataServer(
                                directory,
                                Map.of(),
                                Map.of("access.failedAttemptsPerMinuteMax", "0"))
                        .withDatabase("db")
                        .withDatabase("other");
        writer = server.token("write db");
        assertThat(status(WRITE, "Bearer " + writer)).isEqualTo(204);
    }

    @AfterAll
    void close() {
        server.close();
    }

    private int status(String path, String authorization) throws Exception {
        return server.post(path, LINE, "Authorization", authorization).statusCode();
    }

    @ParameterizedTest
    @Conforms("D-72")
    @ValueSource(strings = {WRITE, "/write?db=db"})
    void everySchemeIsTaken(String path) throws Exception {
        for (String field :
                List.of(
                        "Bearer " + writer,
                        "Token " + writer,
                        "bearer " + writer,
                        "TOKEN " + writer,
                        DataServer.basic("anybody", writer),
                        DataServer.basic("", writer))) {
            assertThat(status(path, field)).as(field.substring(0, 6)).isEqualTo(204);
        }
    }

    @Test
    void theHeaderComesBeforeTheParameterOnWrites() throws Exception {
        String good = "/write?db=db&u=any&p=" + writer;

        assertThat(server.post(good, LINE).statusCode()).isEqualTo(204);
        assertThat(status("/write?db=db&p=nobody", "Token " + writer)).isEqualTo(204);
        assertThat(status(good, "Token nobody")).isEqualTo(403);
        assertThat(status(good, "Unknown scheme")).isEqualTo(401);
        assertThat(server.post("/write?db=db&p=nobody", LINE).statusCode()).isEqualTo(403);
        assertThat(server.post("/write?db=db&p=", LINE).statusCode()).isEqualTo(401);
        assertThat(server.post(WRITE + "&p=" + writer, LINE).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @Conforms("D-74")
    @ValueSource(strings = {WRITE, "/write?db=db"})
    void whatIsNoCredentialIsUnauthorized(String path) throws Exception {
        assertThat(server.post(path, LINE).statusCode()).isEqualTo(401);
        for (String field :
                List.of(
                        "Bearer",
                        "Token ",
                        "Bearer  " + writer,
                        writer,
                        "Digest " + writer,
                        "Basic " + writer,
                        "Basic bm8tY29sb24=",
                        DataServer.basic("user", ""),
                        "Basic /w==")) {
            var answer = server.post(path, LINE, "Authorization", field);
            assertThat(answer.statusCode()).as(field).isEqualTo(401);
            assertThat(answer.body()).startsWith("{\"code\":\"unauthorized\",\"message\":");
            assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
        }
        assertThat(
                        server.post(
                                        path,
                                        LINE,
                                        "Authorization",
                                        "Token " + writer,
                                        "Authorization",
                                        "Token " + writer)
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    @Conforms({"D-75", "D-76"})
    void aTokenDoesWhatItNames() throws Exception {
        String reader = server.token("read db");
        String all = server.token("write *", "read *");

        assertThat(status(WRITE, "Token nobody")).isEqualTo(403);
        assertThat(status(WRITE, "Token " + reader)).isEqualTo(403);
        assertThat(status("/write?db=other", "Token " + writer)).isEqualTo(403);
        assertThat(status("/write?db=nowhere", "Token " + writer)).isEqualTo(403);
        assertThat(status("/write?db=nowhere", "Token " + all)).isEqualTo(404);
        assertThat(status("/write?db=other", "Token " + all)).isEqualTo(204);
        assertThat(status("/api/v2/write?bucket=db", "Token " + all)).isEqualTo(204);
        assertThat(server.query("db", reader, "SELECT f FROM m")).containsExactly("1.0");
        assertThat(server.query("other", all, "SELECT f FROM m")).containsExactly("1.0");
        assertThatThrownBy(() -> server.query("db", writer, "SELECT f FROM m"))
                .hasMessageContaining("Permission denied");
        assertThatThrownBy(() -> server.query("other", reader, "SELECT f FROM m"))
                .hasMessageContaining("Permission denied");
    }

    @Test
    @Conforms("D-77")
    void aManagementTokenIsNoneForData() throws Exception {
        String management = server.managementToken();

        assertThat(status(WRITE, "Bearer " + management)).isEqualTo(403);
        assertThat(status("/write?db=db", DataServer.basic("u", management))).isEqualTo(403);
        assertThatThrownBy(() -> server.query("db", management, "SELECT f FROM m"))
                .hasMessageContaining("Permission denied");
    }

    @Test
    @Conforms("D-79")
    void aTokenIsBoundToTheNameOfItsDatabase() throws Exception {
        server.withDatabase("before");
        String token = "Token " + server.token("write before", "read before");
        assertThat(status("/write?db=before", token)).isEqualTo(204);

        assertThat(
                        server.administer(
                                        "PUT",
                                        "/api/v0/databases/before/rename",
                                        "{\"name\":\"after\"}")
                                .statusCode())
                .isEqualTo(200);

        assertThat(status("/write?db=after", token)).isEqualTo(403);
        assertThat(status("/write?db=before", token)).isEqualTo(404);
        server.withDatabase("before");
        assertThat(status("/write?db=before", token)).isEqualTo(204);
    }
}
