// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

/// Who a request comes from, as the audit log names them. Carries no secret.
///
/// @param kind which kind of credential proved it
/// @param provider the identity provider's configured name, or `sluice` for our own credentials
/// @param subject the provider's user ID, or the id of the token
/// @param displayName what a person would call them; for display only
public record Principal(CredentialKind kind, String provider, String subject, String displayName) {
    /// The provider of our own credentials.
    public static final String SLUICE = "sluice";

    /// The four kinds of credential; one never passes for another (design, Security).
    public enum CredentialKind {
        /// A JWT of the identity provider.
        OIDC,
        /// The JWT that the cluster itself made at first start.
        ADMIN_TOKEN,
        /// An `M.V1.` token for automation.
        MANAGEMENT_TOKEN,
        /// An `apiv1_` token for data.
        DATABASE_TOKEN
    }
}
