// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import java.util.List;

/// Shows every live database, by name.
public final class ListDatabases {

    /// @param catalog what exists
    public ListDatabases(Catalog catalog) {}

    /// @param grant for [dev.sluice.model.Operation#LIST_DATABASES]
    public List<DatabaseBody> run(Grant.ForAdministration grant) {
        throw new UnsupportedOperationException();
    }
}
