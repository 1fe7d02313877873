// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.model.Permission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request for another description or other rights of a database token (admin.md 4.5); null
/// leaves what is there.
///
/// @param description what it is for; not yet checked
/// @param permissions in place of all those before
public record TokenUpdate(@Nullable String description, @Nullable List<Permission> permissions) {
    /// Copies the list.
    public TokenUpdate {
        permissions = permissions == null ? null : List.copyOf(permissions);
    }
}
