// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

/// The outward marks by which the kinds of credential are told apart before anything is verified
/// (admin.md 1.7, step 2).
final class CredentialKinds {
    /// How every database token begins.
    static final String DATABASE_TOKEN_PREFIX = "apiv1_";

    /// How every management token begins.
    static final String MANAGEMENT_TOKEN_PREFIX = "M.V1.";

    private CredentialKinds() {}

    /// Whether a text has the outward form of a signed JWT: three parts, the first a JSON object in
    /// base64.
    static boolean looksLikeJwt(String token) {
        return token.startsWith("ey") && token.chars().filter(c -> c == '.').count() == 2;
    }
}
