// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

/// The words of OAuth 2.0 and its neighbours, spelled once: parameters, grant types, error codes
/// (RFC 6749, RFC 8628, OpenID Connect Core, and what Microsoft Entra ID says instead).
final class OAuthWords {
    static final String GRANT_TYPE = "grant_type";
    static final String CLIENT_ID = "client_id";
    static final String CLIENT_SECRET = "client_secret";
    static final String SCOPE = "scope";

    static final String GRANT_DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    static final String GRANT_REFRESH_TOKEN = "refresh_token";

    static final String DEVICE_CODE = "device_code";
    static final String USER_CODE = "user_code";
    static final String VERIFICATION_URI = "verification_uri";

    /// What drafts of RFC 8628, and some providers to this day, call `verification_uri`.
    static final String VERIFICATION_URL = "verification_url";

    static final String VERIFICATION_URI_COMPLETE = "verification_uri_complete";
    static final String EXPIRES_IN = "expires_in";
    static final String INTERVAL = "interval";

    /// Microsoft Entra ID's ready sentence for the person who signs in.
    static final String MESSAGE = "message";

    static final String ACCESS_TOKEN = "access_token";
    static final String TOKEN_TYPE = "token_type";
    static final String REFRESH_TOKEN = "refresh_token";
    static final String ID_TOKEN = "id_token";

    static final String ERROR = "error";
    static final String ERROR_DESCRIPTION = "error_description";

    static final String AUTHORIZATION_PENDING = "authorization_pending";
    static final String SLOW_DOWN = "slow_down";
    static final String ACCESS_DENIED = "access_denied";

    /// Microsoft Entra ID's `access_denied`.
    static final String AUTHORIZATION_DECLINED = "authorization_declined";

    static final String EXPIRED_TOKEN = "expired_token";
    static final String INVALID_GRANT = "invalid_grant";

    /// Microsoft Entra ID at a refresh: a person has to take another step, such as a second factor.
    static final String INTERACTION_REQUIRED = "interaction_required";

    /// Microsoft Entra ID's `invalid_grant` for a device code.
    static final String BAD_VERIFICATION_CODE = "bad_verification_code";

    /// The scope that makes an OAuth answer an OpenID Connect answer, with an ID token.
    static final String OPENID = "openid";

    static final String ISSUER = "issuer";
    static final String JWKS_URI = "jwks_uri";
    static final String KEYS = "keys";

    private OAuthWords() {}
}
