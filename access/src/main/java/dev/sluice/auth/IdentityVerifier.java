// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.oidc.Verification;

/// Tells whom a bearer token of the identity provider names: what `TokenVerifier` of
/// `dev.sluice.oidc` does.
@FunctionalInterface
public interface IdentityVerifier {

    /// Checks everything about a JWT but whether its subject is listed (admin.md 1.7, steps 3-18).
    Verification verify(String compactToken);
}
