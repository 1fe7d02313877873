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

/// Takes a database and all that is in it out of sight (admin.md 5.2); [UndeleteDatabase] brings it
/// back. Its name is free at once.
public final class DeleteDatabase {
    private final AuditedCommit commit;
    private final InstantSource clock;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    /// @param clock for the time of deletion
    public DeleteDatabase(Catalog catalog, AuditLog audit, InstantSource clock) {
        this.commit = new AuditedCommit(catalog, audit);
        this.clock = clock;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#DELETE_DATABASE]
    /// @param name a live database
    /// @param origin for the audit log
    /// @throws ProblemException *not found* for an unknown name
    public void run(Grant.ForAdministration grant, String name, RequestOrigin origin) {
        Grants.require(grant, Operation.DELETE_DATABASE);
        CatalogSnapshot _ =
                commit.run(
                        grant,
                        origin,
                        "database " + name,
                        new CatalogChange.DeleteDatabase(name, clock.instant()));
    }
}
