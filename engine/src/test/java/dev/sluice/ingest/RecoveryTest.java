// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.Buffer;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.FileLog;
import dev.sluice.wal.LogLimits;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A start beside a catalog that is older than the log, as one that was restored from a snapshot.
final class RecoveryTest {
    @TempDir private Path directory;

    private FileLog log() throws IOException {
        return FileLog.open(directory.resolve("log"), LogLimits.DEFAULT, _ -> {});
    }

    private static TableRows rows() {
        TableRows rows = new TableRows("younger");
        rows.columnFor("f", ColumnType.FLOAT).addDouble(1.5);
        rows.endRow(1);
        return rows;
    }

    @Test
    void noNewTableGetsTheRowsOfOneThatTheCatalogDoesNotKnow() throws IOException {
        long younger;
        try (Catalog catalog = SqlCatalog.open(directory.resolve("later.db"));
                FileLog log = log()) {
            younger = made(catalog, "d", "younger");
            log.replay(LogPosition.NONE, _ -> {});
            var _ = log.append(new CheckedBatch(1, List.of(new CheckedTable(younger, rows()))));
        }

        Buffer buffer = new Buffer();
        try (Catalog restored = SqlCatalog.open(directory.resolve("restored.db"));
                FileLog log = log()) {
            Recovery.run(restored, log, buffer);
            long made = made(restored, "d", "new");

            assertThat(buffer.snapshot(younger)).isNotEmpty();
            assertThat(made).isGreaterThan(younger);
            assertThat(buffer.snapshot(made)).isEmpty();
        }
    }

    /// The log of rows of one table, and the catalog that has nothing of it but the identifiers
    /// that it gives next.
    private long log(String column, Catalog catalog) throws IOException {
        long table = made(catalog, "d", "younger");
        TableRows rows = new TableRows("younger");
        rows.columnFor("f", ColumnType.FLOAT).addDouble(1.5);
        rows.columnFor(column, ColumnType.TAG).addText("x");
        rows.endRow(1);
        try (FileLog log = log()) {
            log.replay(LogPosition.NONE, _ -> {});
            var _ = log.append(new CheckedBatch(1, List.of(new CheckedTable(table, rows))));
        }
        return table;
    }

    @Test
    void aTableThatWasMadeMeanwhileGetsAnotherIdentifierThanALostOne() throws IOException {
        long lost;
        try (Catalog catalog = SqlCatalog.open(directory.resolve("later.db"))) {
            lost = log("t", catalog);
        }
        Buffer buffer = new Buffer();
        try (Catalog restored = SqlCatalog.open(directory.resolve("restored.db"))) {
            assertThat(made(restored, "d", "meanwhile")).isEqualTo(lost);

            recover(restored, buffer);

            TableEntry meanwhile = restored.snapshot().findTable(1, "meanwhile").orElseThrow();
            assertThat(meanwhile.id()).isGreaterThan(lost);
            assertThat(restored.snapshot().findTable(lost)).isEmpty();
            assertThat(buffer.snapshot(meanwhile.id())).isEmpty();
            CatalogSnapshot after = restored.snapshot();
            recover(restored, new Buffer());
            assertThat(restored.snapshot()).isSameAs(after);
        }
    }

    /// Nobody had written to it when the catalog was as it is now, or it was made once more.
    @Test
    void aTableOfTheSameNameKeepsItsPoints() throws IOException {
        try (Catalog catalog = SqlCatalog.open(directory.resolve("catalog.db"))) {
            long table = log("t", catalog);
            catalog.commit(new CatalogChange.RenameTable("d", "younger", "older")).require();
            Buffer buffer = new Buffer();

            recover(catalog, buffer);

            TableEntry older = catalog.snapshot().findTable(1, "older").orElseThrow();
            assertThat(older.id()).isEqualTo(table);
            assertThat(older.findColumn("f")).isPresent();
            assertThat(buffer.snapshot(table)).hasSize(1);
        }
    }

    @Test
    void aTableHasTheColumnsAgainThatItHasLost() throws IOException {
        try (Catalog catalog = SqlCatalog.open(directory.resolve("catalog.db"))) {
            long table = log("t", catalog);
            extend(catalog, new Column("f", ColumnType.FLOAT)).require();

            recover(catalog, new Buffer());

            assertThat(catalog.snapshot().findTable(table).orElseThrow().columns())
                    .containsExactly(
                            Column.ofTime(),
                            new Column("f", ColumnType.FLOAT),
                            new Column("t", ColumnType.TAG));
            assertThat(extend(catalog, new Column("t", ColumnType.INTEGER)))
                    .isInstanceOf(CommitOutcome.Refused.class);
        }
    }

    @Test
    void aColumnThatATableCannotHaveAgainKeepsNobodyFromStarting() throws IOException {
        try (Catalog catalog = SqlCatalog.open(directory.resolve("catalog.db"))) {
            long table = log("t", catalog);
            extend(catalog, new Column("t", ColumnType.INTEGER)).require();
            Buffer buffer = new Buffer();

            recover(catalog, buffer);

            assertThat(buffer.snapshot(table)).hasSize(1);
            assertThat(catalog.snapshot().findTable(table).orElseThrow().findColumn("f"))
                    .as("one that it can have")
                    .isPresent();
        }
    }

    /// As by a process that administers beside a server which reads a long log.
    @Test
    void aTableThatIsMadeWhileTheLogIsReadGetsAnotherIdentifierThanALostOne() throws IOException {
        long lost;
        try (Catalog catalog = SqlCatalog.open(directory.resolve("later.db"))) {
            lost = log("t", catalog);
        }
        Buffer buffer = new Buffer();
        try (Catalog restored = SqlCatalog.open(directory.resolve("restored.db"));
                FileLog log = log()) {
            WriteAheadLog slow =
                    (WriteAheadLog)
                            Proxy.newProxyInstance(
                                    getClass().getClassLoader(),
                                    new Class<?>[] {WriteAheadLog.class},
                                    (_, method, arguments) -> {
                                        assertThat(made(restored, "d", "meanwhile"))
                                                .isEqualTo(lost);
                                        return method.invoke(log, arguments);
                                    });

            Recovery.run(restored, slow, buffer);

            long meanwhile = restored.snapshot().findTable(1, "meanwhile").orElseThrow().id();
            assertThat(meanwhile).isGreaterThan(lost);
            assertThat(buffer.snapshot(meanwhile)).isEmpty();
        }
    }

    private static CommitOutcome extend(Catalog catalog, Column column) {
        return catalog.commit(
                new CatalogChange.ExtendSchema(
                        1, List.of(new CatalogChange.TableColumns("younger", List.of(column)))));
    }

    private void recover(Catalog catalog, Buffer buffer) throws IOException {
        try (FileLog log = log()) {
            Recovery.run(catalog, log, buffer);
        }
    }

    /// A table of a new database.
    private static long made(Catalog catalog, String database, String table) {
        catalog.commit(new CatalogChange.CreateDatabase(new DatabaseName(database), 0, 500, 250))
                .require();
        CatalogSnapshot snapshot =
                catalog.commit(new CatalogChange.CreateTable(database, table, null)).require();
        long databaseId = snapshot.findDatabase(database).orElseThrow().id();
        return snapshot.findTable(databaseId, table).orElseThrow().id();
    }
}
