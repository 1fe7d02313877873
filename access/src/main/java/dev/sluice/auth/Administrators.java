// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import java.util.concurrent.atomic.AtomicReference;

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
}
