// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.background.RepeatedLook;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CatalogView;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.ObjectPath;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Removes a process's own copies of data files that the catalog has forgotten. Whoever collects
/// removes its own with the objects; those of the others would stay as long as there is room for
/// them, also of databases and tables that are removed for good.
///
/// A copy is fetched only of a file that the catalog has, and what it has forgotten does not come
/// back, so one that is removed here is not asked for again; where a catalog was restored, it is
/// fetched again.
final class LocalCopies implements AutoCloseable {
    /// Between two looks.
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final CatalogView catalog;
    private final Consumer<Predicate<ObjectPath>> copies;
    private final RepeatedLook looks = new RepeatedLook("sluice-copies", Duration.ZERO, this::look);

    private LocalCopies(CatalogView catalog, Consumer<Predicate<ObjectPath>> copies) {
        this.catalog = catalog;
        this.copies = copies;
    }

    /// Looks now and from time to time, where the files are in a bucket.
    ///
    /// @param catalog what exists
    /// @param files of which there may be copies
    /// @param opened takes charge of closing
    static void watch(CatalogView catalog, DataFileStore files, Opened opened) {
        BucketStore bucket = files.bucket();
        if (bucket != null) {
            opened.add(new LocalCopies(catalog, bucket::retainCopies)).looks.start();
        }
    }

    private Duration look() {
        CatalogSnapshot known = catalog.snapshot();
        copies.accept(path ->
                !path.value().startsWith(NamedFiles.DATA) || known.findFile(path).isPresent());
        return PAUSE;
    }

    @Override
    public void close() {
        looks.close();
    }
}
