// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.NewDatabase;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;

/// Makes a database (admin.md 4.4).
public final class CreateDatabase {
    private final AuditedCommit commit;

    /// @param catalog where it is made
    /// @param audit holds the intent before and the outcome after
    public CreateDatabase(Catalog catalog, AuditLog audit) {
        this.commit = new AuditedCommit(catalog, audit);
    }

    /// Does it.
    ///
    /// @param grant for [Operation#CREATE_DATABASE]
    /// @param request with its limits not yet checked
    /// @param origin for the audit log
    /// @return the database as it was made
    /// @throws ProblemException *invalid* for a bad name or limit; *conflict* for a name in use
    public DatabaseBody run(
            Grant.ForAdministration grant, NewDatabase request, RequestOrigin origin) {
        Grants.require(grant, Operation.CREATE_DATABASE);
        DatabaseName name = new DatabaseName(request.name());
        DatabaseLimits.requireTables(request.maxTables());
        DatabaseLimits.requireColumnsPerTable(request.maxColumnsPerTable());
        DatabaseLimits.requireRetention(request.retentionPeriodNanos());
        return Bodies.ofDatabase(
                commit.run(
                        grant,
                        origin,
                        "database " + name,
                        new CatalogChange.CreateDatabase(
                                name,
                                request.retentionPeriodNanos(),
                                request.maxTables(),
                                request.maxColumnsPerTable(),
                                request.template())),
                name.value());
    }
}
