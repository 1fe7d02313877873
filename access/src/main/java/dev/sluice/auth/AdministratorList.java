// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdminUser;
import dev.sluice.oidc.Verification;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The administrators of one configuration, by the identifier that their provider gives them, and
/// the verifier of that provider's tokens. Immutable.
public final class AdministratorList {
    private final String provider;
    private final Map<String, AdminUser> users;
    private final IdentityVerifier verifier;

    private AdministratorList(
            String provider, Map<String, AdminUser> users, IdentityVerifier verifier) {
        this.provider = provider;
        this.users = users;
        this.verifier = verifier;
    }

    /// The users of a configuration. Identifiers are compared exactly, those of `azure` as GUIDs,
    /// without regard to case (admin.md 1.8).
    ///
    /// @param admin provider and users
    /// @param verifier of this provider's tokens
    public static AdministratorList of(AdminConfig admin, IdentityVerifier verifier) {
        Map<String, AdminUser> byKey = new HashMap<>();
        admin.users()
                .forEach(user ->
                        byKey.put(UserIds.compared(admin.identityProvider(), user.id()), user));
        return new AdministratorList(admin.identityProvider(), byKey, verifier);
    }

    /// Nobody, and no provider: every JWT that is not our own is refused.
    public static AdministratorList nobody() {
        return new AdministratorList(
                "none", Map.of(), _ -> new Verification.Rejected("no_identity_provider"));
    }

    String provider() {
        return provider;
    }

    IdentityVerifier verifier() {
        return verifier;
    }

    Optional<AdminUser> find(String subject) {
        return Optional.ofNullable(users.get(UserIds.compared(provider, subject)));
    }
}
