// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.EnumSet;
import java.util.Set;

/// An administrator, as listed under `admin.users` (admin.md 1.4).
///
/// @param id the identity provider's identifier of the person; the only member that is compared
/// @param firstName for display
/// @param lastName for display
/// @param email for display; never matched against a token
/// @param groups never empty; [UserGroup#ADMIN] where the entry names none
public record AdminUser(
        String id, String firstName, String lastName, String email, Set<UserGroup> groups) {

    /// Copies the groups.
    public AdminUser {
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("a user is in one group at least");
        }
        groups = Set.copyOf(EnumSet.copyOf(groups));
    }
}
