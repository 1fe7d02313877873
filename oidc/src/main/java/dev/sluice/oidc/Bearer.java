// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.Secret;

/// Which of a provider's tokens to present to the cluster (admin.md 3.5, step 6).
public sealed interface Bearer {

    /// The access token, which is a JWT that the cluster can verify.
    ///
    /// @param token the token
    record AccessToken(Secret token) implements Bearer {}

    /// The ID token, because the access token is opaque.
    ///
    /// @param token the token
    record IdToken(Secret token) implements Bearer {}

    /// The provider issued nothing that the cluster could verify.
    ///
    /// @param message one sentence for the person, with what to change
    record None(String message) implements Bearer {}
}
