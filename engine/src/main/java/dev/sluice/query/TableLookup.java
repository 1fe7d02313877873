// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CatalogView;
import dev.sluice.catalog.TableEntry;
import java.util.Optional;

/// Finds tables by their names. One that is not known may just have been made by another process.
final class TableLookup {
    private TableLookup() {}

    /// The table with this name, byte-exact.
    ///
    /// @param catalog asked where `known` does not have it
    /// @throws dev.sluice.model.ProblemException *unavailable* when it is not known and the catalog
    ///   cannot be asked
    static Optional<TableEntry> find(
            CatalogView catalog, CatalogSnapshot known, long databaseId, String name) {
        return known.findTable(databaseId, name)
                .or(() -> catalog.newest().findTable(databaseId, name));
    }
}
