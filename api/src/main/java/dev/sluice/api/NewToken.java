// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.model.Permission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request for a database token (admin.md 4.5).
///
/// @param description what it is for; not yet checked
/// @param permissions in order; none is allowed, and opens nothing
/// @param expiresAt when it ends, or null for never
public record NewToken(
        String description, List<Permission> permissions, @Nullable Instant expiresAt) {

    /// Copies the permissions.
    public NewToken {
        permissions = List.copyOf(permissions);
    }
}
