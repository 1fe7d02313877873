// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;
import java.time.InstantSource;

/// Takes a table out of sight (admin.md 5.4); [UndeleteTable] brings it back. Whoever still writes
/// to it makes a new one.
public final class DeleteTable {
    private final AuditedCommit commit;
    private final InstantSource clock;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    /// @param clock for the time of deletion
    public DeleteTable(Catalog catalog, AuditLog audit, InstantSource clock) {
        this.commit = new AuditedCommit(catalog, audit);
        this.clock = clock;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#DELETE_TABLE]
    /// @param databaseName a live database
    /// @param name the name of a live table now
    /// @param origin for the audit log
    /// @throws ProblemException *not found* for an unknown name
    public void run(
            Grant.ForAdministration grant, String databaseName, String name, RequestOrigin origin) {
        Grants.require(grant, Operation.DELETE_TABLE);
        CatalogSnapshot _ =
                commit.run(
                        grant,
                        origin,
                        "table " + databaseName + " " + name,
                        new CatalogChange.DeleteTable(databaseName, name, clock.instant()));
    }
}
