// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.model.DatabaseName;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.wal.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A query never chooses files that were deleted before it named them as in use.
final class TableSourcesTest {
    private static final ObjectPath OLD = new ObjectPath("data/old");
    private static final ObjectPath NEW = new ObjectPath("data/new");

    @TempDir private Path directory;

    /// A catalog that does something just before it is looked at.
    private record Interrupted(Catalog real, Deque<Runnable> before) implements Catalog {
        @Override
        public CatalogSnapshot snapshot() {
            if (!before.isEmpty()) {
                before.remove().run();
            }
            return real.snapshot();
        }

        @Override
        public CommitOutcome commit(CatalogChange change) {
            return real.commit(change);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private static CatalogChange.AddedFile file(TableEntry table, ObjectPath path) {
        return new CatalogChange.AddedFile(
                new StoredFile(path, 7), table.databaseId(), table.id(), 0, 9, 2);
    }

    @Test
    void choosesAgainWhenFilesAreReplacedWhileItChooses() throws IOException {
        try (Catalog catalog = SqlCatalog.open(directory.resolve("catalog.db"))) {
            catalog.commit(new CatalogChange.CreateDatabase(new DatabaseName("d"), 0, 9, 9))
                    .require();
            catalog.commit(new CatalogChange.CreateTable("d", "t", null)).require();
            DatabaseEntry database = catalog.snapshot().findDatabase("d").orElseThrow();
            TableEntry table = catalog.snapshot().findTable(database.id(), "t").orElseThrow();
            List<FileEntry> old =
                    catalog.commit(
                                    new CatalogChange.AddFiles(
                                            List.of(file(table, OLD)), LogPosition.NONE))
                            .require()
                            .files(table.id());
            Runnable replace =
                    () ->
                            catalog.commit(
                                            new CatalogChange.ReplaceFiles(
                                                    old, List.of(file(table, NEW)), Instant.EPOCH))
                                    .require();
            // It looks for the table, for its files, and whether they are still live.
            Catalog interrupted =
                    new Interrupted(
                            catalog, new ArrayDeque<>(List.of(() -> {}, () -> {}, replace)));
            ObjectsInUse inUse = new ObjectsInUse();
            try (HeldFiles held = new HeldFiles(inUse.begin(), Duration.ofDays(1))) {
                TableSources sources =
                        new TableSources(
                                interrupted,
                                _ -> List.of(),
                                LocalObjectStore.open(directory.resolve("objects")),
                                database,
                                TimeRange.ALL,
                                () -> 1,
                                held,
                                new ScanBudget(ScanLimits.NONE),
                                NamedColumns.ALL,
                                TableSources.Shortcuts.of(new SeriesFiles()),
                                FirstLook.BY_TREE);

                List<FileEntry> chosen = sources.find("t").orElseThrow().files();

                assertThat(chosen).extracting(FileEntry::path).containsExactly(NEW);
                assertThat(inUse.paths()).contains(NEW);
            }
        }
    }
}
