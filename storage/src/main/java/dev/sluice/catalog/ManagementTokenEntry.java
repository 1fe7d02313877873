// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A management token, without its secret (admin.md 5.6).
///
/// @param id how it is named in lists
/// @param description what it is for
/// @param prefix the first characters of its text, by which a person knows it again
/// @param sha512 of the token's text, lower-case hex
/// @param createdAt when it was made
/// @param expiresAt when it ends, or null for never
/// @param revokedAt when it was revoked, or null
/// @param createdBy the [UserEntry#id] of whoever made it; null when the admin token did
public record ManagementTokenEntry(
        UUID id,
        String description,
        String prefix,
        String sha512,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable UUID createdBy) {

    /// Whether its time is over at `now`; a revoked one may not be.
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /// The same token, revoked.
    public ManagementTokenEntry revoked(Instant when) {
        return new ManagementTokenEntry(
                id, description, prefix, sha512, createdAt, expiresAt, when, createdBy);
    }
}
