// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.config.UserGroup;
import dev.sluice.model.Principal;
import java.util.List;
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

    /// The groups of a caller, in the order of [UserGroup], by what holds now: none for a token of
    /// our own, and none for a user who was removed since they were let in.
    public List<UserGroup> groups(Principal caller) {
        AdministratorList list = current.get();
        return caller.userId() != null && caller.provider().equals(list.provider())
                ? list.find(caller.subject()).stream()
                        .flatMap(user -> user.groups().stream())
                        .sorted()
                        .toList()
                : List.of();
    }
}
