// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigSource;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.FilesBelow;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole server, with nothing in it that does not ship.
final class AssemblyTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir private Path directory;

    @Test
    @Conforms("A-74")
    void whatIsWrittenIsInTheNextQuery() throws Exception {
        try (OneServer server = new OneServer(directory)) {
            String admin = server.adminToken();
            createDatabase(server, "home");

            assertThat(server.write("home", admin, "temp,room=a t=21.5 1\ntemp,room=b t=20 2"))
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(204);

            assertThat(server.query("home", admin, "SELECT room, t FROM temp ORDER BY time DESC"))
                    .containsExactly("b|20.0", "a|21.5");
        }
    }

    @Test
    void theNextProcessStillHasIt() throws Exception {
        String admin;
        try (OneServer server = new OneServer(directory)) {
            admin = server.adminToken();
            createDatabase(server, "home");
            assertThat(server.write("home", admin, "m f=1 1").statusCode()).isEqualTo(204);
        }
        try (OneServer server = new OneServer(directory)) {
            assertThat(server.adminToken()).isEqualTo(admin);
            assertThat(server.write("home", admin, "m f=2 2").statusCode()).isEqualTo(204);
            assertThat(server.query("home", admin, "SELECT f FROM m ORDER BY time"))
                    .containsExactly("1.0", "2.0");
        }
        assertThat(FilesBelow.ending(".parquet", directory.resolve("objects"))).hasSize(2);
    }

    @Test
    @Conforms({"A-55", "A-146", "A-166", "A-169"})
    void aTokenOpensWhatItNamesUntilItIsRevoked() throws Exception {
        try (OneServer server = new OneServer(directory)) {
            String admin = server.adminToken();
            createDatabase(server, "home");
            createDatabase(server, "other");
            JsonNode made =
                    MAPPER.readTree(
                            server.postJson(
                                            "/api/v0/tokens",
                                            admin,
                                            "{\"description\":\"w\",\"permissions\":"
                                                    + "[{\"action\":\"write\",\"resource\":\"home\"}]}")
                                    .body());
            String token = made.get("accessToken").stringValue();
            String path = "/api/v0/tokens/" + made.get("id").stringValue();

            assertThat(server.write("home", token, "m f=1").statusCode()).isEqualTo(204);
            assertThat(server.write("other", token, "m f=1").statusCode()).isEqualTo(403);
            assertThatThrownBy(() -> server.query("home", token, "SELECT * FROM m"))
                    .hasMessageContaining("Permission denied");
            assertThat(server.get("/api/v0/tokens", token).statusCode()).isEqualTo(401);

            assertThat(server.delete(path, admin).statusCode()).isEqualTo(204);
            assertThat(server.write("home", token, "m f=1").statusCode()).isEqualTo(403);
            assertThat(server.get(path, admin).body()).contains("\"revokedAt\":");
        }
    }

    @Test
    void tellsRefusedLinesAndStoresTheOthers() throws Exception {
        try (OneServer server = new OneServer(directory)) {
            String admin = server.adminToken();
            createDatabase(server, "home");

            HttpResponse<String> answer =
                    server.write("home", admin, "m f=1 1\nm f=\"text\" 2\nm\nm f=4 4");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .startsWith("{\"code\":\"invalid\",\"line\":2,\"message\":\"partial write")
                    .contains("line 3 (1-based)");
            assertThat(server.query("home", admin, "SELECT f FROM m ORDER BY time"))
                    .containsExactly("1.0", "4.0");
        }
    }

    @Test
    void refusesWritesToADatabaseThatIsNotThere() throws Exception {
        try (OneServer server = new OneServer(directory)) {
            HttpResponse<String> answer = server.write("nope", server.adminToken(), "m f=1");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"code\":\"not found\",\"message\":\"database 'nope' not found\"}");
        }
    }

    @Test
    void saysWhereItListensWhileItDoes() throws Exception {
        Path file = directory.resolve("server.json");
        try (OneServer server = new OneServer(directory)) {
            JsonNode ready = MAPPER.readTree(Files.readString(file));
            assertThat(ready.get("port").intValue()).isEqualTo(server.port());
            assertThat(ready.get("url").stringValue()).isEqualTo(server.url());
            assertThat(ready.get("version").stringValue()).isEqualTo("9.8.7");
            assertThat(ready.get("pid").longValue()).isEqualTo(ProcessHandle.current().pid());
        }
        assertThat(file).doesNotExist();
    }

    /// As on a full disk; what can be read is read there, too.
    @Test
    void servesWhereItCannotSayWhereItListens() throws Exception {
        Path draft = directory.resolve("server.json.draft");
        Files.createDirectories(draft.resolve("in the way"));
        Files.writeString(directory.resolve("server.json"), "of a server that was killed");
        try (CapturedLog log = CapturedLog.ofTheProduct();
                OneServer server = new OneServer(directory)) {
            createDatabase(server, "home");

            assertThat(directory.resolve("server.json")).doesNotExist();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("says where the server listens"));
        }
    }

    @Test
    void aTakenPortLeavesNothingOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            ConfigSource source = OneServer.source(directory, port);
            assertThatThrownBy(() ->
                            new Assembly(OneServer.config(source), source, OneServer.host())
                                    .start())
                    .isInstanceOf(ProblemException.class)
                    .hasMessage(
                            "port "
                                    + port
                                    + " of 127.0.0.1 is taken: stop what listens there, or choose"
                                    + " another with --port");
        }
        Path audit = directory.resolve("audit.log");
        assertThat(Files.readString(audit)).as("no configuration was in force").isEmpty();

        new OneServer(directory).close();

        assertThat(Files.readAllLines(audit))
                .singleElement()
                .asString()
                .contains("\"operation\":\"start\",\"outcome\":\"in_force\"");
    }

    @Test
    void aSecondServerStaysOutOfTheDirectory() {
        try (OneServer _ = new OneServer(directory)) {
            assertThatThrownBy(() -> new OneServer(directory))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("is in use by another server");
        }
    }

    private static void createDatabase(OneServer server, String name) throws Exception {
        assertThat(
                        server.postJson(
                                        "/api/v0/databases",
                                        server.adminToken(),
                                        "{\"name\":\"" + name + "\"}")
                                .statusCode())
                .isEqualTo(200);
    }
}
