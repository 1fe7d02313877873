// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Golden;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.ScriptedEntra;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TokenDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `auth doctor`: each known trap is recognised and named, with what to do.
final class AuthDoctorTest {
    private static final Answer HEALTHY = Answer.json(200, "{}");
    private static final Answer ADA =
            Answer.json(
                    200, "{\"kind\":\"oidc\",\"subject\":\"8f14e45f\",\"userGroups\":[\"Admin\"]}");

    @TempDir private Path home;
    private Workbench bench;

    @BeforeEach
    void open() {
        // The stubs' HTTP servers say what time it really is.
        bench = new Workbench(home, MovingClock.at(Instant.now()));
        bench.configWithOAuth();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void findsNothingWrongWhereNothingIs() {
        signIn();
        bench.cluster().answer(HEALTHY, ADA);

        Outcome outcome = bench.run("auth", "doctor");

        assertThat(outcome.err()).isEmpty();
        Golden.check("auth-doctor.txt", bench.steady(outcome.out()));
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void tellsItAsJsonToo() {
        signIn();
        bench.cluster().answer(HEALTHY, Answer.refusal(403, "forbidden"));

        Outcome outcome = bench.run("auth", "doctor", "--format", "json");

        Golden.check("auth-doctor.json", bench.steady(outcome.out()));
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void asksNoPersonAndShowsNoToken() {
        bench.cluster().answer(HEALTHY);

        Outcome outcome = bench.run("auth", "doctor");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("skip  token            nobody is signed in; run");
        assertThat(bench.opened()).isEmpty();
        assertThat(bench.provider().requests(StubIdentityProvider.TOKEN_PATH)).isZero();
    }

    @Test
    void refreshesATokenThatIsOver() {
        signIn();
        bench.clock().advance(Duration.ofSeconds(290));
        bench.cluster().answer(HEALTHY, ADA);

        bench.run("auth", "doctor");

        assertThat(bench.provider().forms(StubIdentityProvider.TOKEN_PATH).getLast())
                .containsEntry("grant_type", "refresh_token");
    }

    @Test
    void namesTheAddressThatTheClusterSendsOnTo() {
        bench.cluster().answer(Answer.redirect(308, "https://db.example:443/health"));

        assertThat(line("cluster"))
                .matches(
                        "FAIL  cluster          http://\\S+ answers 308 \\(redirect to"
                                + " https://db.example:443/health\\), so it is not the cluster; set"
                                + " host and port .*");
    }

    @Test
    void namesTheMissingSubject() {
        signIn(bench.provider().accessToken().without("sub"));
        bench.cluster().answer(HEALTHY, Answer.refusal(401, "unauthorized"));

        assertThat(line("token"))
                .isEqualTo(
                        "FAIL  token            the token has no claim sub, so it names no user; add"
                                + " the client scope \"basic\" to the client, and switch lightweight"
                                + " access tokens off");
    }

    @Test
    void namesTheOpaqueTokenAtTheSignIn() {
        issue("opaque");

        assertThat(bench.run("auth", "login").err())
                .contains("error\tthe provider issued an opaque access token and no ID token; set");
    }

    @Test
    void namesThePrefixAuthThatIsTooMuch() {
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + bench.oauth().replace("/realms/", "/auth/realms/"));
        bench.cluster().answer(HEALTHY);

        assertThat(line("discovery"))
                .contains(
                        "FAIL", "there without the prefix /auth; use " + bench.provider().issuer());
    }

    @Test
    void namesTheHostNameUnderWhichTokensAreIssued() {
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + bench.oauth().replace("127.0.0.1", "localhost"));
        signIn();
        bench.cluster().answer(HEALTHY, ADA);

        assertThat(line("discovery"))
                .startsWith("note  discovery        the provider calls itself ")
                .contains("other than the profile; set device_url = ");
    }

    @Test
    void namesTheIssuerThatTheTokenShouldNotHave() {
        signIn(bench.provider().accessToken().claim("iss", "http://localhost/realms/test"));
        bench.cluster().answer(HEALTHY, Answer.refusal(401, "unauthorized"));

        assertThat(line("token"))
                .contains("FAIL", "issued by http://localhost/realms/test", "use one host name");
    }

    @Test
    void namesVersion1OfEntra() {
        ScriptedEntra tenant = ScriptedEntra.on(bench.provider(), ScriptedEntra.ID, 5);
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
        tenant.issue(tenant.sign(tenant.version1()));
        bench.run("auth", "login");
        bench.cluster().answer(HEALTHY, ADA);

        assertThat(line("token"))
                .startsWith("note  token            oid " + ScriptedEntra.OBJECT_ID)
                .contains("version 1.0");
    }

    @Test
    void namesTheUserWhoIsNotListed() {
        signIn();
        bench.cluster().answer(HEALTHY, Answer.refusal(403, "forbidden"));

        assertThat(line("acceptance"))
                .isEqualTo(
                        "FAIL  acceptance       the cluster verified the token, but does not list"
                                + " user \"8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c\" (403); add id:"
                                + " \"8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c\" to admin.users, and"
                                + " apply it");
    }

    @Test
    void saysWhichProviderTheClusterShouldHave() {
        signIn();
        bench.cluster().answer(HEALTHY, Answer.refusal(401, "unauthorized"));

        assertThat(line("acceptance"))
                .contains(
                        "FAIL",
                        "admin.identityProvider: keycloak",
                        "admin.jwksEndpoint: " + bench.provider().keysUrl());
    }

    @Test
    void asksAProviderOfAnotherKindByTheIssuerOfTheToken() {
        String other = bench.oauth().replace(bench.provider().tokenUrl().toString(), "%s");
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + other.formatted(bench.provider().url("/take")));
        bench.cluster().answer(HEALTHY);
        assertThat(line("discovery")).contains("skip", "run influxctl auth login first");
        bench.provider().answer("/take", ScriptedAnswer.json(200, bench.provider().tokenAnswer()));
        signIn();
        bench.cluster().answer(HEALTHY, ADA);

        assertThat(line("discovery")).contains("the provider calls itself");
    }

    @Test
    void asksNobodyWhoseAddressIsNone() {
        String other = bench.oauth().replace(bench.provider().tokenUrl().toString(), "%s");
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + other.formatted(bench.provider().url("/take")));
        String token =
                bench.provider()
                        .accessToken()
                        .claim("iss", "no address")
                        .sign(bench.provider().signer());
        bench.provider().answer("/take", ScriptedAnswer.json(200, Map.of("access_token", token)));
        signIn();
        bench.cluster().answer(HEALTHY, ADA);

        assertThat(line("discovery")).startsWith("skip");
    }

    @Test
    void saysThatTheClusterHasNoKeys() {
        signIn();
        bench.cluster().answer(HEALTHY, Answer.refusal(503, "identity provider keys unavailable"));

        assertThat(line("acceptance")).contains("the cluster itself reaches admin.jwksEndpoint");
    }

    @Test
    void saysThatTheClientMayNotSignDevicesIn() {
        bench.provider()
                .answer(
                        StubIdentityProvider.DEVICE_PATH,
                        ScriptedAnswer.error(400, "unauthorized_client", "no"));
        bench.cluster().answer(HEALTHY);

        assertThat(line("device endpoint")).contains("FAIL", "Capability config");
    }

    @Test
    void saysThatTheKeyIsGone() {
        signIn();
        bench.provider().withdraw("key-1");
        bench.provider().rotate("ES256", "key-2");
        bench.cluster().answer(HEALTHY, Answer.refusal(401, "unauthorized"));

        assertThat(line("keys"))
                .contains("FAIL", "the token's key key-1 is not among the provider's");
    }

    @Test
    void saysThatTheClockIsWrong() {
        bench.clock().advance(Duration.ofHours(-1));
        bench.cluster().answer(HEALTHY);

        assertThat(line("clock"))
                .contains("FAIL", "this machine's clock is", "set this machine's clock by NTP");
    }

    @Test
    void saysThatTheClusterIsDown() {
        signIn();
        bench.cluster().close();

        Outcome outcome = bench.run("auth", "doctor");

        assertThat(outcome.out())
                .contains("FAIL  cluster          cannot reach the cluster at ")
                .contains("skip  acceptance       the cluster is not reached");
    }

    @Test
    void saysThatTheConfigurationIsWrong() {
        bench.config("[[profile]]\nname = \"default\"\n");

        Outcome outcome = bench.run("auth", "doctor");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .startsWith("FAIL  configuration    ")
                .contains("product is required");
    }

    @Test
    void asksNoProviderForATokenThatNoneIssued() {
        bench.config(
                Workbench.profile(bench.cluster().port())
                        .replace("[profile.tls]", "mgmt_token = \"M.V1.x\"\n[profile.tls]"));
        bench.cluster().answer(HEALTHY, Answer.refusal(401, "unauthorized"));

        Outcome outcome = bench.run("auth", "doctor");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("ok    configuration", "FAIL  acceptance")
                .doesNotContain("discovery", "M.V1.x");
        assertThat(bench.provider().requests(StubIdentityProvider.DISCOVERY_PATH)).isZero();
    }

    @Test
    void coloursTheStatusOnATerminal() {
        bench.screen(200, true);
        bench.cluster().answer(HEALTHY);

        assertThat(bench.run("auth", "doctor").out())
                .contains("\u001b[32mok\u001b[0m    configuration");
    }

    private String line(String check) {
        Outcome outcome = bench.run("auth", "doctor");
        return outcome.out()
                .lines()
                .filter(line -> line.substring(6).startsWith(check + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(outcome.toString()));
    }

    private void signIn() {
        assertThat(bench.run("auth", "login").exitCode()).isZero();
    }

    private void signIn(TokenDraft draft) {
        issue(draft.sign(bench.provider().signer()));
        signIn();
    }

    private void issue(String accessToken) {
        bench.provider()
                .answer(
                        StubIdentityProvider.TOKEN_PATH,
                        ScriptedAnswer.json(
                                200,
                                Map.of(
                                        "access_token",
                                        accessToken,
                                        "token_type",
                                        "Bearer",
                                        "expires_in",
                                        300)));
    }
}
