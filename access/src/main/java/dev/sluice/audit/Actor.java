// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.audit;

import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who asked, as far as it is known.
///
/// @param kind of credential, or null when there was none or it is of no known kind
/// @param provider the identity provider's configured name, or `sluice` for our own credentials;
///   null when nobody is known to vouch
/// @param subject the provider's user identifier or the id of the token; null until it is proved
/// @param userId our own identifier of a listed user; null for whoever is none
public record Actor(
        @Nullable CredentialKind kind,
        @Nullable String provider,
        @Nullable String subject,
        @Nullable UUID userId) {

    /// Nobody is known.
    public static final Actor UNKNOWN = new Actor(null, null, null);

    /// Somebody who is no listed user, or nobody.
    public Actor(
            @Nullable CredentialKind kind, @Nullable String provider, @Nullable String subject) {
        this(kind, provider, subject, null);
    }

    /// Somebody whose credential was proved.
    public static Actor of(Principal principal) {
        return new Actor(
                principal.kind(), principal.provider(), principal.subject(), principal.userId());
    }

    /// A credential of a known kind that proved nobody.
    public static Actor unproved(CredentialKind kind, String provider) {
        return new Actor(kind, provider, null);
    }
}
