// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.audit;

import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import org.jspecify.annotations.Nullable;

/// Who asked, as far as it is known.
///
/// @param kind of credential, or null when there was none or it is of no known kind
/// @param provider the identity provider's configured name, or `sluice` for our own credentials;
///   null when nobody is known to vouch
/// @param subject the provider's user identifier or the id of the token; null until it is proved
public record Actor(
        @Nullable CredentialKind kind, @Nullable String provider, @Nullable String subject) {

    /// Nobody is known.
    public static final Actor UNKNOWN = new Actor(null, null, null);

    /// Somebody whose credential was proved.
    public static Actor of(Principal principal) {
        return new Actor(principal.kind(), principal.provider(), principal.subject());
    }

    /// A credential of a known kind that proved nobody.
    public static Actor unproved(CredentialKind kind, String provider) {
        return new Actor(kind, provider, null);
    }
}
