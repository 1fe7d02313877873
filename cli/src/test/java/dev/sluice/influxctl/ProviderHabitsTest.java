// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.ScriptedAuth0;
import dev.sluice.testkit.ScriptedEntra;
import dev.sluice.testkit.TokenDraft;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Auth0 and Microsoft Entra ID do otherwise than RFC 8628 says, through the whole program
/// with their documented profiles (admin.md 1.8.2, 1.8.3 and 3.5).
final class ProviderHabitsTest {
    private static final Answer NO_TOKENS = Answer.json(200, "[]");
    private static final String DENIED = "error\tauthorization was denied\n";
    private static final String EXPIRED = "error\tdevice code expired; run the command again\n";

    @TempDir private Path home;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        bench.cluster().answer(NO_TOKENS, NO_TOKENS);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private ScriptedAuth0 auth0(String more) {
        ScriptedAuth0 auth0 = ScriptedAuth0.on(bench.provider(), 5);
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + """
                        [profile.auth.oauth2]
                        client_id = "%s"
                        client_secret = "%s"
                        device_url = "http://%s%s"
                        token_url = "http://%3$s%s"
                        """
                                .formatted(
                                        ScriptedAuth0.CLIENT_ID,
                                        ScriptedAuth0.CLIENT_SECRET,
                                        auth0.host(),
                                        ScriptedAuth0.DEVICE_PATH,
                                        ScriptedAuth0.TOKEN_PATH)
                        + more);
        return auth0;
    }

    private ScriptedEntra entra() {
        ScriptedEntra entra = ScriptedEntra.on(bench.provider(), ScriptedEntra.ID, 5);
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + """
                        [profile.auth.oauth2]
                        client_id = "%s"
                        scopes = ["%1$s/.default"]
                        device_url = "%s"
                        token_url = "%s"
                        """
                                .formatted(
                                        ScriptedEntra.CLIENT_ID,
                                        entra.url("oauth2/v2.0/devicecode"),
                                        entra.url("oauth2/v2.0/token")));
        return entra;
    }

    private void scriptAuth0(ScriptedAnswer... answers) {
        bench.provider().script(ScriptedAuth0.TOKEN_PATH, answers);
    }

    private String presented() {
        return bench.cluster().requests().getLast().authorization();
    }

    @Test
    @Conforms({"A-78", "A-101", "A-102", "A-107"})
    void auth0sStatusesAreNoErrorsAndItsOpaqueTokenGivesWayToTheIdToken() {
        ScriptedAuth0 auth0 = auth0("");
        scriptAuth0(ScriptedAuth0.pending(), ScriptedAuth0.slowDown(), ScriptedAuth0.pending());
        Instant start = bench.clock().instant();

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(bench.provider().forms(ScriptedAuth0.DEVICE_PATH))
                .containsExactly(
                        Map.of(
                                "client_id", ScriptedAuth0.CLIENT_ID,
                                "client_secret", ScriptedAuth0.CLIENT_SECRET,
                                "scope", "openid"));
        assertThat(Duration.between(start, bench.clock().instant()))
                .isEqualTo(Duration.ofSeconds(5 + 5 + 10 + 10));
        assertThat(presented()).isEqualTo("Bearer " + auth0.sign(idTokenAsOf(auth0, start)));
    }

    /// The same claims and the same key give the same RS256 signature.
    private static TokenDraft idTokenAsOf(ScriptedAuth0 auth0, Instant start) {
        return auth0.idToken().claim("iat", start).claim("exp", start.plusSeconds(300));
    }

    @Test
    @Conforms("A-98")
    void auth0GivesAnAccessTokenToAProfileWithAudience() {
        ScriptedAuth0 auth0 =
                auth0("parameters = { audience = \"" + ScriptedAuth0.AUDIENCE + "\" }\n");
        String access = auth0.sign(auth0.accessToken());
        auth0.issue(access);

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(bench.provider().forms(ScriptedAuth0.DEVICE_PATH).getFirst())
                .containsEntry("audience", ScriptedAuth0.AUDIENCE);
        assertThat(presented()).isEqualTo("Bearer " + access);
    }

    @Test
    @Conforms("A-103")
    void auth0Denies() {
        ScriptedAuth0 _ = auth0("");
        scriptAuth0(ScriptedAuth0.pending(), ScriptedAuth0.denied());

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).endsWith(DENIED);
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    @Conforms("A-104")
    void auth0sCodeIsOver() {
        ScriptedAuth0 _ = auth0("");
        scriptAuth0(ScriptedAuth0.pending(), ScriptedAuth0.expired());

        assertThat(bench.run("token", "list").err()).endsWith(EXPIRED);
    }

    @Test
    @Conforms("A-79")
    void entraSaysWhatToDoAndHasNoAddressWithTheCodeInIt() {
        ScriptedEntra entra = entra();
        entra.scriptPolls(ScriptedEntra.pending());

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains(ScriptedEntra.MESSAGE + "\n", "\nGJLPTVBDM\n")
                .doesNotContain("has the code in it");
        assertThat(bench.opened()).containsExactly(URI.create("https://microsoft.com/devicelogin"));
        assertThat(presented()).startsWith("Bearer eyJ");
    }

    @Test
    @Conforms("A-103")
    void entraDeclines() {
        entra().scriptPolls(ScriptedEntra.pending(), ScriptedEntra.declined());

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).endsWith(DENIED);
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    @Conforms("A-104")
    void entrasCodeThatWasGoodIsOver() {
        entra().scriptPolls(ScriptedEntra.pending(), ScriptedEntra.badCode());

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).endsWith(EXPIRED);
    }

    @Test
    void entrasCodeThatWasNeverGoodIsToldInItsOwnWords() {
        entra().scriptPolls(ScriptedEntra.badCode());

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().lines().toList().getLast())
                .startsWith("error\t")
                .contains("bad_verification_code", "AADSTS501491");
    }

    @Test
    void withoutARefreshTokenEntraAsksAgainWhenTheTokenIsOver() {
        ScriptedEntra entra = entra();
        bench.run("token", "list");
        bench.clock().advance(Duration.ofSeconds(3_599));

        Outcome second = bench.run("token", "list");

        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).contains("GJLPTVBDM");
        assertThat(bench.provider().forms(entra.path("oauth2/v2.0/token")))
                .noneMatch(form -> "refresh_token".equals(form.get("grant_type")));
    }
}
