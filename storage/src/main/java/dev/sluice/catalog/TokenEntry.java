// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.model.Action;
import dev.sluice.model.Permission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A database token, without its secret.
///
/// @param id how it is named in lists
/// @param description what it is for
/// @param permissions in the order that was asked for
/// @param sha512 of the token's text, lower-case hex
/// @param createdAt when it was made
/// @param expiresAt when it ends, or null for never
/// @param revokedAt when it was revoked, or null
public record TokenEntry(
        UUID id,
        String description,
        List<Permission> permissions,
        String sha512,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    /// Copies the permissions.
    public TokenEntry {
        permissions = List.copyOf(permissions);
    }

    /// Whether it still opens anything at `now`.
    public boolean isLive(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /// Whether some right of it covers `action` on `databaseName`.
    public boolean allows(Action action, String databaseName) {
        return permissions.stream().anyMatch(permission -> permission.covers(action, databaseName));
    }

    /// The same token, revoked.
    public TokenEntry revoked(Instant when) {
        return new TokenEntry(id, description, permissions, sha512, createdAt, expiresAt, when);
    }

    /// The same token with another description and other rights.
    public TokenEntry described(String newDescription, List<Permission> newPermissions) {
        return new TokenEntry(
                id, newDescription, newPermissions, sha512, createdAt, expiresAt, revokedAt);
    }
}
