// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.Liveness;
import dev.sluice.api.TableBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.ArrayList;
import java.util.List;

/// Shows the tables of a live database, by name (admin.md 4.6).
public final class ListTables {
    private final Catalog catalog;

    /// @param catalog what exists
    public ListTables(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#LIST_TABLES]
    /// @param databaseName a live database
    /// @param liveness which of its tables
    /// @throws ProblemException *not found* for an unknown database
    public List<TableBody> run(
            Grant.ForAdministration grant, String databaseName, Liveness liveness) {
        Grants.require(grant, Operation.LIST_TABLES);
        CatalogSnapshot snapshot = catalog.snapshot();
        DatabaseEntry database =
                snapshot.findDatabase(databaseName)
                        .orElseThrow(() ->
                                Problem.notFound(
                                                "database_not_found",
                                                "database " + databaseName + " not found")
                                        .asException());
        List<TableEntry> tables = new ArrayList<>();
        if (liveness.showsLive()) {
            tables.addAll(snapshot.tables(database.id()));
        }
        if (liveness.showsDeleted()) {
            tables.addAll(snapshot.deletedTables(database.id()));
        }
        return tables.stream().map(table -> Bodies.of(databaseName, table)).toList();
    }
}
