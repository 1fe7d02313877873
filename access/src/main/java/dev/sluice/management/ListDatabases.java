// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import java.util.List;

/// Shows every live database, by name.
public final class ListDatabases {
    private final Catalog catalog;

    /// @param catalog what exists
    public ListDatabases(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#LIST_DATABASES]
    public List<DatabaseBody> run(Grant.ForAdministration grant) {
        Grants.require(grant, Operation.LIST_DATABASES);
        return catalog.snapshot().databases().stream().map(Bodies::of).toList();
    }
}
