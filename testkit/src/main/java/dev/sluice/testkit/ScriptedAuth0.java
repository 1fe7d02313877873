// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes a [StubIdentityProvider] behave like an Auth0 tenant: its addresses, its statuses and its
/// tokens, as Auth0's public documentation has them (admin.md 1.8.2).
public final class ScriptedAuth0 {
    /// Where the device flow starts.
    public static final String DEVICE_PATH = "/oauth/device/code";

    /// Where tokens are.
    public static final String TOKEN_PATH = "/oauth/token";

    /// The user of its tokens, with the connection's prefix.
    public static final String USER = "auth0|65f1c0ffee65f1c0ffee65f1";

    /// The application of its tokens.
    public static final String CLIENT_ID = "AJ7Q2fZ3kT9n5uW1";

    /// What the application authenticates with.
    public static final String CLIENT_SECRET = "hush-hush-of-auth0";

    /// The API that a profile may name as `audience`.
    public static final String AUDIENCE = "https://sluice.example/api";

    /// An access token without an audience: good for `/userinfo`, and for nobody else to read.
    public static final String OPAQUE = "opaque-access-token-of-auth0";

    private static final String KEYS_PATH = "/.well-known/jwks.json";
    private static final String DISCOVERY_PATH = "/.well-known/openid-configuration";
    private static final int LIFE_SECONDS = 86_400;

    private final StubIdentityProvider provider;
    private final URI root;

    private ScriptedAuth0(StubIdentityProvider provider) {
        this.provider = provider;
        this.root = provider.keysUrl().resolve("/");
    }

    /// Takes a provider over. Until told otherwise it issues what a profile without audience gets.
    ///
    /// @param intervalSeconds what it tells devices to wait between two polls
    public static ScriptedAuth0 on(StubIdentityProvider provider, int intervalSeconds) {
        var tenant = new ScriptedAuth0(provider);
        provider.answer(KEYS_PATH, ScriptedAnswer.json(200, Map.of("keys", List.of(tenant.key()))));
        provider.answer(DISCOVERY_PATH, ScriptedAnswer.json(200, tenant.discovery()));
        provider.answer(DEVICE_PATH, ScriptedAnswer.json(200, tenant.device(intervalSeconds)));
        tenant.issue(OPAQUE);
        return tenant;
    }

    /// Host and port, which the documentation calls `AUTH0_HOST`.
    public String host() {
        return root.getAuthority();
    }

    /// The issuer, which ends with a slash.
    public String issuer() {
        return root.toString();
    }

    /// From now on issues this access token, beside the ID token.
    public void issue(String accessToken) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", accessToken);
        members.put("id_token", sign(idToken()));
        members.put("scope", "openid");
        members.put("expires_in", LIFE_SECONDS);
        members.put("token_type", "Bearer");
        provider.answer(TOKEN_PATH, ScriptedAnswer.json(200, members));
    }

    /// The person has not decided yet: 403, where RFC 8628 says 400.
    public static ScriptedAnswer pending() {
        return ScriptedAnswer.error(
                403, "authorization_pending", "User has yet to authorize device code.");
    }

    /// The device asks too often: 429.
    public static ScriptedAnswer slowDown() {
        return ScriptedAnswer.error(
                429,
                "slow_down",
                "You are polling faster than the specified interval of 5 seconds.");
    }

    /// The person said no: 403.
    public static ScriptedAnswer denied() {
        return ScriptedAnswer.error(
                403, "access_denied", "User cancelled the confirmation prompt.");
    }

    /// The code is over: 403.
    public static ScriptedAnswer expired() {
        return ScriptedAnswer.error(403, "expired_token", "The device code has expired.");
    }

    /// An ID token: its audience is the application, and no claim says of which kind it is.
    public TokenDraft idToken() {
        return token().claim("aud", CLIENT_ID).claim("sid", "session-1");
    }

    /// An access token for [#AUDIENCE].
    public TokenDraft accessToken() {
        return token().claim("aud", List.of(AUDIENCE, issuer() + "userinfo"))
                .claim("azp", CLIENT_ID)
                .claim("scope", "openid profile");
    }

    /// Signs with the tenant's key.
    public String sign(TokenDraft draft) {
        return draft.sign(provider.signer());
    }

    private TokenDraft token() {
        return provider.accessToken()
                .without("typ")
                .without("azp")
                .without("preferred_username")
                .claim("iss", issuer())
                .claim("sub", USER);
    }

    private Map<String, Object> key() {
        Map<String, Object> jwk = provider.signer().jwk();
        jwk.put("x5t", "NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg");
        return jwk;
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "authorize",
                "token_endpoint", root.resolve(TOKEN_PATH).toString(),
                "device_authorization_endpoint", root.resolve(DEVICE_PATH).toString(),
                "userinfo_endpoint", issuer() + "userinfo",
                "jwks_uri", root.resolve(KEYS_PATH).toString(),
                "id_token_signing_alg_values_supported", List.of("HS256", "RS256", "PS256"));
    }

    private Map<String, Object> device(int intervalSeconds) {
        return Map.of(
                "device_code",
                "device-code-of-auth0",
                "user_code",
                "QTZL-MCBW",
                "verification_uri",
                issuer() + "activate",
                "verification_uri_complete",
                issuer() + "activate?user_code=QTZL-MCBW",
                "expires_in",
                900,
                "interval",
                intervalSeconds);
    }
}
