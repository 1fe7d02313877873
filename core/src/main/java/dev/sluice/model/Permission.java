// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

/// One right of a database token (admin.md 4.3): an action on one database, by name, or on all.
///
/// @param action read or write
/// @param resource a database name, or [#ALL]
public record Permission(Action action, String resource) {
    /// The resource that stands for every database.
    public static final String ALL = "*";

    /// Rejects a blank resource.
    public Permission {
        if (resource.isBlank()) {
            throw new IllegalArgumentException("a permission needs a resource");
        }
    }

    /// Whether this right covers `action` on the database called `databaseName`.
    public boolean covers(Action wanted, String databaseName) {
        return action == wanted && (resource.equals(ALL) || resource.equals(databaseName));
    }
}
