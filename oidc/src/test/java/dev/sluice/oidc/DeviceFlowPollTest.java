// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static dev.sluice.testkit.ScriptedAnswer.cut;
import static dev.sluice.testkit.ScriptedAnswer.denied;
import static dev.sluice.testkit.ScriptedAnswer.error;
import static dev.sluice.testkit.ScriptedAnswer.expired;
import static dev.sluice.testkit.ScriptedAnswer.html;
import static dev.sluice.testkit.ScriptedAnswer.json;
import static dev.sluice.testkit.ScriptedAnswer.pending;
import static dev.sluice.testkit.ScriptedAnswer.slowDown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The table of admin.md 3.5, step 4, row by row.
final class DeviceFlowPollTest {
    private final MovingClock clock = MovingClock.create();
    private final StubIdentityProvider provider =
            StubIdentityProvider.start(clock, VerifierRig.FIRST_KEY);
    private final ProviderHttp http = ProviderHttp.open();
    private final List<Duration> waits = new ArrayList<>();
    private final DeviceFlow flow =
            new DeviceFlow(http, clock, new Pacer(clock::nanos, this::sleep));

    @AfterEach
    void close() {
        http.close();
        provider.close();
    }

    @Test
    void givesTheTokensOnceThePersonApproves() throws InterruptedException {
        provider.scriptPolls(pending(), pending());

        TokenSet tokens = authorized();

        assertThat(tokens.bearer()).isInstanceOf(Bearer.AccessToken.class);
        assertThat(tokens.tokenType()).isEqualTo("Bearer");
        assertThat(tokens.refreshToken()).isEqualTo(Secret.of("refresh-3"));
        assertThat(tokens.expiry()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(waits).containsOnly(Duration.ofSeconds(5)).hasSize(3);
    }

    @Test
    void showsTheDeviceCodeAndTheClientAtEachPoll() throws InterruptedException {
        signIn();

        assertThat(provider.forms(StubIdentityProvider.TOKEN_PATH))
                .containsExactly(
                        Map.of(
                                "client_id", "influxctl",
                                "client_secret", "s3cret",
                                "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                                "device_code", "device-code-of-the-stub"));
    }

    @Test
    @Conforms("A-102")
    void slowDownAddsFiveSecondsForGood() throws InterruptedException {
        provider.scriptPolls(pending(), slowDown(), pending(), slowDown());

        authorized();

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(5L, 5L, 10L, 10L, 15L);
    }

    @Test
    @Conforms({"A-101", "A-102"})
    void statusesOfOtherProvidersAreJudgedByTheError() throws InterruptedException {
        provider.scriptPolls(
                error(403, "authorization_pending", "not yet"),
                error(429, "slow_down", "too fast"),
                error(200, "authorization_pending", "not yet"));

        authorized();

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(5L, 5L, 10L, 10L);
    }

    @Test
    void errorsMayCallThemselvesPlainText() throws InterruptedException {
        provider.scriptPolls(
                new ScriptedAnswer.Reply(
                        400, "text/plain", "{\"error\":\"authorization_pending\"}"));

        authorized();
    }

    @Test
    @Conforms("A-103")
    void denialEndsTheSignIn() throws InterruptedException {
        provider.scriptPolls(pending(), denied());

        assertThat(signIn()).isEqualTo(new SignIn.Denied());
    }

    @Test
    @Conforms("A-103")
    void entraDeclines() throws InterruptedException {
        provider.scriptPolls(error("authorization_declined"));

        assertThat(signIn()).isEqualTo(new SignIn.Denied());
    }

    @Test
    @Conforms("A-104")
    void anExpiredCodeEndsTheSignIn() throws InterruptedException {
        provider.scriptPolls(expired());

        assertThat(signIn()).isEqualTo(new SignIn.Expired());
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "bad_verification_code"})
    void aCodeThatWasPendingAndIsUnknownNowHasExpired(String code) throws InterruptedException {
        provider.scriptPolls(pending(), error(code));

        assertThat(signIn()).isEqualTo(new SignIn.Expired());
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "bad_verification_code"})
    void aCodeThatWasNeverPendingIsAFault(String code) throws InterruptedException {
        provider.scriptPolls(error(400, code, "no such code"));

        assertThat(failed()).endsWith("refused: " + code + ": no such code");
    }

    @Test
    void anyOtherErrorIsToldWithItsDescription() throws InterruptedException {
        provider.scriptPolls(pending(), error(401, "invalid_client", "bad\r\nsecret"));

        assertThat(failed())
                .isEqualTo(
                        "the identity provider at "
                                + provider.tokenUrl()
                                + " refused: invalid_client: bad  secret");
    }

    @Test
    @Conforms("A-105")
    void aBrokenConnectionDoublesTheWaitUntilAnAnswerComes() throws InterruptedException {
        provider.scriptPolls(cut(), cut(), cut(), cut(), cut(), pending());

        authorized();

        assertThat(waits)
                .extracting(Duration::toSeconds)
                .containsExactly(5L, 10L, 20L, 40L, 60L, 60L, 5L);
    }

    @Test
    void aServerErrorWithoutOAuthIsWaitedOut() throws InterruptedException {
        provider.scriptPolls(
                new ScriptedAnswer.Reply(503, "text/html", "<html>busy</html>"),
                new ScriptedAnswer.Reply(502, "text/plain", ""));

        authorized();

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(5L, 10L, 20L);
    }

    @Test
    void anOutageUntilTheDeadlineIsToldAsOne() throws InterruptedException {
        provider.goDown();

        assertThat(failed())
                .contains(StubIdentityProvider.TOKEN_PATH)
                .endsWith(", until the device code expired; run the command again later");
        assertThat(clock.elapsed()).isLessThan(Duration.ofMinutes(10));
    }

    @Test
    @Conforms("A-104")
    void stopsAtTheDeadlineWhileNobodyDecides() throws InterruptedException {
        provider.answer(StubIdentityProvider.TOKEN_PATH, pending());

        assertThat(signIn()).isEqualTo(new SignIn.Expired());
        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(595));
        assertThat(provider.requests(StubIdentityProvider.TOKEN_PATH)).isEqualTo(119);
    }

    @Test
    void aPageInsteadOfAnAnswerNamesTheSetting() throws InterruptedException {
        provider.scriptPolls(html());

        assertThat(failed())
                .startsWith("token_url " + provider.tokenUrl() + " answered 200 without OAuth's");
    }

    @Test
    void successWithoutAnAccessTokenNamesTheSetting() throws InterruptedException {
        provider.scriptPolls(json(200, Map.of("token_type", "Bearer")));

        assertThat(failed())
                .isEqualTo(
                        "token_url "
                                + provider.tokenUrl()
                                + " answered without access_token; check token_url");
    }

    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() throws InterruptedException {
        String huge = "{\"access_token\":\"" + "x".repeat(ProviderHttp.BODY_BYTES_MAX) + "\"}";
        provider.scriptPolls(new ScriptedAnswer.Reply(200, "application/json", huge), denied());

        assertThat(signIn()).isEqualTo(new SignIn.Denied());
    }

    @Test
    void interruptionEndsTheWaitForTheNextPoll() {
        provider.scriptPolls(pending());
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::signIn);
        assertThat(provider.requests(StubIdentityProvider.TOKEN_PATH)).isZero();
    }

    private void sleep(Duration duration) throws InterruptedException {
        clock.sleep(duration);
        waits.add(duration);
    }

    private SignIn signIn() throws InterruptedException {
        return flow.await(
                new OAuthClient(
                        provider.deviceUrl(),
                        provider.tokenUrl(),
                        "influxctl",
                        Secret.of("s3cret"),
                        List.of(),
                        Map.of()),
                new DeviceAuthorization(
                        Secret.of("device-code-of-the-stub"),
                        "AYFB-PZIO",
                        provider.url("/device"),
                        null,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(5),
                        null));
    }

    private TokenSet authorized() throws InterruptedException {
        SignIn signIn = signIn();
        assertThat(signIn).isInstanceOf(SignIn.Authorized.class);
        return ((SignIn.Authorized) signIn).tokens();
    }

    private String failed() throws InterruptedException {
        SignIn signIn = signIn();
        assertThat(signIn).isInstanceOf(SignIn.Failed.class);
        return ((SignIn.Failed) signIn).message();
    }
}
