// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.NewTable;
import dev.sluice.api.TableBody;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;

/// Makes a table before anything is written to it, which only one with a template of its own needs
/// (admin.md 5.4).
public final class CreateTable {
    private final AuditedCommit commit;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    public CreateTable(Catalog catalog, AuditLog audit) {
        this.commit = new AuditedCommit(catalog, audit);
    }

    /// Does it.
    ///
    /// @param grant for [Operation#CREATE_TABLE]
    /// @param databaseName a live database
    /// @param request its name not yet checked
    /// @param origin for the audit log
    /// @return the table as it was made
    /// @throws ProblemException *invalid* for a bad name or a database with its most tables; *not
    ///   found* for an unknown database; *conflict* for a name in use
    public TableBody run(
            Grant.ForAdministration grant,
            String databaseName,
            NewTable request,
            RequestOrigin origin) {
        Grants.require(grant, Operation.CREATE_TABLE);
        TableNames.require(request.name());
        return Bodies.ofTable(
                commit.run(
                        grant,
                        origin,
                        "table " + databaseName + " " + request.name(),
                        new CatalogChange.CreateTable(
                                databaseName, request.name(), request.template())),
                databaseName,
                request.name());
    }
}
