// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

/// Tells whether the identity provider made a token: what `dev.sluice.oidc.TokenVerifier` does.
@FunctionalInterface
public interface IdentityVerifier {

    /// Checks everything about a JWT but whether its subject is listed (admin.md 1.7, steps 3-18).
    Verification verify(String compactToken);

    /// What came of it.
    sealed interface Verification {

        /// The provider made it, it is for us, and it holds now.
        ///
        /// @param subject the provider's user identifier, as `admin.users` lists it
        /// @param displayName for logs and audit
        record Verified(String subject, String displayName) implements Verification {}

        /// It did not pass.
        ///
        /// @param reason stable code such as `expired`
        record Rejected(String reason) implements Verification {}

        /// Nobody can say now.
        ///
        /// @param message for the caller
        record KeysUnavailable(String message) implements Verification {}
    }
}
