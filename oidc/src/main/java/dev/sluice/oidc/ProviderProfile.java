// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.provider.KnownProvider;

/// The rules in which identity providers differ (admin.md 1.8).
enum ProviderProfile {
    /// Users are told by `sub`.
    GENERAL("sub"),
    /// Microsoft Entra ID: users are told by `oid`, because `sub` differs from application to
    /// application; one set of keys signs for all tenants.
    ENTRA("oid");

    private final String userClaim;

    ProviderProfile(String userClaim) {
        this.userClaim = userClaim;
    }

    static ProviderProfile of(String provider) {
        return KnownProvider.ENTRA.isNamed(provider) ? ENTRA : GENERAL;
    }

    /// The claim that holds the user ID.
    String userClaim() {
        return userClaim;
    }
}
