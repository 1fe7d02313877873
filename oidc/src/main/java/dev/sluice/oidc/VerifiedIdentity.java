// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Instant;

/// Proof that a token of the configured provider names this person. Issued by [TokenVerifier]
/// alone; it says who, never what they may do.
///
/// @param issuer the token's issuer, one of the accepted ones when these are known
/// @param subject the provider's user ID: the claim `sub`, or for `azure` the claim `oid` in lower
///   case (admin.md 1.8)
/// @param displayName what the token calls the person; for display only, never compared
/// @param expiresAt when the token ends
/// @param kind which kind of token it was; the audit tells them apart (admin.md 1.4)
public record VerifiedIdentity(
        String issuer, String subject, String displayName, Instant expiresAt, TokenKind kind) {

    /// The kinds of token that can prove an identity.
    public enum TokenKind {
        /// An access token.
        ACCESS_TOKEN,
        /// An ID token, where the settings accept one.
        ID_TOKEN
    }
}
