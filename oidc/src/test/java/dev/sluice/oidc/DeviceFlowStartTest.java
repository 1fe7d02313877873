// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceFlowStartTest {
    private final StubIdentityProvider provider =
            StubIdentityProvider.start(InstantSource.system(), VerifierRig.FIRST_KEY);
    private final ProviderHttp http = ProviderHttp.open();
    private final MovingClock clock = MovingClock.create();
    private final DeviceFlow flow =
            new DeviceFlow(http, clock, new Pacer(clock::nanos, clock::sleep));

    @AfterEach
    void close() {
        http.close();
        provider.close();
    }

    @Test
    @Conforms("A-98")
    void sendsTheClientItsScopesAndItsParameters() throws InterruptedException {
        flow.start(
                client(
                        Secret.of("s3cret"),
                        List.of("openid", "profile"),
                        Map.of("audience", "https://api.example/ö&x")));

        assertThat(provider.forms(StubIdentityProvider.DEVICE_PATH))
                .containsExactly(
                        Map.of(
                                "client_id", "influxctl",
                                "client_secret", "s3cret",
                                "scope", "openid profile",
                                "audience", "https://api.example/ö&x"));
    }

    @Test
    @Conforms("A-99")
    void asksForOpenidWhenNoScopeIsLeftAndSendsNoBlanks() throws InterruptedException {
        flow.start(client(null, List.of(" ", ""), Map.of("audience", " ")));

        assertThat(provider.forms(StubIdentityProvider.DEVICE_PATH))
                .containsExactly(Map.of("client_id", "influxctl", "scope", "openid"));
    }

    @Test
    void parametersCannotReplaceTheClient() throws InterruptedException {
        flow.start(client(null, List.of(), Map.of("client_id", "other", "scope", "admin")));

        assertThat(provider.forms(StubIdentityProvider.DEVICE_PATH))
                .containsExactly(Map.of("client_id", "influxctl", "scope", "openid"));
    }

    @Test
    void readsTheProvidersAnswer() throws InterruptedException {
        DeviceAuthorization authorization = started();

        assertThat(authorization.userCode()).isEqualTo("AYFB-PZIO");
        assertThat(authorization.verificationUri()).isEqualTo(provider.url("/device"));
        assertThat(authorization.verificationUriComplete())
                .isEqualTo(URI.create(provider.issuer() + "/device?user_code=AYFB-PZIO"));
        assertThat(authorization.expiresIn()).isEqualTo(Duration.ofMinutes(10));
        assertThat(authorization.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(authorization.message()).isNull();
    }

    @Test
    void printingAnAuthorizationShowsNoDeviceCode() throws InterruptedException {
        assertThat(started().toString()).doesNotContain("device-code-of-the-stub");
    }

    @Test
    @Conforms("A-100")
    void takesNumbersAsStrings() throws InterruptedException {
        answer(Map.of("expires_in", "300", "interval", "7"));

        assertThat(started().expiresIn()).isEqualTo(Duration.ofMinutes(5));
        assertThat(started().interval()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void intervalAndLifetimeHaveDefaults() throws InterruptedException {
        Map<String, Object> members = provider.deviceAnswer();
        members.remove("interval");
        members.remove("expires_in");
        provider.answer(StubIdentityProvider.DEVICE_PATH, ScriptedAnswer.json(200, members));

        assertThat(started().interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(started().expiresIn()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void anIntervalOfZeroIsOneSecond() throws InterruptedException {
        answer(Map.of("interval", 0));

        assertThat(started().interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aLifetimeWithoutMeasureIsCutToAnHour() throws InterruptedException {
        answer(Map.of("expires_in", Long.MAX_VALUE, "interval", Long.MAX_VALUE));

        assertThat(started().expiresIn()).isEqualTo(Duration.ofHours(1));
        assertThat(started().interval()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void takesTheNameOfTheDrafts() throws InterruptedException {
        Map<String, Object> members = provider.deviceAnswer();
        members.put("verification_url", members.remove("verification_uri"));
        provider.answer(StubIdentityProvider.DEVICE_PATH, ScriptedAnswer.json(200, members));

        assertThat(started().verificationUri()).isEqualTo(provider.url("/device"));
    }

    @Test
    void takesJsonThatIsCalledPlainText() throws InterruptedException {
        provider.answer(
                StubIdentityProvider.DEVICE_PATH,
                new ScriptedAnswer.Reply(
                        200,
                        "text/plain",
                        "{\"device_code\":\"d\",\"user_code\":\"U\","
                                + "\"verification_uri\":\"https://p.example/d\"}"));

        assertThat(started().userCode()).isEqualTo("U");
    }

    @Test
    void keepsTheProvidersMessageButNoControlCharacters() throws InterruptedException {
        answer(Map.of("message", "go to \u001b[31mhttps://x\r\nnow", "user_code", "A\u0007B"));

        assertThat(started().message()).isEqualTo("go to  [31mhttps://x  now");
        assertThat(started().userCode()).isEqualTo("A B");
    }

    @Test
    void leavesOutACompleteAddressThatNoBrowserShouldOpen() throws InterruptedException {
        answer(Map.of("verification_uri_complete", "file:///etc/passwd"));

        assertThat(started().verificationUriComplete()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"device_code", "user_code", "verification_uri"})
    void failsWithoutWhatTheFlowNeeds(String missing) throws InterruptedException {
        Map<String, Object> members = provider.deviceAnswer();
        members.remove(missing);
        provider.answer(StubIdentityProvider.DEVICE_PATH, ScriptedAnswer.json(200, members));

        assertThat(failed()).contains("device_url " + provider.deviceUrl(), "without device_code");
    }

    @Test
    void failsOnAVerificationAddressThatIsNotOfTheWeb() throws InterruptedException {
        answer(Map.of("verification_uri", "javascript:alert(1)"));

        assertThat(failed()).contains("a web address in verification_uri");
    }

    @Test
    void tellsTheProvidersError() throws InterruptedException {
        provider.answer(
                StubIdentityProvider.DEVICE_PATH,
                ScriptedAnswer.error(401, "invalid_client", "Invalid client credentials"));

        assertThat(failed())
                .isEqualTo(
                        "the identity provider at "
                                + provider.deviceUrl()
                                + " refused: invalid_client: Invalid client credentials");
    }

    @Test
    void aPageWithStatus200NamesTheSettingsToCheck() throws InterruptedException {
        provider.answer(StubIdentityProvider.DEVICE_PATH, ScriptedAnswer.html());

        assertThat(failed())
                .isEqualTo(
                        "device_url "
                                + provider.deviceUrl()
                                + " answered 200 without OAuth's JSON; check device_url, client_id"
                                + " and scopes");
    }

    @Test
    void aWrongAddressNamesTheSetting() throws InterruptedException {
        OAuthClient wrong =
                new OAuthClient(
                        provider.url("/nowhere"),
                        provider.tokenUrl(),
                        "influxctl",
                        null,
                        List.of(),
                        Map.of());

        assertThat(flow.start(wrong))
                .isEqualTo(
                        new DeviceStart.Failed(
                                "device_url "
                                        + provider.url("/nowhere")
                                        + " answered 404 without OAuth's JSON; check device_url"));
    }

    @Test
    void doesNotFollowARedirectWithTheClientsSecret() throws InterruptedException {
        provider.answer(
                StubIdentityProvider.DEVICE_PATH,
                new ScriptedAnswer.Redirect(307, provider.url("/elsewhere") + "?session=secret"));

        assertThat(failed())
                .contains("answered 307 (redirect to " + provider.url("/elsewhere") + "); set");
        assertThat(provider.requests("/elsewhere")).isZero();
    }

    @Test
    void anUnreachableProviderIsNamed() throws InterruptedException {
        provider.goDown();

        assertThat(failed())
                .isEqualTo(
                        "the identity provider at "
                                + provider.deviceUrl()
                                + " cannot be reached: nothing accepts connections there; check"
                                + " that it runs, that host and port are right, and the proxy"
                                + " where one is set");
    }

    private void answer(Map<String, ?> changes) {
        Map<String, Object> members = provider.deviceAnswer();
        members.putAll(changes);
        provider.answer(StubIdentityProvider.DEVICE_PATH, ScriptedAnswer.json(200, members));
    }

    private DeviceAuthorization started() throws InterruptedException {
        DeviceStart start = flow.start(client(null, List.of(), Map.of()));
        assertThat(start).isInstanceOf(DeviceStart.Started.class);
        return ((DeviceStart.Started) start).authorization();
    }

    private String failed() throws InterruptedException {
        DeviceStart start = flow.start(client(null, List.of(), Map.of()));
        assertThat(start).isInstanceOf(DeviceStart.Failed.class);
        return ((DeviceStart.Failed) start).message();
    }

    private OAuthClient client(
            @Nullable Secret secret, List<String> scopes, Map<String, String> parameters) {
        return new OAuthClient(
                provider.deviceUrl(), provider.tokenUrl(), "influxctl", secret, scopes, parameters);
    }
}
