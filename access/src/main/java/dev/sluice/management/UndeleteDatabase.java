// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;

/// Brings a deleted database back as it was (admin.md 5.2).
public final class UndeleteDatabase {
    private final AuditedCommit commit;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    public UndeleteDatabase(Catalog catalog, AuditLog audit) {
        this.commit = new AuditedCommit(catalog, audit);
    }

    /// Does it.
    ///
    /// @param grant for [Operation#UNDELETE_DATABASE]
    /// @param id which
    /// @param origin for the audit log
    /// @return the database as it is now
    /// @throws ProblemException *not found* for an unknown id; *invalid* for a live one, or while
    ///   another has its name
    public DatabaseBody run(Grant.ForAdministration grant, long id, RequestOrigin origin) {
        Grants.require(grant, Operation.UNDELETE_DATABASE);
        CatalogSnapshot after =
                commit.run(grant, origin, "database " + id, new CatalogChange.UndeleteDatabase(id));
        return after.findDatabase(id)
                .map(Bodies::of)
                .orElseThrow(() -> new IllegalStateException("committed and not there: " + id));
    }
}
