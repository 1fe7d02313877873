// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.config.UserGroup;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/// An administrator whom a configuration lists or listed once (admin.md 1.10).
///
/// @param id our own identifier of the person at this provider; never changes
/// @param provider the identity provider's configured name
/// @param externalId the provider's identifier, as the configuration spells it
/// @param firstName for display
/// @param lastName for display
/// @param email for display
/// @param groups in the order of [UserGroup]; of an inactive user those that it had last
/// @param active whether the configuration in force lists it
public record UserEntry(
        UUID id,
        String provider,
        String externalId,
        String firstName,
        String lastName,
        String email,
        Set<UserGroup> groups,
        boolean active) {

    /// Copies the groups.
    public UserEntry {
        groups = Collections.unmodifiableSet(EnumSet.copyOf(groups));
    }

    /// The same person, no longer listed.
    public UserEntry deactivated() {
        return new UserEntry(id, provider, externalId, firstName, lastName, email, groups, false);
    }
}
