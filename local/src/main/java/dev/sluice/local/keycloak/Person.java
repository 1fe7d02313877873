// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import dev.sluice.model.Secret;

/// Somebody who can sign in at Keycloak.
///
/// @param username what they type on the sign-in page
/// @param firstName as in the server's list of administrators
/// @param lastName as in the server's list of administrators
/// @param password what else they type
public record Person(String username, String firstName, String lastName, Secret password) {

    /// An address at a domain that is reserved for examples. Without one, the first sign-in would
    /// stop at a page that asks for it.
    public String email() {
        return username + "@example.com";
    }
}
