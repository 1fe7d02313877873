// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.ManagementTokenBody;
import dev.sluice.api.TokenBody;
import dev.sluice.api.UserBody;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.catalog.UserEntry;
import dev.sluice.config.UserGroup;

/// The catalog's entries in the words of the management API.
final class Bodies {
    private Bodies() {}

    static DatabaseBody of(DatabaseEntry entry) {
        return new DatabaseBody(
                entry.id(),
                entry.name(),
                entry.tablesMax(),
                entry.columnsPerTableMax(),
                entry.retentionNanos());
    }

    static TokenBody of(TokenEntry entry) {
        return new TokenBody(
                entry.id(),
                entry.description(),
                entry.permissions(),
                entry.createdAt(),
                entry.expiresAt(),
                entry.revokedAt());
    }

    static ManagementTokenBody of(ManagementTokenEntry entry) {
        return new ManagementTokenBody(
                entry.id(),
                entry.description(),
                entry.prefix(),
                entry.createdAt(),
                entry.expiresAt(),
                entry.revokedAt(),
                entry.createdBy());
    }

    static UserBody of(UserEntry entry) {
        return new UserBody(
                entry.id(),
                entry.externalId(),
                entry.firstName(),
                entry.lastName(),
                entry.email(),
                entry.groups().stream().map(UserGroup::word).toList(),
                entry.active());
    }
}
