// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import dev.sluice.model.Secret;

/// What goes to the cluster as bearer, and where it came from: that decides what a refusal means
/// (admin.md 3.2, row 401).
public sealed interface PresentedCredential {

    /// The bearer.
    Secret token();

    /// From the profile, a variable or a file: nothing can be done about a refusal.
    ///
    /// @param token the bearer
    /// @param name what to call it in a message
    record Fixed(Secret token, String name) implements PresentedCredential {}

    /// From an earlier sign-in: a refusal is worth one new sign-in.
    ///
    /// @param token the bearer
    record Cached(Secret token) implements PresentedCredential {}

    /// From a sign-in or a refresh just now: a refusal is final.
    ///
    /// @param token the bearer
    record Issued(Secret token) implements PresentedCredential {}
}
