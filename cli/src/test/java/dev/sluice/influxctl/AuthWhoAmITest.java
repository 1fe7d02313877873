// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Golden;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.ScriptedEntra;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TokenDraft;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `auth whoami`: who the provider says it is, and what the cluster says to that.
final class AuthWhoAmITest {
    private static final Answer ADA =
            Answer.json(
                    200,
                    """
                    {"kind":"oidc","subject":"8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c",
                     "userId":"0d9c0a7e-3d53-5b0a-8c53-8d1f1a2b3c4d","userGroups":["Admin"]}
                    """);

    @TempDir private Path home;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        bench.configWithOAuth();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void showsWhoIsSignedInAndThatTheClusterAgrees() {
        issue(ada());
        bench.cluster().answer(ADA);

        Outcome outcome = bench.run("auth", "whoami");

        assertThat(outcome.exitCode()).isZero();
        Golden.check("auth-whoami.txt", steady(outcome.out()));
    }

    @Test
    void showsItAsJson() {
        issue(ada());
        bench.cluster().answer(ADA);

        Golden.check(
                "auth-whoami.json", steady(bench.run("auth", "whoami", "--format", "json").out()));
    }

    @Test
    void showsWhatToListWhenTheClusterDoesNotKnowThePerson() {
        issue(ada());
        bench.cluster().answer(Answer.refusal(403, "forbidden"));

        Outcome outcome = bench.run("auth", "whoami");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("accepted | no ");
        assertThat(outcome.err())
                .contains("error\tfailed to show who you are: 403 forbidden: ")
                .endsWith(
                        """
                        To be listed, add to admin.users of the cluster:
                          - id: "8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c"
                            firstName: "Ada"
                            lastName: "Lovelace"
                            email: "ada@example.com"
                        """);
    }

    @Test
    void showsThePersonAlsoWhenTheClusterRefusesTheToken() {
        issue(ada());
        bench.cluster().answer(Answer.refusal(401, "unauthorized"));

        Outcome outcome = bench.run("auth", "whoami", "--format", "json");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("\"accepted\": \"no\"", "8f14e45f");
        assertThat(outcome.err()).contains("unauthorized").doesNotContain("To be listed");
        assertThat(bench.provider().requests(StubIdentityProvider.DEVICE_PATH)).isEqualTo(1);
    }

    @Test
    void doesNotKnowWhatAClusterThinksThatIsDown() {
        issue(ada());
        bench.cluster().close();

        Outcome outcome = bench.run("auth", "whoami");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("accepted | unknown");
    }

    @Test
    void namesTheObjectIdOfEntra() {
        ScriptedEntra tenant = ScriptedEntra.on(bench.provider(), ScriptedEntra.ID, 5);
        tenant.issue(tenant.sign(tenant.version1()));
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + """
                        [profile.auth.oauth2]
                        client_id = "app"
                        scopes = ["app/.default"]
                        device_url = "%s"
                        token_url = "%s"
                        """
                                .formatted(
                                        tenant.url("oauth2/v2.0/devicecode"),
                                        tenant.url("oauth2/v2.0/token")));
        bench.cluster().answer(Answer.refusal(403, "forbidden"));

        Outcome outcome = bench.run("auth", "whoami");

        assertThat(outcome.out()).contains("azure", ScriptedEntra.OBJECT_ID);
        assertThat(outcome.err()).contains("- id: \"" + ScriptedEntra.OBJECT_ID + "\"");
    }

    @Test
    void showsATokenThatNoProviderIssued() {
        bench.config(
                Workbench.profile(bench.cluster().port())
                        .replace("[profile.tls]", "mgmt_token = \"M.V1.x\"\n[profile.tls]"));
        bench.cluster()
                .answer(
                        Answer.json(
                                200,
                                "{\"kind\":\"management_token\",\"subject\":\"T\",\"userGroups\":[]}"));

        Outcome outcome = bench.run("auth", "whoami");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("management_token").doesNotContain("M.V1.x");
    }

    private TokenDraft ada() {
        return bench.provider()
                .accessToken()
                .claim("name", "Ada Lovelace")
                .claim("email", "ada@example.com");
    }

    private void issue(TokenDraft draft) {
        bench.provider()
                .answer(
                        StubIdentityProvider.TOKEN_PATH,
                        ScriptedAnswer.json(
                                200,
                                Map.of(
                                        "access_token",
                                        draft.sign(bench.provider().signer()),
                                        "token_type",
                                        "Bearer",
                                        "expires_in",
                                        300)));
    }

    /// The table's width follows the issuer's port.
    private String steady(String text) {
        return bench.steady(text).replaceAll(" +\\|\n", " |\n").replaceAll("-{20,}", "---");
    }
}
