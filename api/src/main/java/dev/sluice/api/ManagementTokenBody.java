// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A management token as the management API shows it, without its secret (admin.md 4.6).
///
/// @param id how it is named
/// @param description what it is for
/// @param prefix the first nine characters of its text
/// @param createdAt when it was made, in whole milliseconds
/// @param expiresAt when it ends, or null for never
/// @param revokedAt when it was revoked, or null
/// @param createdBy the [UserBody#id] of whoever made it; null when the admin token did
public record ManagementTokenBody(
        UUID id,
        String description,
        String prefix,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable UUID createdBy) {}
