// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import org.jspecify.annotations.Nullable;

/// The codes that [TokenVerifier] rejects with, in the order of its checks (admin.md 1.7). A code
/// never changes its meaning.
public final class RejectionReasons {
    /// More than 16 KiB.
    public static final String TOO_LONG = "too_long";

    /// Not three segments of strict base64url.
    public static final String OPAQUE_OR_ENCRYPTED = "opaque_or_encrypted";

    /// Header or payload is no JSON object, or names a member twice.
    public static final String MALFORMED_JSON = "malformed_json";

    /// The header demands an extension.
    public static final String CRITICAL_HEADER = "critical_header";

    /// The header's `typ` is of something else.
    public static final String BAD_TYPE = "bad_type";

    /// The header's `alg` is not on the list; `none` and HMAC are not.
    public static final String ALGORITHM_NOT_ALLOWED = "algorithm_not_allowed";

    /// The provider publishes no key of this ID.
    public static final String UNKNOWN_KEY = "unknown_key";

    /// The provider publishes the key, and not for this use: encryption, another algorithm, too
    /// weak.
    public static final String UNSUITABLE_KEY = "unsuitable_key";

    /// The signature is not the key's.
    public static final String BAD_SIGNATURE = "bad_signature";

    /// No `exp`, or no number there.
    public static final String MISSING_EXPIRY = "missing_expiry";

    /// Over, also with the skew.
    public static final String EXPIRED = "expired";

    /// `nbf` is still to come.
    public static final String NOT_YET_VALID = "not_yet_valid";

    /// `iat` is in the future.
    public static final String ISSUED_IN_FUTURE = "issued_in_future";

    /// No `iss`, or another one.
    public static final String BAD_ISSUER = "bad_issuer";

    /// Another tenant of the same provider.
    public static final String BAD_TENANT = "bad_tenant";

    /// For somebody else.
    public static final String BAD_AUDIENCE = "bad_audience";

    /// An ID token where only access tokens are accepted.
    public static final String ID_TOKEN = "id_token_not_accepted";

    /// A refresh, offline, logout or other token.
    public static final String WRONG_TOKEN_KIND = "wrong_token_kind";

    /// No claim that names the user.
    public static final String NO_SUBJECT = "no_subject";

    private RejectionReasons() {}

    /// What an operator can do about a rejection, for the log.
    ///
    /// @return one sentence, or null where the code says it all
    public static @Nullable String hint(String reason) {
        return switch (reason) {
            case OPAQUE_OR_ENCRYPTED ->
                    "the provider issued a token that only it can read; set an audience"
                            + " (parameters.audience in the profile)";
            case NO_SUBJECT ->
                    "the token names no user; in Keycloak add the client scope basic, in Entra ID"
                            + " sign in with an account of the directory";
            case BAD_ISSUER ->
                    "the token's issuer is not an accepted one; if users reach the provider under"
                            + " another name than the cluster does, set admin.issuer";
            case BAD_AUDIENCE -> "the token is for another application; compare admin.audiences";
            case ID_TOKEN ->
                    "the caller sent an ID token; send the access token, or set"
                            + " admin.acceptIdTokens";
            case ALGORITHM_NOT_ALLOWED ->
                    "sign access tokens with RS256, ES256, PS256 or EdDSA at the provider";
            default -> null;
        };
    }
}
