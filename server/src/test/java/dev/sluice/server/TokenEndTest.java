// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.FilesBelow;
import dev.sluice.testkit.MovingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How tokens end on a running server: at the next request, at every door. A database token that
/// has ended gets 403 from the data doors like any other that opens nothing (data.md 2.8), a
/// management token 401 (admin.md 5.5, 5.6).
final class TokenEndTest {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir private Path directory;
    private final MovingClock clock = MovingClock.create();
    private OneServer server;
    private String admin;

    @BeforeEach
    void open() throws Exception {
        server =
                new OneServer(
                        directory,
                        OneServer.source(directory, 0),
                        new Host(Map.of(), clock, "9.8.7", 2, 512L << 20));
        admin = server.adminToken();
        server.postJson("/api/v0/databases", admin, "{\"name\":\"home\"}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private JsonNode made(String path, String more) throws Exception {
        String body =
                "{\"description\":\"d\",\"expiresAt\":\"%s\"%s}"
                        .formatted(clock.instant().plus(LIFE), more);
        return MAPPER.readTree(server.postJson(path, admin, body).body());
    }

    private JsonNode madeToken() throws Exception {
        return made(
                "/api/v0/tokens",
                ",\"permissions\":[{\"action\":\"write\",\"resource\":\"home\"},"
                        + "{\"action\":\"read\",\"resource\":\"*\"}]");
    }

    private void assertOpens(String token) throws Exception {
        assertThat(server.write("home", token, "m x=1 1").statusCode()).isEqualTo(204);
        assertThat(server.writeByParameter("home", token, "m x=1 1").statusCode()).isEqualTo(204);
        assertThat(server.query("home", token, "SELECT x FROM m")).containsExactly("1.0");
    }

    /// Refused by the very next request at each door, so within the 5 s of admin.md 5.5.
    private void assertClosed(String token) throws Exception {
        assertThat(server.write("home", token, "m x=2 2").statusCode()).isEqualTo(403);
        assertThat(server.writeByParameter("home", token, "m x=2 2").statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> server.query("home", token, "SELECT x FROM m"))
                .hasMessageContaining("Permission denied");
        assertThat(server.get("/api/v0/tokens", token).statusCode()).isEqualTo(401);
        assertThat(server.query("home", admin, "SELECT x FROM m")).containsExactly("1.0");
    }

    @Test
    @Conforms({"A-166", "A-168", "A-170"})
    void anExpiredTokenOpensNothingMore() throws Exception {
        JsonNode token = madeToken();
        String text = token.get("accessToken").stringValue();
        clock.advance(LIFE.minusMillis(1));
        assertOpens(text);

        clock.advance(Duration.ofMillis(1));

        assertClosed(text);
        assertThat(server.get("/api/v0/tokens/" + token.get("id").stringValue(), admin).body())
                .contains("\"expiresAt\"")
                .doesNotContain("revokedAt");
    }

    @Test
    @Conforms({"A-160", "A-166", "A-170"})
    void aRevokedTokenOpensNothingMore() throws Exception {
        JsonNode token = madeToken();
        String text = token.get("accessToken").stringValue();
        String path = "/api/v0/tokens/" + token.get("id").stringValue();
        assertOpens(text);

        assertThat(server.delete(path, admin).statusCode()).isEqualTo(204);

        assertClosed(text);
        assertThat(server.get(path, admin).body()).contains("\"revokedAt\"");
    }

    @Test
    void anExpiredManagementTokenAdministersNothingMore() throws Exception {
        String text = made("/api/v0/management-tokens", "").get("token").stringValue();
        clock.advance(LIFE.minusMillis(1));
        assertThat(server.get("/api/v0/databases", text).statusCode()).isEqualTo(200);

        clock.advance(Duration.ofMillis(1));

        assertThat(server.get("/api/v0/databases", text).statusCode()).isEqualTo(401);
    }

    @Test
    @Conforms({"A-161", "A-173"})
    void theTextOfATokenIsNowhereInTheData() throws Exception {
        JsonNode token = madeToken();
        String text = token.get("accessToken").stringValue();
        assertThat(text).hasSizeGreaterThanOrEqualTo(64);
        assertOpens(text);
        server.delete("/api/v0/tokens/" + token.get("id").stringValue(), admin);
        assertThat(server.get("/api/v0/tokens", admin).body()).doesNotContain(text);

        assertThat(FilesBelow.containing(text.substring(9), directory)).isEmpty();
    }
}
