// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads the token endpoint's success (RFC 6749, section 5.1).
final class TokenAnswer {
    private static final String TOKEN_TYPE_DEFAULT = "Bearer";

    /// A hundred years: beyond it a number is not a lifetime.
    private static final long EXPIRES_IN_SECONDS_MAX = 100L * 366 * 86_400;

    private TokenAnswer() {}

    /// The tokens of an answer.
    ///
    /// @param received when the answer came, from which `expires_in` counts
    /// @return null when there is no access token
    static @Nullable TokenSet tokens(JsonObject members, Instant received) {
        String accessToken = members.string(OAuthWords.ACCESS_TOKEN);
        if (accessToken == null) {
            return null;
        }
        String tokenType = members.string(OAuthWords.TOKEN_TYPE);
        String idToken = members.string(OAuthWords.ID_TOKEN);
        return new TokenSet(
                Secret.of(accessToken),
                tokenType == null ? TOKEN_TYPE_DEFAULT : PrintableText.word(tokenType),
                secret(members.string(OAuthWords.REFRESH_TOKEN)),
                secret(idToken),
                expiry(accessToken, idToken, members.seconds(OAuthWords.EXPIRES_IN), received));
    }

    /// `expires_in` speaks of the access token; an ID token says itself when it ends.
    private static @Nullable Instant expiry(
            String accessToken, @Nullable String idToken, @Nullable Long expiresIn, Instant from) {
        if (idToken != null && !CompactToken.isJwt(accessToken)) {
            return CompactToken.claimedExpiry(idToken);
        }
        return expiresIn == null || expiresIn < 0
                ? CompactToken.claimedExpiry(accessToken)
                : from.plusSeconds(Math.min(expiresIn, EXPIRES_IN_SECONDS_MAX));
    }

    private static @Nullable Secret secret(@Nullable String text) {
        return text == null ? null : Secret.of(text);
    }
}
