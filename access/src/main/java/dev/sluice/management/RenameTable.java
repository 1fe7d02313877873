// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.TableBody;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;

/// Gives a table another name; it is still found by its former ones (admin.md 5.4).
public final class RenameTable {
    private final AuditedCommit commit;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    public RenameTable(Catalog catalog, AuditLog audit) {
        this.commit = new AuditedCommit(catalog, audit);
    }

    /// Does it.
    ///
    /// @param grant for [Operation#RENAME_TABLE]
    /// @param databaseName a live database
    /// @param name the name of a live table now
    /// @param newName not yet checked
    /// @param origin for the audit log
    /// @return the table as it is now
    /// @throws ProblemException *invalid* for a bad name; *not found* for an unknown one;
    ///   *conflict* for one in use
    public TableBody run(
            Grant.ForAdministration grant,
            String databaseName,
            String name,
            String newName,
            RequestOrigin origin) {
        Grants.require(grant, Operation.RENAME_TABLE);
        TableNames.require(newName);
        return Bodies.ofTable(
                commit.run(
                        grant,
                        origin,
                        "table " + databaseName + " " + name + " to " + newName,
                        new CatalogChange.RenameTable(databaseName, name, newName)),
                databaseName,
                newName);
    }
}
