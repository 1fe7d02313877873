// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.oidc.VerifiedIdentity.TokenKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a signed token's claims must say (admin.md 1.7, steps 13 to 18).
final class ClaimsCheck {
    private static final List<String> CLIENT_CLAIMS = List.of("azp", "appid", "client_id");
    private static final List<String> NAME_CLAIMS =
            List.of("preferred_username", "upn", "unique_name", "name", "email");

    private final ProviderSettings settings;
    private final ProviderProfile profile;
    private final IssuerCheck issuers;

    ClaimsCheck(ProviderSettings settings) {
        this.settings = settings;
        this.profile = ProviderProfile.of(settings.provider());
        this.issuers = new IssuerCheck(settings);
    }

    /// What came of it.
    sealed interface Outcome {
        /// All in order.
        record Accepted(VerifiedIdentity identity) implements Outcome {}

        /// Something is not.
        ///
        /// @param reason a code of [RejectionReasons]
        record Refused(String reason) implements Outcome {}
    }

    /// Checks the claims of a token that `key` signed.
    Outcome check(JsonObject claims, SigningKey key, KeySet set, Instant now) {
        Instant expiry = claims.time("exp");
        if (expiry == null) {
            return new Outcome.Refused(RejectionReasons.MISSING_EXPIRY);
        }
        String refusal = timeRefusal(claims, expiry, now);
        if (refusal == null) {
            refusal = issuers.refusal(claims, key, set);
        }
        TokenKind kind = kind(claims);
        if (refusal == null) {
            refusal = audienceRefusal(claims, kind);
        }
        if (refusal == null) {
            refusal = kindRefusal(claims, kind);
        }
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        String user = claims.string(profile.userClaim());
        String issuer = claims.string("iss");
        if (user == null || issuer == null) {
            return new Outcome.Refused(RejectionReasons.NO_SUBJECT);
        }
        String subject = profile == ProviderProfile.ENTRA ? user.toLowerCase(Locale.ROOT) : user;
        return new Outcome.Accepted(
                new VerifiedIdentity(issuer, subject, displayName(claims, user), expiry, kind));
    }

    private @Nullable String timeRefusal(JsonObject claims, Instant expiry, Instant now) {
        if (!now.isBefore(expiry.plus(settings.skew()))) {
            return RejectionReasons.EXPIRED;
        }
        Instant latest = now.plus(settings.skew());
        if (isAfter(claims, "nbf", latest)) {
            return RejectionReasons.NOT_YET_VALID;
        }
        return isAfter(claims, "iat", latest) ? RejectionReasons.ISSUED_IN_FUTURE : null;
    }

    private static boolean isAfter(JsonObject claims, String name, Instant latest) {
        if (!claims.has(name)) {
            return false;
        }
        Instant time = claims.time(name);
        return time == null || time.isAfter(latest);
    }

    private @Nullable String audienceRefusal(JsonObject claims, TokenKind kind) {
        Set<String> accepted = settings.audiences();
        if (accepted.isEmpty() || claims.strings("aud").stream().anyMatch(accepted::contains)) {
            return null;
        }
        boolean isForClient =
                kind == TokenKind.ACCESS_TOKEN
                        && CLIENT_CLAIMS.stream()
                                .map(claims::string)
                                .anyMatch(client -> client != null && accepted.contains(client));
        return isForClient ? null : RejectionReasons.BAD_AUDIENCE;
    }

    private @Nullable String kindRefusal(JsonObject claims, TokenKind kind) {
        return switch (kind) {
            case ID_TOKEN -> settings.acceptIdTokens() ? null : RejectionReasons.ID_TOKEN;
            case ACCESS_TOKEN ->
                    !claims.has("typ") || "Bearer".equals(claims.string("typ"))
                            ? null
                            : RejectionReasons.WRONG_TOKEN_KIND;
        };
    }

    private static TokenKind kind(JsonObject claims) {
        return "ID".equals(claims.string("typ")) || claims.has("at_hash") || claims.has("c_hash")
                ? TokenKind.ID_TOKEN
                : TokenKind.ACCESS_TOKEN;
    }

    private static String displayName(JsonObject claims, String user) {
        return NAME_CLAIMS.stream()
                .map(claims::string)
                .map(PrintableText::word)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(() -> PrintableText.word(user));
    }
}
