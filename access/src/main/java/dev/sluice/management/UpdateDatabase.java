// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.DatabaseUpdate;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;

/// Gives a database other limits (admin.md 4.4); tables that are there keep their limit of columns.
public final class UpdateDatabase {
    private final AuditedCommit commit;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    public UpdateDatabase(Catalog catalog, AuditLog audit) {
        this.commit = new AuditedCommit(catalog, audit);
    }

    /// Does it.
    ///
    /// @param grant for [Operation#UPDATE_DATABASE]
    /// @param name a live database
    /// @param update with its limits not yet checked
    /// @param origin for the audit log
    /// @return the database as it is now
    /// @throws ProblemException *invalid* for a bad limit; *not found* for an unknown name
    public DatabaseBody run(
            Grant.ForAdministration grant,
            String name,
            DatabaseUpdate update,
            RequestOrigin origin) {
        Grants.require(grant, Operation.UPDATE_DATABASE);
        DatabaseLimits.requireTables(update.maxTables());
        DatabaseLimits.requireColumnsPerTable(update.maxColumnsPerTable());
        DatabaseLimits.requireRetention(update.retentionPeriodNanos());
        return Bodies.ofDatabase(
                commit.run(
                        grant,
                        origin,
                        "database " + name,
                        new CatalogChange.UpdateDatabase(
                                name,
                                update.retentionPeriodNanos(),
                                update.maxTables(),
                                update.maxColumnsPerTable())),
                name);
    }
}
