// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.provider.KnownProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What the cluster knows about its identity provider (admin.md 1.4).
///
/// @param provider the configured name: `keycloak`, `auth0` and `azure` have rules of their own,
///   any other name gets the general ones
/// @param jwksEndpoint the address of a key set or of a discovery document
/// @param issuers accepted `iss` values; empty means to learn them (admin.md 1.5)
/// @param audiences accepted audiences; empty means not to check
/// @param acceptIdTokens whether an ID token may be presented
/// @param skew how far clocks may differ, at most [#SKEW_MAX]
public record ProviderSettings(
        String provider,
        URI jwksEndpoint,
        Set<String> issuers,
        Set<String> audiences,
        boolean acceptIdTokens,
        Duration skew) {

    /// How far clocks may differ when nothing else is said.
    public static final Duration SKEW_DEFAULT = Duration.ofMinutes(1);

    /// The most that clocks may be allowed to differ.
    public static final Duration SKEW_MAX = Duration.ofMinutes(5);

    /// Copies the sets and checks address and skew.
    ///
    /// @throws IllegalArgumentException for an address that is not `http` or `https`, or a skew
    ///   outside 0 to 300 s
    public ProviderSettings {
        if (!WebAddress.isWeb(jwksEndpoint)) {
            throw new IllegalArgumentException(
                    "jwksEndpoint \"" + jwksEndpoint + "\" is not an absolute http or https URL");
        }
        if (skew.isNegative() || skew.compareTo(SKEW_MAX) > 0) {
            throw new IllegalArgumentException(
                    "skew: " + skew + " (limit: " + SKEW_MAX + ", at least 0)");
        }
        issuers = Set.copyOf(issuers);
        audiences = Set.copyOf(audiences);
    }

    /// The settings of a provider about which only name and address are configured.
    public static ProviderSettings of(String provider, URI jwksEndpoint) {
        return new ProviderSettings(
                provider,
                jwksEndpoint,
                Set.of(),
                Set.of(),
                acceptsIdTokensByDefault(provider),
                SKEW_DEFAULT);
    }

    /// What an operator should know about these settings, for the log when they take force; at most
    /// one sentence (admin.md 1.7 step 16, 1.8.4).
    public List<String> warnings() {
        if (!audiences.isEmpty()) {
            return List.of();
        }
        boolean knowsIssuer =
                !issuers.isEmpty() || ProviderProfile.of(provider) == ProviderProfile.ENTRA;
        return List.of(
                knowsIssuer
                        ? "no admin.audiences: tokens that the provider issued for other"
                                + " applications are accepted"
                        : "no admin.audiences and no admin.issuer: whatever the keys of"
                                + " jwksEndpoint sign is accepted, unless it is a discovery"
                                + " document, which names the issuer; a provider that signs for"
                                + " many customers with the same keys needs both");
    }

    /// Whether a provider's ID tokens are accepted when `acceptIdTokens` is not configured: only
    /// those of `auth0`, whose access tokens are opaque without an audience (admin.md 1.4).
    public static boolean acceptsIdTokensByDefault(String provider) {
        return KnownProvider.AUTH0.isNamed(provider);
    }
}
