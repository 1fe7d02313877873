// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.TokenBody;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TokenEntry;

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
}
