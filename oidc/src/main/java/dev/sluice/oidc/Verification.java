// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

/// What [TokenVerifier] says about a token.
public sealed interface Verification {

    /// The token is the provider's, is valid now, and names a person.
    ///
    /// @param identity the proof
    record Verified(VerifiedIdentity identity) implements Verification {}

    /// The token proves nothing: 401.
    ///
    /// @param reason a stable code of [RejectionReasons], for log, audit and metrics; never for the
    ///   caller
    record Rejected(String reason) implements Verification {}

    /// Nobody can say, because the provider's keys are not at hand: 503, so that the caller keeps
    /// its good token (admin.md 1.6).
    ///
    /// @param message one sentence for the log
    record KeysUnavailable(String message) implements Verification {}
}
