// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.TableBody;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;

/// Brings a deleted table back as it was (admin.md 5.4).
public final class UndeleteTable {
    private final AuditedCommit commit;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    public UndeleteTable(Catalog catalog, AuditLog audit) {
        this.commit = new AuditedCommit(catalog, audit);
    }

    /// Does it.
    ///
    /// @param grant for [Operation#UNDELETE_TABLE]
    /// @param databaseName a live database
    /// @param id which of its tables
    /// @param origin for the audit log
    /// @return the table as it is now
    /// @throws ProblemException *not found* for an unknown id; *invalid* for a live one, or while
    ///   another has its name
    public TableBody run(
            Grant.ForAdministration grant, String databaseName, long id, RequestOrigin origin) {
        Grants.require(grant, Operation.UNDELETE_TABLE);
        CatalogSnapshot after =
                commit.run(
                        grant,
                        origin,
                        "table " + databaseName + " " + id,
                        new CatalogChange.UndeleteTable(databaseName, id));
        return after.findTable(id)
                .map(table -> Bodies.of(databaseName, table))
                .orElseThrow(() -> new IllegalStateException("committed and not there: " + id));
    }
}
