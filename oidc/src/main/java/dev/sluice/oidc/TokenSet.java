// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a provider issued at a sign-in or a refresh. Printing it shows no token.
///
/// @param accessToken the access token, a JWT or opaque
/// @param tokenType how the provider wants it presented, as a rule `Bearer`
/// @param refreshToken what gets the next set without a person, if the provider gave one
/// @param idToken who signed in, if the provider said so
/// @param expiry when the token that [#bearer] chooses stops being good; null when the provider did
///   not say
public record TokenSet(
        Secret accessToken,
        String tokenType,
        @Nullable Secret refreshToken,
        @Nullable Secret idToken,
        @Nullable Instant expiry) {

    /// The token to present: the access token if it is a three-segment JWT, else the ID token
    /// (admin.md 3.5, step 6).
    public Bearer bearer() {
        if (CompactToken.isJwt(accessToken.reveal())) {
            return new Bearer.AccessToken(accessToken);
        }
        if (idToken != null) {
            return new Bearer.IdToken(idToken);
        }
        return new Bearer.None(
                "the provider issued an opaque access token and no ID token; set"
                        + " parameters.audience, or ask for the scope openid");
    }

    /// The same tokens with `refreshToken` to refresh them.
    TokenSet withRefreshToken(Secret refreshToken) {
        return new TokenSet(accessToken, tokenType, refreshToken, idToken, expiry);
    }
}
