// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a provider says of itself in its discovery document (OpenID Connect Discovery 1.0, section
/// 3; admin.md 1.2), as far as a sign-in depends on it.
///
/// @param document where it was read
/// @param issuer which tokens of this provider name as `iss`
/// @param keysUrl its `jwks_uri`
/// @param deviceUrl its `device_authorization_endpoint`; null when it names none. That the device
///   grant is not among its `grant_types_supported` means nothing: the documents of real providers
///   leave it out
/// @param tokenUrl its `token_endpoint`
/// @param date what time it was at the provider; null when it did not say
public record ProviderMetadata(
        URI document,
        String issuer,
        URI keysUrl,
        @Nullable URI deviceUrl,
        URI tokenUrl,
        @Nullable Instant date) {

    /// Whether the provider calls itself what it was asked for; a slash at the end does not matter
    /// here, although it does in tokens.
    public boolean isCalled(URI asked) {
        return withoutSlash(issuer).equals(withoutSlash(asked.toString()));
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
