// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.ManagementTokenBody;
import dev.sluice.api.TableBody;
import dev.sluice.api.TokenBody;
import dev.sluice.api.UserBody;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.TableEntry;
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
                entry.retentionNanos(),
                entry.template(),
                entry.deletedAt());
    }

    /// A live database of a snapshot that was just made.
    static DatabaseBody ofDatabase(CatalogSnapshot snapshot, String name) {
        return snapshot.findDatabase(name)
                .map(Bodies::of)
                .orElseThrow(() -> new IllegalStateException("committed and not there: " + name));
    }

    static TableBody of(String databaseName, TableEntry entry) {
        return new TableBody(
                databaseName, entry.id(), entry.name(), entry.template(), entry.deletedAt());
    }

    /// A live table of a snapshot that was just made.
    static TableBody ofTable(CatalogSnapshot snapshot, String databaseName, String name) {
        return snapshot.findDatabase(databaseName)
                .flatMap(database -> snapshot.findTable(database.id(), name))
                .map(table -> of(databaseName, table))
                .orElseThrow(() -> new IllegalStateException("committed and not there: " + name));
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
