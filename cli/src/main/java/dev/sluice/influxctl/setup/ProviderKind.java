// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import dev.sluice.influxctl.login.EntraAddresses;
import dev.sluice.oidc.ClaimedIdentity;
import dev.sluice.provider.KnownProvider;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The providers whose addresses and habits are known (admin.md 1.3 and 1.8), told apart by their
/// token endpoint.
public enum ProviderKind {
    /// Keycloak.
    KEYCLOAK(KnownProvider.KEYCLOAK, "sub"),
    /// Auth0.
    AUTH0(KnownProvider.AUTH0, "sub"),
    /// Microsoft Entra ID.
    ENTRA(KnownProvider.ENTRA, "oid"),
    /// Any other.
    OTHER(null, "sub");

    private final @Nullable KnownProvider known;
    private final String claim;

    ProviderKind(@Nullable KnownProvider known, String claim) {
        this.known = known;
        this.claim = claim;
    }

    /// The kind whose token endpoint looks like that.
    public static ProviderKind of(URI tokenUrl) {
        return EntraAddresses.isLoginHost(tokenUrl.getHost())
                ? ENTRA
                : Arrays.stream(values())
                        .filter(kind -> kind.base(tokenUrl) != null)
                        .findFirst()
                        .orElse(OTHER);
    }

    /// What all addresses of the provider begin with; null when that of its token endpoint does not
    /// tell.
    private @Nullable String base(URI tokenUrl) {
        return known == null ? null : known.baseOfToken(tokenUrl.toString());
    }

    /// What `admin.identityProvider` says.
    public String settingName() {
        return known == null ? "oidc" : known.settingName();
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
        return known == null ? List.of("openid") : known.scopes(clientId);
    }

    /// The issuer behind a token endpoint; null when its address does not tell.
    @Nullable URI issuer(URI tokenUrl) {
        String base = base(tokenUrl);
        return known == null || base == null ? null : URI.create(known.issuer(base));
    }

    /// What `admin.jwksEndpoint` says, by the address of the token endpoint alone.
    String keysSetting(URI tokenUrl) {
        String base = base(tokenUrl);
        return known == null || base == null
                ? tokenUrl.resolve(KnownProvider.DOCUMENT).toString()
                : known.keysUrl(base);
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
