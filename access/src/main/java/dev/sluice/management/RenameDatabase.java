// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;

/// Gives a database another name (admin.md 5.2). Permissions are by name and are not rewritten.
public final class RenameDatabase {
    private final AuditedCommit commit;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    public RenameDatabase(Catalog catalog, AuditLog audit) {
        this.commit = new AuditedCommit(catalog, audit);
    }

    /// Does it.
    ///
    /// @param grant for [Operation#RENAME_DATABASE]
    /// @param name a live database
    /// @param newName not yet checked
    /// @param origin for the audit log
    /// @return the database as it is now
    /// @throws ProblemException *invalid* for a bad name; *not found* for an unknown one;
    ///   *conflict* for one in use
    public DatabaseBody run(
            Grant.ForAdministration grant, String name, String newName, RequestOrigin origin) {
        Grants.require(grant, Operation.RENAME_DATABASE);
        DatabaseName next = new DatabaseName(newName);
        return Bodies.ofDatabase(
                commit.run(
                        grant,
                        origin,
                        "database " + name + " to " + next,
                        new CatalogChange.RenameDatabase(name, next)),
                newName);
    }
}
