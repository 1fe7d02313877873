// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.config.AdminConfig;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Who administers and who vouches for them, behind one reference: replacing both is one
/// assignment, and the next request sees it (admin.md 1.10). Safe for many threads.
public final class Administrators {
    private final AtomicReference<AdministratorList> current;

    /// @param first what holds until it is replaced
    public Administrators(AdministratorList first) {
        this.current = new AtomicReference<>(first);
    }

    /// What holds now; immutable.
    AdministratorList current() {
        return current.get();
    }

    /// Replaces list and verifier together.
    public void replace(AdministratorList next) {
        current.set(next);
    }

    /// The list of a configuration, with the verifier made for its provider.
    ///
    /// @param admin the section, or null when there is none: nobody can sign in then
    /// @param verifier made from the same section; never asked when there is none
    public static AdministratorList listOf(@Nullable AdminConfig admin, IdentityVerifier verifier) {
        return admin == null
                ? AdministratorList.nobody()
                : AdministratorList.of(admin.identityProvider(), admin.users(), verifier);
    }
}
