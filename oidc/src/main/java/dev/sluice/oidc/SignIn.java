// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

/// How a sign-in by device flow ended (admin.md 3.5, step 4).
public sealed interface SignIn {

    /// The person approved.
    ///
    /// @param tokens what the provider issued
    record Authorized(TokenSet tokens) implements SignIn {}

    /// The person, or a policy of the provider, said no.
    record Denied() implements SignIn {}

    /// Nobody approved while the code was good.
    record Expired() implements SignIn {}

    /// The provider refused for a reason of its own, or did not answer as one.
    ///
    /// @param message one sentence for the person
    record Failed(String message) implements SignIn {}
}
