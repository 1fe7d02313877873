// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who a request comes from, as the audit log names them. Carries no secret.
///
/// @param kind which kind of credential proved it
/// @param provider the identity provider's configured name, or `sluice` for our own credentials
/// @param subject the provider's user ID, or the id of the token
/// @param displayName what a person would call them; for display only
/// @param userId our own identifier of a listed user; null for whoever is none
public record Principal(
        CredentialKind kind,
        String provider,
        String subject,
        String displayName,
        @Nullable UUID userId) {
    /// The provider of our own credentials.
    public static final String SLUICE = "sluice";

    /// Somebody who is no listed user.
    public Principal(CredentialKind kind, String provider, String subject, String displayName) {
        this(kind, provider, subject, displayName, null);
    }

    /// The four kinds of credential; one never passes for another (design, Security).
    public enum CredentialKind {
        /// A JWT of the identity provider.
        OIDC,
        /// The JWT that the cluster itself made at first start.
        ADMIN_TOKEN,
        /// An `M.V1.` token for automation.
        MANAGEMENT_TOKEN,
        /// An `apiv1_` token for data.
        DATABASE_TOKEN;

        /// The word in the audit log and in the management API, such as `admin_token`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
