// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a client that guesses fares at every door, and the one behind the same proxy (admin.md 7,
/// checklist 200).
final class SlowedClientTest {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int ATTEMPTS_MAX = 3;

    @TempDir private Path directory;
    private SignedInServer server;

    @BeforeEach
    void open() throws Exception {
        server = SignedInServer.start(directory, "failedAttemptsPerMinuteMax: " + ATTEMPTS_MAX);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> list(String token, String... headers) throws Exception {
        return server.send("GET", "/api/v0/tokens", "Bearer " + token, headers);
    }

    private void guess(String... headers) throws Exception {
        for (int i = 0; i < ATTEMPTS_MAX; i++) {
            assertThat(list("guess" + i, headers).statusCode()).isEqualTo(401);
        }
    }

    @Test
    @Conforms("A-200")
    void theManagementDoorTellsWhenToComeBack() throws Exception {
        guess();

        HttpResponse<String> answer = list(server.admin());

        assertThat(answer.statusCode()).isEqualTo(429);
        String seconds = answer.headers().firstValue("retry-after").orElseThrow();
        assertThat(Integer.parseInt(seconds)).isBetween(1, 60);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"code\":429,\"message\":\"too many failed attempts to authenticate from"
                                + " this address, try again in "
                                + seconds
                                + " s\"}");
    }

    @Test
    @Conforms("A-200")
    void theDataDoorsAreClosedToo() throws Exception {
        guess();

        assertThat(write("guess").body())
                .startsWith("{\"code\":\"too many requests\",\"message\":\"too many failed");
        assertThat(server.query("guess")).isEqualTo("RESOURCE_EXHAUSTED");
    }

    private HttpResponse<String> write(String token) throws Exception {
        return server.send("POST", "/api/v2/write?bucket=home", "Token " + token);
    }

    /// A writer with a wrong token takes nothing from those beside it.
    @Test
    void whoHasADatabaseTokenIsLetIn() throws Exception {
        guess();

        assertThat(write(server.databaseToken()).statusCode()).isEqualTo(204);
        assertThat(server.query(server.databaseToken())).isEqualTo("OK");
    }

    @Test
    @Conforms("A-200")
    void theNextClientOfTheSameProxyIsLetIn() throws Exception {
        guess(FORWARDED_FOR, "203.0.113.9");

        assertThat(
                        Stream.of(
                                list(server.admin(), FORWARDED_FOR, "203.0.113.9").statusCode(),
                                list(server.admin(), FORWARDED_FOR, "203.0.113.10").statusCode(),
                                list(server.admin()).statusCode()))
                .containsExactly(429, 200, 200);
    }

    @Test
    void whatTheClientForwardsItselfDoesNotHelp() throws Exception {
        for (int i = 0; i < ATTEMPTS_MAX; i++) {
            list("guess", FORWARDED_FOR, "192.0.2." + i + ", 203.0.113.9");
        }

        assertThat(list(server.admin(), FORWARDED_FOR, "192.0.2.99, 203.0.113.9").statusCode())
                .isEqualTo(429);
    }
}
