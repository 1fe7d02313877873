// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import dev.sluice.influxctl.login.EntraAddresses;
import dev.sluice.oidc.ClaimedIdentity;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The providers whose addresses and habits are known (admin.md 1.3 and 1.8), told apart by their
/// token endpoint.
public enum ProviderKind {
    /// Keycloak.
    KEYCLOAK("keycloak", "sub"),
    /// Auth0.
    AUTH0("auth0", "sub"),
    /// Microsoft Entra ID.
    ENTRA("azure", "oid"),
    /// Any other.
    OTHER("oidc", "sub");

    private static final String KEYCLOAK_TOKEN = "/protocol/openid-connect/token";
    private static final String AUTH0_TOKEN = "/oauth/token";
    private static final String ENTRA_TOKEN = "/oauth2/v2.0/token";
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final String settingName;
    private final String claim;

    ProviderKind(String settingName, String claim) {
        this.settingName = settingName;
        this.claim = claim;
    }

    /// The kind whose token endpoint looks like that.
    public static ProviderKind of(URI tokenUrl) {
        String path = tokenUrl.getPath();
        if (EntraAddresses.isLoginHost(tokenUrl.getHost()) || path.endsWith(ENTRA_TOKEN)) {
            return ENTRA;
        }
        if (path.equals(AUTH0_TOKEN)) {
            return AUTH0;
        }
        return path.endsWith(KEYCLOAK_TOKEN) ? KEYCLOAK : OTHER;
    }

    /// What `admin.identityProvider` says.
    public String settingName() {
        return settingName;
    }

    /// The claim that is compared with `admin.users[].id`.
    String claim() {
        return claim;
    }

    /// The user's identifier as the cluster wants it listed; null when the token has none.
    public @Nullable String userId(ClaimedIdentity identity) {
        return this == ENTRA ? identity.objectId() : identity.subject();
    }

    /// What a sign-in has to ask for.
    public List<String> scopes(String clientId) {
        return this == ENTRA ? List.of(clientId + "/.default") : List.of("openid");
    }

    /// The issuer behind a token endpoint; null when its address does not tell.
    @Nullable URI issuer(URI tokenUrl) {
        String url = tokenUrl.toString();
        return switch (this) {
            case KEYCLOAK -> URI.create(url.substring(0, url.length() - KEYCLOAK_TOKEN.length()));
            case AUTH0 -> tokenUrl.resolve("/");
            case ENTRA ->
                    url.endsWith(ENTRA_TOKEN)
                            ? URI.create(
                                    url.substring(0, url.length() - ENTRA_TOKEN.length()) + "/v2.0")
                            : null;
            case OTHER -> null;
        };
    }

    /// What `admin.jwksEndpoint` says, by the address of the token endpoint alone.
    String keysSetting(URI tokenUrl) {
        URI issuer = issuer(tokenUrl);
        if (issuer == null) {
            return tokenUrl.resolve("/").toString().replaceAll("/$", "") + WELL_KNOWN;
        }
        return switch (this) {
            case KEYCLOAK -> issuer + "/protocol/openid-connect/certs";
            case ENTRA -> issuer.toString().replaceAll("/v2\\.0$", "/discovery/v2.0/keys");
            case AUTH0 -> issuer.toString().replaceAll("/$", "") + WELL_KNOWN;
            case OTHER -> issuer + WELL_KNOWN;
        };
    }

    /// What `admin.jwksEndpoint` says, by the provider's own words. The key set where the
    /// documentation has it so; else the discovery document, from which the cluster learns the
    /// issuer too.
    public String keysSetting(URI keysUrl, URI document) {
        return switch (this) {
            case KEYCLOAK, ENTRA -> keysUrl.toString();
            case AUTH0, OTHER -> document.toString();
        };
    }
}
