// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.net.URI;
import java.util.List;

/// The section `admin`: the identity provider and the administrators (admin.md 1.4).
///
/// @param identityProvider `keycloak`, `auth0`, `azure` or any other name; exact spelling decides
/// @param jwksEndpoint absolute http or https URL of a key set or of a discovery document
/// @param users who may administer; empty locks everybody out but the admin token
/// @param issuers accepted `iss` values; empty means that the provider decides
/// @param audiences accepted audiences; empty means that any is taken
/// @param acceptIdTokens whether an ID token may be presented
public record AdminConfig(
        String identityProvider,
        URI jwksEndpoint,
        List<AdminUser> users,
        List<String> issuers,
        List<String> audiences,
        boolean acceptIdTokens) {
    /// Copies the lists.
    public AdminConfig {
        users = List.copyOf(users);
        issuers = List.copyOf(issuers);
        audiences = List.copyOf(audiences);
    }
}
