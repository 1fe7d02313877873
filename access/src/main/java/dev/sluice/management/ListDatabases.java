// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.Liveness;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import java.util.ArrayList;
import java.util.List;

/// Shows databases, by name (admin.md 4.4 and 4.6).
public final class ListDatabases {
    private final Catalog catalog;

    /// @param catalog what exists
    public ListDatabases(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#LIST_DATABASES]
    /// @param liveness which
    public List<DatabaseBody> run(Grant.ForAdministration grant, Liveness liveness) {
        Grants.require(grant, Operation.LIST_DATABASES);
        CatalogSnapshot snapshot = catalog.snapshot();
        List<DatabaseEntry> databases = new ArrayList<>();
        if (liveness.showsLive()) {
            databases.addAll(snapshot.databases());
        }
        if (liveness.showsDeleted()) {
            databases.addAll(snapshot.deletedDatabases());
        }
        return databases.stream().map(Bodies::of).toList();
    }
}
