// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

/// What came of exchanging a refresh token (admin.md 3.5, step 7).
public sealed interface Refresh {

    /// New tokens; forget the old ones.
    ///
    /// @param tokens what the provider issued, with the old refresh token if it sent no new one
    record Refreshed(TokenSet tokens) implements Refresh {}

    /// The old tokens are of no more use: drop them and start a device flow.
    ///
    /// @param reason one sentence, for whoever wants to know why they sign in again
    record SignInAgain(String reason) implements Refresh {}

    /// The provider could not be asked, or failed; the old tokens may work later.
    ///
    /// @param message one sentence for the person
    record Failed(String message) implements Refresh {}
}
