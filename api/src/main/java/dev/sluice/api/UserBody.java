// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.util.List;
import java.util.UUID;

/// An administrator as the management API shows them (admin.md 4.6).
///
/// @param id our own identifier of the person; never changes
/// @param externalId the identity provider's identifier
/// @param firstName for display
/// @param lastName for display
/// @param email for display
/// @param userGroups such as `Admin`
/// @param active whether the configuration in force lists them
public record UserBody(
        UUID id,
        String externalId,
        String firstName,
        String lastName,
        String email,
        List<String> userGroups,
        boolean active) {

    /// Copies the groups.
    public UserBody {
        userGroups = List.copyOf(userGroups);
    }
}
