// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.model.Permission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A database token as the management API shows it, without its secret (admin.md 4.5).
///
/// @param id how it is named
/// @param description what it is for
/// @param permissions in the order that was asked for
/// @param createdAt when it was made, in whole milliseconds
/// @param expiresAt when it ends, or null for never
/// @param revokedAt when it was revoked, or null
public record TokenBody(
        UUID id,
        String description,
        List<Permission> permissions,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    /// Copies the permissions.
    public TokenBody {
        permissions = List.copyOf(permissions);
    }
}
