// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

/// The rules in which identity providers differ (admin.md 1.8).
enum ProviderProfile {
    /// Users are told by `sub`.
    GENERAL("sub"),
    /// Microsoft Entra ID: users are told by `oid`, because `sub` differs from application to
    /// application; one set of keys signs for all tenants.
    ENTRA("oid");

    /// The configured name that takes ID tokens unless told otherwise.
    static final String AUTH0 = "auth0";

    /// The configured name that selects [#ENTRA]; exactly this spelling (admin.md 1.4).
    static final String AZURE = "azure";

    private final String userClaim;

    ProviderProfile(String userClaim) {
        this.userClaim = userClaim;
    }

    static ProviderProfile of(String provider) {
        return provider.equals(AZURE) ? ENTRA : GENERAL;
    }

    /// The claim that holds the user ID.
    String userClaim() {
        return userClaim;
    }
}
