// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.Secret;
import java.time.InstantSource;

/// Gets new tokens without a person (RFC 6749, section 6; admin.md 3.5, step 7).
///
/// Providers may end a refresh token at its first use, and the new one with it at the second:
/// callers that share a token keep a lock from reading it to storing what replaces it.
public final class RefreshFlow {
    private final ProviderHttp http;
    private final InstantSource clock;

    /// @param http the way to the provider
    /// @param clock dates the tokens
    public RefreshFlow(ProviderHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /// Exchanges the refresh token of `old`, if it has one.
    public Refresh refresh(OAuthClient client, TokenSet old) throws InterruptedException {
        Secret refreshToken = old.refreshToken();
        if (refreshToken == null) {
            return new Refresh.SignInAgain("the provider gave no refresh token");
        }
        TokenEndpoint endpoint = new TokenEndpoint(http, client);
        return switch (endpoint.exchangeRefreshToken(refreshToken)) {
            case ProviderAnswer.Success(JsonObject members) ->
                    refreshed(endpoint, members, old, refreshToken);
            case ProviderAnswer.OAuthError error ->
                    refused(error.code(), error.sentence(endpoint.url()));
            case ProviderAnswer.Unavailable(String message) -> new Refresh.Failed(message);
            case ProviderAnswer.Nonsense(String message) -> new Refresh.Failed(message);
        };
    }

    private static Refresh refused(String code, String sentence) {
        return switch (code) {
            case OAuthWords.INVALID_GRANT, OAuthWords.INTERACTION_REQUIRED ->
                    new Refresh.SignInAgain(sentence);
            default -> new Refresh.Failed(sentence);
        };
    }

    private Refresh refreshed(
            TokenEndpoint endpoint, JsonObject members, TokenSet old, Secret refreshToken) {
        TokenSet issued = TokenAnswer.tokens(members, clock.instant());
        if (issued == null) {
            return new Refresh.Failed(endpoint.withoutAccessToken());
        }
        if (old.bearer() instanceof Bearer.IdToken && issued.idToken() == null) {
            return new Refresh.SignInAgain("the provider refreshed no ID token");
        }
        return new Refresh.Refreshed(
                issued.refreshToken() == null ? issued.withRefreshToken(refreshToken) : issued);
    }
}
