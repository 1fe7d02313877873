// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import dev.sluice.provider.KnownProvider;
import java.net.URI;

/// A realm of one Keycloak and the device-flow client in it: the addresses that the documentation
/// of identity providers asks for.
///
/// @param base where Keycloak answers, without a slash at the end; a path is kept
/// @param name the realm's name
/// @param clientId the public client that can do the device flow and nothing else
public record Realm(URI base, String name, String clientId) {

    /// The `iss` of its tokens.
    public URI issuer() {
        return URI.create(base + "/realms/" + name);
    }

    /// Where its keys are published.
    public URI jwksEndpoint() {
        return URI.create(KnownProvider.KEYCLOAK.keysUrl(issuer().toString()));
    }

    /// Where a device sign-in begins (RFC 8628 section 3.1).
    public URI deviceUrl() {
        return URI.create(KnownProvider.KEYCLOAK.deviceUrl(issuer().toString()));
    }

    /// Where a device sign-in is polled and a token refreshed (RFC 8628 section 3.4).
    public URI tokenUrl() {
        return URI.create(KnownProvider.KEYCLOAK.tokenUrl(issuer().toString()));
    }
}
