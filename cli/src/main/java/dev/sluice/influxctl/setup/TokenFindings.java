// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import dev.sluice.model.Secret;
import dev.sluice.oidc.Bearer;
import dev.sluice.oidc.ClaimedIdentity;
import dev.sluice.oidc.ProviderMetadata;
import dev.sluice.oidc.TokenSet;
import org.jspecify.annotations.Nullable;

/// Finds in a token the known reasons for which a cluster refuses it (admin.md 1.7 and 1.8), which
/// the cluster itself does not tell whoever shows the token.
final class TokenFindings {
    static final String NAME = "token";

    /// Microsoft Graph's own identifier, as an audience.
    private static final String GRAPH = "00000003-0000-0000-c000-000000000000";

    private TokenFindings() {}

    /// What is shown to the cluster; null when nothing can be.
    static @Nullable Secret shown(TokenSet tokens) {
        return switch (tokens.bearer()) {
            case Bearer.AccessToken(Secret token) -> token;
            case Bearer.IdToken(Secret token) -> token;
            case Bearer.None _ -> null;
        };
    }

    /// The first thing that is wrong; else what is worth knowing.
    ///
    /// @param metadata what the provider says of itself; null when that is not known
    static Check of(ProviderKind kind, TokenSet tokens, @Nullable ProviderMetadata metadata) {
        Secret shown = shown(tokens);
        if (shown == null) {
            return Check.failed(
                    NAME,
                    "the access token is opaque and there is no ID token, so the cluster can verify"
                            + " nothing",
                    kind == ProviderKind.AUTH0
                            ? "add parameters = { audience = \"YOUR_API\" } or scopes = [\"openid\"]"
                                    + " to [profile.auth.oauth2]"
                            : "add the scope openid to [profile.auth.oauth2]");
        }
        ClaimedIdentity identity = ClaimedIdentity.find(shown);
        if (identity == null) {
            return Check.failed(
                    NAME,
                    "the token is encrypted or no JWT",
                    "let the provider issue signed JWTs for this client");
        }
        Check signing = signing(kind, identity);
        if (signing != null) {
            return signing;
        }
        Check naming = naming(kind, identity, metadata);
        if (naming != null) {
            return naming;
        }
        return worthKnowing(kind, tokens, identity);
    }

    private static @Nullable Check signing(ProviderKind kind, ClaimedIdentity identity) {
        if (kind == ProviderKind.ENTRA
                && (identity.carriesNonce() || identity.audiences().contains(GRAPH))) {
            return Check.failed(
                    NAME,
                    "the token is for Microsoft Graph, and nobody else can verify it",
                    "set scopes = [\"CLIENT_ID/.default\"] with your application's client ID");
        }
        String algorithm = identity.algorithm();
        if (algorithm == null || algorithm.startsWith("HS") || algorithm.equals("none")) {
            return Check.failed(
                    NAME,
                    "the token is signed by " + algorithm + ", for which there is no public key",
                    "let the provider sign with RS256 (Auth0: in the settings of the API)");
        }
        return null;
    }

    private static @Nullable Check naming(
            ProviderKind kind, ClaimedIdentity identity, @Nullable ProviderMetadata metadata) {
        if (kind.userId(identity) == null) {
            return Check.failed(
                    NAME,
                    "the token has no claim " + kind.claim() + ", so it names no user",
                    switch (kind) {
                        case KEYCLOAK ->
                                "add the client scope \"basic\" to the client, and switch"
                                        + " lightweight access tokens off";
                        case ENTRA ->
                                "sign in with an account of the tenant; personal accounts have no"
                                        + " object ID";
                        case AUTH0, OTHER -> "let the provider put it into access tokens";
                    });
        }
        String issuer = identity.issuer();
        if (metadata != null && !metadata.issuer().equals(issuer) && !isVersion1(kind, identity)) {
            return Check.failed(
                    NAME,
                    "the token was issued by "
                            + issuer
                            + ", but the provider's document says "
                            + metadata.issuer(),
                    "use one host name for the provider everywhere: in device_url and token_url, in"
                            + " the browser, and in the cluster's admin.jwksEndpoint");
        }
        return null;
    }

    private static boolean isVersion1(ProviderKind kind, ClaimedIdentity identity) {
        return kind == ProviderKind.ENTRA && "1.0".equals(identity.version());
    }

    private static Check worthKnowing(
            ProviderKind kind, TokenSet tokens, ClaimedIdentity identity) {
        String holder = kind.claim() + " " + kind.userId(identity);
        if (isVersion1(kind, identity)) {
            return Check.note(
                    NAME,
                    holder + "; an Entra ID token of version 1.0, which the cluster takes",
                    "to get version 2.0, set requestedAccessTokenVersion to 2 in the manifest");
        }
        if (tokens.bearer() instanceof Bearer.IdToken && kind != ProviderKind.AUTH0) {
            return Check.note(
                    NAME,
                    holder + "; the access token is opaque, so the ID token is shown",
                    "the cluster takes ID tokens only with admin.acceptIdTokens: true");
        }
        return Check.ok(NAME, holder);
    }
}
