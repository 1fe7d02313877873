// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The data files that a catalog cannot do without, also those of databases and tables that are
/// deleted and can be brought back.
///
/// @param sizes how many bytes each has
record NamedFiles(Map<ObjectPath, Long> sizes) {
    /// What all their paths begin with.
    static final String DATA = "data/";

    static NamedFiles of(CatalogSnapshot catalog) {
        Map<ObjectPath, Long> sizes = new HashMap<>();
        databases(catalog)
                .flatMap(database -> tables(catalog, database))
                .flatMap(table -> catalog.files(table.id()).stream())
                .forEach((FileEntry file) -> sizes.put(file.path(), file.sizeBytes()));
        return new NamedFiles(sizes);
    }

    private static Stream<DatabaseEntry> databases(CatalogSnapshot catalog) {
        return Stream.concat(catalog.databases().stream(), catalog.deletedDatabases().stream());
    }

    private static Stream<TableEntry> tables(CatalogSnapshot catalog, DatabaseEntry database) {
        return Stream.concat(
                catalog.tables(database.id()).stream(),
                catalog.deletedTables(database.id()).stream());
    }

    boolean isEmpty() {
        return sizes.isEmpty();
    }

    /// Requires that a store has them all.
    ///
    /// @throws IOException when it cannot be listed
    /// @throws ProblemException *conflict* when it has not
    void requireIn(ObjectStore store) throws IOException {
        Map<ObjectPath, Long> missing = new HashMap<>(sizes);
        for (ListedObject object : store.listWithTimes(DATA)) {
            boolean _ = missing.remove(object.path(), object.sizeBytes());
        }
        if (!missing.isEmpty()) {
            throw Problem.conflict(
                            "files_missing",
                            "the bucket lacks "
                                    + missing.size()
                                    + " of "
                                    + sizes.size()
                                    + " data files that the catalog names, such as "
                                    + missing.keySet().iterator().next()
                                    + ": bring them there first, or name the bucket that has them")
                    .asException();
        }
    }
}
