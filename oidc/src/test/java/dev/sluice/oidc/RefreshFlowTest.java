// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Secret;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Admin.md 3.5, step 7.
final class RefreshFlowTest {
    private static final String JWT = "e30.e30.c2ln";

    private final MovingClock clock = MovingClock.create();
    private final StubIdentityProvider provider =
            StubIdentityProvider.start(clock, VerifierRig.FIRST_KEY);
    private final ProviderHttp http = ProviderHttp.open();
    private final RefreshFlow flow = new RefreshFlow(http, clock);

    @AfterEach
    void close() {
        http.close();
        provider.close();
    }

    @Test
    void exchangesTheRefreshToken() throws InterruptedException {
        TokenSet tokens = refreshed(tokens("old", null));

        assertThat(tokens.refreshToken()).isEqualTo(Secret.of("refresh-1"));
        assertThat(tokens.expiry()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(provider.forms(StubIdentityProvider.TOKEN_PATH))
                .containsExactly(
                        Map.of(
                                "grant_type", "refresh_token",
                                "refresh_token", "old",
                                "client_id", "influxctl",
                                "client_secret", "s3cret",
                                "scope", "openid profile"));
    }

    @Test
    void asksForNoScopeThatWasNotConfigured() throws InterruptedException {
        flow.refresh(client(List.of()), tokens("old", null));

        assertThat(provider.forms(StubIdentityProvider.TOKEN_PATH).getFirst())
                .doesNotContainKey("scope");
    }

    @Test
    void keepsTheOldRefreshTokenUnlessThereIsANewOne() throws InterruptedException {
        provider.scriptPolls(ScriptedAnswer.json(200, Map.of("access_token", JWT)));

        assertThat(refreshed(tokens("old", null)).refreshToken()).isEqualTo(Secret.of("old"));
    }

    @Test
    void anInvalidGrantMeansToSignInAgain() throws InterruptedException {
        provider.scriptPolls(ScriptedAnswer.error(400, "invalid_grant", "Session not active"));

        assertThat(refresh(tokens("old", null)))
                .isEqualTo(
                        new Refresh.SignInAgain(
                                "the identity provider at "
                                        + provider.tokenUrl()
                                        + " refused: invalid_grant: Session not active"));
    }

    @Test
    void aStepThatThePersonOwesMeansToSignInAgain() throws InterruptedException {
        provider.scriptPolls(ScriptedAnswer.error(400, "interaction_required", "AADSTS50076"));

        assertThat(refresh(tokens("old", null))).isInstanceOf(Refresh.SignInAgain.class);
    }

    @Test
    void anotherErrorIsAFault() throws InterruptedException {
        provider.scriptPolls(ScriptedAnswer.error(400, "invalid_client", "who?"));

        assertThat(refresh(tokens("old", null))).isInstanceOf(Refresh.Failed.class);
    }

    @Test
    void anOutageIsAFaultAndNamesTheAddress() throws InterruptedException {
        provider.goDown();

        Refresh refresh = refresh(tokens("old", null));

        assertThat(refresh).isInstanceOf(Refresh.Failed.class);
        assertThat(refresh.toString()).contains(provider.tokenUrl().toString());
    }

    @Test
    void anIdTokenThatIsNotRefreshedMeansToSignInAgain() throws InterruptedException {
        provider.scriptPolls(ScriptedAnswer.json(200, Map.of("access_token", "opaque")));

        assertThat(refresh(tokens("old", JWT))).isInstanceOf(Refresh.SignInAgain.class);
    }

    @Test
    void aRefreshedIdTokenIsPresented() throws InterruptedException {
        provider.scriptPolls(
                ScriptedAnswer.json(200, Map.of("access_token", "opaque", "id_token", JWT)));

        assertThat(refreshed(tokens("old", JWT)).bearer())
                .isEqualTo(new Bearer.IdToken(Secret.of(JWT)));
    }

    @Test
    void withoutARefreshTokenNobodyIsAsked() throws InterruptedException {
        assertThat(refresh(tokens(null, null))).isInstanceOf(Refresh.SignInAgain.class);
        assertThat(provider.requests(StubIdentityProvider.TOKEN_PATH)).isZero();
    }

    @Test
    void anAnswerWithoutAccessTokenIsAFault() throws InterruptedException {
        provider.scriptPolls(ScriptedAnswer.json(200, Map.of("token_type", "Bearer")));

        assertThat(refresh(tokens("old", null))).isInstanceOf(Refresh.Failed.class);
    }

    /// Tokens whose bearer is the access token, or the ID token when there is one.
    private static TokenSet tokens(@Nullable String refreshToken, @Nullable String idToken) {
        return new TokenSet(
                Secret.of(idToken == null ? JWT : "opaque"),
                "Bearer",
                refreshToken == null ? null : Secret.of(refreshToken),
                idToken == null ? null : Secret.of(idToken),
                MovingClock.START);
    }

    private OAuthClient client(List<String> scopes) {
        return new OAuthClient(
                provider.deviceUrl(),
                provider.tokenUrl(),
                "influxctl",
                Secret.of("s3cret"),
                scopes,
                Map.of());
    }

    private Refresh refresh(TokenSet old) throws InterruptedException {
        return flow.refresh(client(List.of("openid", "profile")), old);
    }

    private TokenSet refreshed(TokenSet old) throws InterruptedException {
        Refresh refresh = refresh(old);
        assertThat(refresh).isInstanceOf(Refresh.Refreshed.class);
        return ((Refresh.Refreshed) refresh).tokens();
    }
}
