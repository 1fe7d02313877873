// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the outside and the files learn of a credential: nothing (admin.md 1.11 and 7, checklist
/// 199).
final class CredentialSecrecyTest {
    @TempDir private static Path directory;
    private static SignedInServer server;

    @BeforeAll
    static void open() throws Exception {
        server = SignedInServer.start(directory, "failedAttemptsPerMinuteMax: 0");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    @Conforms("A-53")
    void everyRefusedCredentialGetsTheSameAnswer() throws Exception {
        List<String> answers = server.answers("GET", "/api/v0/tokens", server.refusedTokens());

        assertThat(answers)
                .hasSizeGreaterThan(5)
                .allMatch(answer -> answer.startsWith("401 "))
                .containsOnly(answers.getFirst());
    }

    @Test
    void everyTokenThatOpensNothingGetsTheSameAnswer() throws Exception {
        List<String> answers =
                server.answers("POST", "/api/v2/write?bucket=other", server.closedTokens());

        assertThat(answers)
                .hasSizeGreaterThan(5)
                .allMatch(answer -> answer.startsWith("403 "))
                .containsOnly(answers.getFirst());
    }

    @Test
    @Conforms({"A-64", "A-199"})
    void noTokenIsInTheLogOrTheAuditAtAnyLevel() throws Exception {
        List<String> tokens = server.everyToken();
        String logged;
        try (CapturedLog log = CapturedLog.ofEverything()) {
            for (String token : tokens) {
                server.presentEverywhere(token);
            }
            logged = log.text();
        }

        assertThat(logged).contains("a token of the identity provider was refused");
        for (String token : tokens) {
            assertThat(logged.contains(token)).as("in the log: " + token).isFalse();
            assertThat(server.audit()).doesNotContain(token);
        }
        assertThat(logged.contains("|00000000|")).as("a dump of bytes in the log").isFalse();
    }
}
