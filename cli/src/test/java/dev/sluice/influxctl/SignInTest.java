// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.influxctl.login.PaintedTerminal;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Golden;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing in as a person does, through the whole program (admin.md 1.12 and 3.2 to 3.5).
final class SignInTest {
    private static final Answer NO_TOKENS = Answer.json(200, "[]");
    private static final Answer UNAUTHORIZED = Answer.refusal(401, "unauthorized");

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
    @Conforms({"A-81", "A-109"})
    void directsToTheProviderThenRunsTheCommand() {
        bench.cluster().answer(NO_TOKENS);

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isZero();
        Golden.check("sign-in.err", bench.steady(outcome.err()));
        Golden.check("token-list-empty.txt", outcome.out());
    }

    @Test
    @Conforms("A-106")
    void opensThePageThatHasTheCodeInIt() {
        bench.cluster().answer(NO_TOKENS);

        bench.run("token", "list");

        assertThat(bench.opened())
                .containsExactly(
                        URI.create(bench.provider().issuer() + "/device?user_code=AYFB-PZIO"));
    }

    @Test
    void opensNoBrowserWhenTheVariableForbidsIt() {
        bench.cluster().answer(NO_TOKENS);

        bench.variable("INFLUXCTL_NO_BROWSER", "1").run("token", "list");

        assertThat(bench.opened()).isEmpty();
    }

    @Test
    void showsTheAddressAsAPictureOnATerminal() {
        bench.screen(100, false);
        bench.cluster().answer(NO_TOKENS, NO_TOKENS);

        String err = bench.run("auth", "login").err();

        assertThat(err).contains("\u2588\u2588", "Point a telephone at this picture");
        List<String> picture =
                err.lines().filter(line -> line.matches("[ \u2580\u2584\u2588]+")).toList();
        assertThat(new PaintedTerminal(picture, PaintedTerminal.Shades.LIGHT_ON_DARK).read())
                .isEqualTo(bench.provider().issuer() + "/device?user_code=AYFB-PZIO");
        assertThat(err.indexOf("Sign in at ")).isLessThan(err.indexOf('\u2588'));
        assertThat(bench.variable("INFLUXCTL_NO_QR", "1").run("auth", "login").err())
                .doesNotContain("\u2588", "telephone");
    }

    @Test
    void neverPrintsTheDeviceCodeOrATokenOfTheProvider() {
        bench.cluster().answer(NO_TOKENS);

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.out() + outcome.err()).doesNotContain("device-code-of-the-stub", "eyJ");
    }

    @Test
    @Conforms("A-99")
    void asksForTheScopeOpenidWhenOnlyBlanksAreNamed() {
        bench.config(
                Workbench.profile(bench.cluster().port()) + bench.oauth() + "scopes = [\" \"]\n");

        bench.run("auth", "login");

        assertThat(bench.provider().forms(StubIdentityProvider.DEVICE_PATH).getFirst())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("client_id", "influxctl", "scope", "openid"));
    }

    @Test
    @Conforms({"A-78", "A-79", "A-98", "A-99"})
    void sendsTheSecretTheScopesAndTheParametersOfTheProfile() {
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + bench.oauth()
                        + """
                        client_secret = "hush"
                        scopes = ["openid", "groups"]
                        parameters = { audience = "https://cluster", blank = "" }
                        """);

        bench.run("auth", "login");

        assertThat(bench.provider().forms(StubIdentityProvider.DEVICE_PATH).getFirst())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "client_id", "influxctl",
                                "client_secret", "hush",
                                "scope", "openid groups",
                                "audience", "https://cluster"));
    }

    @Test
    void showsTheProvidersTokenToTheCluster() {
        bench.cluster().answer(NO_TOKENS);

        bench.run("token", "list");

        StubCluster.Request request = bench.cluster().requests().getFirst();
        assertThat(request.line()).isEqualTo("GET /api/v0/tokens");
        assertThat(request.authorization()).startsWith("Bearer eyJ");
        assertThat(request.userAgent()).isEqualTo("influxctl/9.8.7");
    }

    @Test
    void asksTheProviderNothingTheSecondTime() {
        bench.cluster().answer(NO_TOKENS, NO_TOKENS);
        bench.run("token", "list");
        int before = providerRequests();

        Outcome second = bench.run("token", "list");

        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).isEmpty();
        assertThat(providerRequests()).isEqualTo(before);
    }

    @Test
    @Conforms("A-93")
    void refreshesATokenThatIsAboutToEnd() {
        bench.cluster().answer(NO_TOKENS, NO_TOKENS);
        bench.run("token", "list");
        bench.clock().advance(Duration.ofSeconds(271));

        Outcome second = bench.run("token", "list");

        assertThat(second.err()).isEmpty();
        assertThat(lastTokenForm()).containsEntry("grant_type", "refresh_token");
    }

    @Test
    @Conforms("A-93")
    void usesACachedTokenUntilThirtySecondsBeforeItsEnd() {
        bench.cluster().answer(NO_TOKENS, NO_TOKENS);
        bench.run("token", "list");
        int before = providerRequests();
        bench.clock().advance(Duration.ofSeconds(269));

        bench.run("token", "list");

        assertThat(providerRequests()).isEqualTo(before);
    }

    @Test
    void signsInAgainWhenTheRefreshTokenIsOver() {
        bench.cluster().answer(NO_TOKENS, NO_TOKENS);
        bench.run("token", "list");
        bench.clock().advance(Duration.ofMinutes(10));
        bench.provider().scriptPolls(ScriptedAnswer.error("invalid_grant"));

        Outcome second = bench.run("token", "list");

        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).contains("AYFB-PZIO");
    }

    @Test
    void keepsTheRefreshTokenWhenTheProviderIsDown() throws IOException {
        bench.cluster().answer(NO_TOKENS);
        bench.run("token", "list");
        bench.clock().advance(Duration.ofMinutes(10));
        bench.provider().goDown();

        Outcome second = bench.run("token", "list");

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).startsWith("error\tthe identity provider at ");
        assertThat(cachedFiles()).hasSize(1);
    }

    @Test
    void signsInOnceMoreWhenTheClusterRefusesACachedToken() {
        bench.cluster().answer(NO_TOKENS, UNAUTHORIZED, NO_TOKENS);
        bench.run("token", "list");

        Outcome second = bench.run("token", "list");

        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).contains("AYFB-PZIO");
        assertThat(bench.cluster().requests()).hasSize(3);
    }

    @Test
    @Conforms("A-95")
    void givesUpAfterOneRepeatedCall() throws IOException {
        bench.cluster().answer(NO_TOKENS, UNAUTHORIZED, UNAUTHORIZED);
        bench.run("token", "list");

        Outcome second = bench.run("token", "list");

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("error\tfailed to list tokens: unauthorized");
        assertThat(bench.cluster().requests()).hasSize(3);
        assertThat(cachedFiles()).isEmpty();
    }

    @Test
    @Conforms("A-95")
    void doesNotRepeatTheCallWhenAFreshTokenIsRefused() throws IOException {
        bench.cluster().answer(UNAUTHORIZED);

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("admin.jwksEndpoint").contains("admin.issuer");
        assertThat(bench.cluster().requests()).hasSize(1);
        assertThat(cachedFiles()).isEmpty();
    }

    @Test
    @Conforms("A-96")
    void keepsTheTokenOfAnIdentityThatIsKnownButNotPermitted() throws IOException {
        bench.cluster().answer(Answer.refusal(403, "forbidden"));

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(lastLine(outcome.err()))
                .isEqualTo(
                        "error\tfailed to list tokens: 403 forbidden: the cluster knows who you are,"
                                + " but you are not permitted to do this; who may is listed under"
                                + " admin.users of the cluster, and what, in the entry's"
                                + " userGroups");
        assertThat(cachedFiles()).hasSize(1);
    }

    @Test
    void saysThatTheClusterIsNotReadyNow() {
        bench.cluster().answer(Answer.refusal(503, "keys are not loaded yet"));

        Outcome outcome = bench.run("token", "list");

        assertThat(lastLine(outcome.err()))
                .isEqualTo(
                        "error\tfailed to list tokens: 503 unavailable: keys are not loaded yet; try"
                                + " again in a moment");
    }

    @Test
    @Conforms("A-103")
    void saysThatThePersonDeclined() throws IOException {
        bench.provider().scriptPolls(ScriptedAnswer.pending(), ScriptedAnswer.denied());

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(lastLine(outcome.err())).isEqualTo("error\tauthorization was denied");
        assertThat(cachedFiles()).isEmpty();
    }

    @Test
    @Conforms("A-104")
    void saysThatTheCodeIsOver() {
        bench.provider().scriptPolls(ScriptedAnswer.pending(), ScriptedAnswer.expired());

        Outcome outcome = bench.run("token", "list");

        assertThat(lastLine(outcome.err()))
                .isEqualTo("error\tdevice code expired; run the command again");
    }

    @Test
    void saysThatTheProviderCannotBeReached() {
        bench.provider().goDown();

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("error\tthe identity provider at ").hasLineCount(1);
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    void saysThatTheDeviceAddressIsNotOne() {
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + bench.oauth().replace("/auth/device", "/auth/devices"));

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("error\tdevice_url ").hasLineCount(1);
    }

    @Test
    void endsWith130WhenItIsInterrupted() throws IOException {
        Thread.currentThread().interrupt();

        Outcome outcome = bench.run("token", "list");

        assertThat(Thread.interrupted()).isFalse();
        assertThat(outcome.exitCode()).isEqualTo(130);
        assertThat(cachedFiles()).isEmpty();
    }

    @Test
    @Conforms("A-97")
    void loginSignsInEvenWithAGoodToken() {
        bench.run("auth", "login");

        Outcome second = bench.run("auth", "login");

        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).isEmpty();
        assertThat(second.err())
                .contains("AYFB-PZIO")
                .endsWith("info\tsigned in with profile \"default\"\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    void aLoginThatFailsLeavesTheTokenThatWasThere() {
        bench.run("auth", "login");
        bench.provider().scriptPolls(ScriptedAnswer.denied());
        assertThat(bench.run("auth", "login").err()).endsWith("error\tauthorization was denied\n");
        int before = providerRequests();
        bench.cluster().answer(NO_TOKENS);

        assertThat(bench.run("token", "list").exitCode()).isZero();

        assertThat(providerRequests()).isEqualTo(before);
    }

    @Test
    @Conforms("A-97")
    void logoutForgetsTheTokenAndAsksNobody() throws IOException {
        bench.run("auth", "login");
        int before = providerRequests();

        Outcome outcome = bench.run("auth", "logout");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEqualTo("info\tsigned out of profile \"default\"\n");
        assertThat(cachedFiles()).isEmpty();
        assertThat(providerRequests()).isEqualTo(before);
    }

    @Test
    void logoutSucceedsWhenNobodyWasSignedIn() {
        Outcome outcome = bench.run("auth", "logout");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .isEqualTo("info\tnobody was signed in with profile \"default\"\n");
    }

    @Test
    void loginIsRefusedForAProfileWithAToken() {
        bench.config(
                Workbench.profile(1)
                        .replace("[profile.tls]", "mgmt_token = \"M.V1.x\"\n[profile.tls]"));

        Outcome outcome = bench.run("auth", "login");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("nothing to sign in to; its token needs no login");
    }

    @Test
    @Conforms("A-73")
    void loginWithAnAdminTokenSaysThatItIsNotForProduction() {
        bench.config(Workbench.profile(1) + "[profile.auth.token]\ntoken_file = \"none.json\"\n");

        Outcome outcome = bench.run("auth", "login");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .isEqualTo(
                        "error\tprofile \"default\" uses the admin token, so there is nothing to sign"
                                + " in to; that token is for development and tests, not for"
                                + " production\n");
    }

    private int providerRequests() {
        return bench.provider().requests(StubIdentityProvider.DEVICE_PATH)
                + bench.provider().requests(StubIdentityProvider.TOKEN_PATH);
    }

    private Map<String, String> lastTokenForm() {
        return bench.provider().forms(StubIdentityProvider.TOKEN_PATH).getLast();
    }

    private List<Path> cachedFiles() throws IOException {
        if (!Files.isDirectory(bench.cacheDirectory())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(bench.cacheDirectory())) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private static String lastLine(String text) {
        return text.lines().toList().getLast();
    }
}
