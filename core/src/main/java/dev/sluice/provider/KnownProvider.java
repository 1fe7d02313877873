// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The documented identity providers. All addresses of one begin alike, so that each of them
/// follows from any other (admin.md 1.3); what they begin with is called the base here, and has no
/// slash at its end.
public enum KnownProvider {
    /// Keycloak; the base is a realm.
    KEYCLOAK(
            "keycloak",
            "",
            "/protocol/openid-connect/auth/device",
            "/protocol/openid-connect/token",
            "/protocol/openid-connect/certs"),
    /// Auth0; the base is a host.
    AUTH0("auth0", "/", "/oauth/device/code", "/oauth/token", KnownProvider.DOCUMENT),
    /// Microsoft Entra ID; the base is a tenant.
    ENTRA(
            "azure",
            "/v2.0",
            "/oauth2/v2.0/devicecode",
            "/oauth2/v2.0/token",
            "/discovery/v2.0/keys");

    /// Where a discovery document lies below its issuer (OpenID Connect Discovery 1.0, section 4).
    public static final String DOCUMENT = "/.well-known/openid-configuration";

    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://[^/].*");
    private static final Pattern HOST = Pattern.compile("(?i)https?://[^/]+");

    private final String settingName;
    private final String issuer;
    private final String device;
    private final String token;
    private final String keys;

    KnownProvider(String settingName, String issuer, String device, String token, String keys) {
        this.settingName = settingName;
        this.issuer = issuer;
        this.device = device;
        this.token = token;
        this.keys = keys;
    }

    /// The one that `admin.identityProvider` names; null for any other.
    public static @Nullable KnownProvider named(String settingName) {
        return Arrays.stream(values())
                .filter(provider -> provider.isNamed(settingName))
                .findFirst()
                .orElse(null);
    }

    /// Whether `admin.identityProvider` names this one; exact spelling decides (admin.md 1.4).
    public boolean isNamed(@Nullable String name) {
        return settingName.equals(name);
    }

    /// What `admin.identityProvider` says.
    public String settingName() {
        return settingName;
    }

    /// The base of the address of a token endpoint; null when it is not such a one.
    public @Nullable String baseOfToken(String url) {
        return base(url, token);
    }

    /// The base of what `admin.jwksEndpoint` may say: the address of the keys, or of the discovery
    /// document; null when it tells no base.
    public @Nullable String baseOfKeys(String url) {
        return keyAddresses()
                .map(ending -> base(url, ending))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /// What `jwksEndpoint` may end in; what ends in another one comes before that.
    private Stream<String> keyAddresses() {
        return switch (this) {
            case KEYCLOAK -> Stream.of(keys, DOCUMENT);
            case AUTH0 -> Stream.of(keys, "/.well-known/jwks.json");
            case ENTRA -> Stream.of(keys, "/discovery/keys", issuer + DOCUMENT, DOCUMENT);
        };
    }

    /// The base of an issuer; null when it tells none, as that of Entra ID's tokens of version 1.0.
    public @Nullable String baseOfIssuer(String url) {
        return base(url, issuer);
    }

    private @Nullable String base(String url, String ending) {
        if (!url.endsWith(ending)) {
            return null;
        }
        String base = url.substring(0, url.length() - ending.length());
        boolean isBase =
                this == AUTH0 ? HOST.matcher(base).matches() : ADDRESS.matcher(base).matches();
        return isBase ? base : null;
    }

    /// Where a device sign-in begins (RFC 8628 section 3.1).
    public String deviceUrl(String base) {
        return base + device;
    }

    /// Where a device sign-in is polled and a token refreshed (RFC 8628 section 3.4).
    public String tokenUrl(String base) {
        return base + token;
    }

    /// What `admin.jwksEndpoint` says in the documentation.
    public String keysUrl(String base) {
        return base + keys;
    }

    /// The issuer of its tokens.
    public String issuer(String base) {
        return base + issuer;
    }

    /// What a sign-in has to ask for.
    public List<String> scopes(String clientId) {
        return this == ENTRA ? List.of(clientId + "/.default") : List.of("openid");
    }
}
