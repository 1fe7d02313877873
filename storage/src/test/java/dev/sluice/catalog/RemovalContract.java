// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.testkit.Conforms;
import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is left of databases and tables that are removed for good: nothing (admin.md 5.2).
public interface RemovalContract {
    /// When things are deleted in these tests.
    Instant REMOVED = Instant.parse("2026-03-02T12:00:00.456Z");

    /// A catalog with nothing in it, closed by the implementation's test.
    Catalog catalog();

    /// The same store, closed and opened again.
    Catalog reopened();

    private CatalogSnapshot done(CatalogChange change) {
        return catalog().commit(change).require();
    }

    private void refused(CatalogChange change, Problem.Kind kind, String code) {
        CatalogSnapshot before = catalog().snapshot();
        CommitOutcome outcome = catalog().commit(change);
        assertThatThrownBy(outcome::require)
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(kind, code);
        assertThat(catalog().snapshot()).isSameAs(before);
    }

    private DatabaseEntry database(String name) {
        return done(new CatalogChange.CreateDatabase(
                        new DatabaseName(name), 0, 9, 9, LifecycleContract.TEMPLATE))
                .findDatabase(name)
                .orElseThrow();
    }

    /// A table with everything that a table can have: a column, former names, a template, a live
    /// file and a deleted one.
    private TableEntry full(DatabaseEntry database, String name) {
        done(
                new CatalogChange.ExtendSchema(
                        database.id(),
                        List.of(
                                new CatalogChange.TableColumns(
                                        name, List.of(new Column("x", ColumnType.FLOAT))))));
        done(new CatalogChange.RenameTable(database.name(), name, name + "2"));
        TableEntry table = catalog().snapshot().findTable(database.id(), name + "2").orElseThrow();
        CatalogSnapshot after =
                done(
                        new CatalogChange.AddFiles(
                                List.of(file(table, "live"), file(table, "dead")),
                                LogPosition.NONE));
        done(new CatalogChange.DeleteFiles(List.of(after.files(table.id()).getLast()), REMOVED));
        return table;
    }

    private static CatalogChange.AddedFile file(TableEntry table, String name) {
        return new CatalogChange.AddedFile(
                new StoredFile(new ObjectPath("data/" + table.id() + "/" + name), 7),
                table.databaseId(),
                table.id(),
                0,
                9,
                2);
    }

    private static void assertGone(CatalogSnapshot snapshot, TableEntry table) {
        assertThat(snapshot.findTable(table.id())).isEmpty();
        assertThat(snapshot.findTable(table.databaseId(), table.name())).isEmpty();
        assertThat(snapshot.deletedTables(table.databaseId())).isEmpty();
        assertThat(snapshot.files(table.id())).isEmpty();
        assertThat(snapshot.deletedFiles(REMOVED, 9))
                .extracting(deleted -> deleted.file().tableId())
                .doesNotContain(table.id());
        for (String name : List.of("live", "dead")) {
            assertThat(snapshot.findFile(file(table, name).file().path())).isEmpty();
        }
    }

    private static void assertWhole(CatalogSnapshot snapshot, TableEntry table) {
        TableEntry found = snapshot.findTable(table.id()).orElseThrow();
        assertThat(found.columns()).hasSize(2);
        assertThat(found.formerNames()).hasSize(1);
        assertThat(found.template()).isEqualTo(LifecycleContract.TEMPLATE);
        assertThat(snapshot.files(table.id())).hasSize(1);
        assertThat(snapshot.findFile(file(table, "dead").file().path())).isPresent();
    }

    @Test
    default void aTableThatIsRemovedForGoodLeavesNothing() {
        DatabaseEntry plant = database("plant");
        TableEntry gone = full(plant, "oven");
        TableEntry other = full(plant, "press");
        done(new CatalogChange.DeleteTable("plant", "oven2", REMOVED));

        done(new CatalogChange.ForgetTable(gone.id(), REMOVED));

        assertGone(catalog().snapshot(), gone);
        assertWhole(catalog().snapshot(), other);
        assertGone(reopened().snapshot(), gone);
        assertWhole(catalog().snapshot(), other);
    }

    @Test
    default void aTableThatNobodyHasWrittenToGetsAnotherIdentifier() {
        DatabaseEntry plant = database("plant");
        done(new CatalogChange.CreateTable("plant", "oven", LifecycleContract.TEMPLATE));
        done(new CatalogChange.RenameTable("plant", "oven", "kiln"));
        long live = catalog().snapshot().findTable(plant.id(), "kiln").orElseThrow().id();
        done(new CatalogChange.CreateTable("plant", "press", null));
        done(new CatalogChange.DeleteTable("plant", "press", REMOVED));
        long dead = catalog().snapshot().deletedTables(plant.id()).getFirst().id();
        done(new CatalogChange.CreateTable("plant", "press", null));

        done(new CatalogChange.RenumberTable(live));
        done(new CatalogChange.RenumberTable(dead));

        assertRenumbered(catalog().snapshot(), plant, live, dead);
        assertRenumbered(reopened().snapshot(), plant, live, dead);
    }

    private static void assertRenumbered(
            CatalogSnapshot snapshot, DatabaseEntry plant, long live, long dead) {
        assertThat(snapshot.findTable(live)).isEmpty();
        assertThat(snapshot.findTable(dead)).isEmpty();
        TableEntry kiln = snapshot.findTable(plant.id(), "kiln").orElseThrow();
        assertThat(kiln.id()).isGreaterThan(dead);
        assertThat(kiln.formerNames()).containsExactly("oven");
        assertThat(kiln.template()).isEqualTo(LifecycleContract.TEMPLATE);
        assertThat(snapshot.findTable(plant.id(), "oven")).contains(kiln);
        assertThat(snapshot.findTable(plant.id(), "press"))
                .get()
                .satisfies(press -> assertThat(press.isLive()).isTrue());
        assertThat(snapshot.deletedTables(plant.id()))
                .singleElement()
                .satisfies(press -> {
                    assertThat(press.id()).isGreaterThan(kiln.id());
                    assertThat(press.name()).isEqualTo("press");
                    assertThat(press.deletedAt()).isEqualTo(REMOVED);
                });
    }

    @Test
    default void aTableThatHasColumnsKeepsItsIdentifier() {
        TableEntry oven = full(database("plant"), "oven");

        refused(new CatalogChange.RenumberTable(oven.id()), Problem.Kind.CONFLICT, "table_in_use");
        refused(new CatalogChange.RenumberTable(99), Problem.Kind.NOT_FOUND, "table_not_found");
    }

    @Test
    @Conforms("A-175")
    default void aTableThatIsRemovedForGoodDoesNotComeBack() {
        DatabaseEntry plant = database("plant");
        TableEntry gone = full(plant, "oven");
        done(new CatalogChange.DeleteTable("plant", "oven2", REMOVED));
        done(new CatalogChange.ForgetTable(gone.id(), REMOVED));

        refused(
                new CatalogChange.UndeleteTable("plant", gone.id()),
                Problem.Kind.NOT_FOUND,
                "table_not_found");
        refused(
                new CatalogChange.ForgetTable(gone.id(), REMOVED),
                Problem.Kind.NOT_FOUND,
                "table_not_found");
        refused(
                new CatalogChange.AddFiles(List.of(file(gone, "late")), LogPosition.NONE),
                Problem.Kind.NOT_FOUND,
                "table_not_found");
        assertThat(full(plant, "oven").id()).isGreaterThan(gone.id());
    }

    @Test
    default void onlyATableThatIsDueIsRemovedForGood() {
        DatabaseEntry plant = database("plant");
        TableEntry table = full(plant, "oven");
        refused(
                new CatalogChange.ForgetTable(table.id(), REMOVED),
                Problem.Kind.CONFLICT,
                "table_not_due");
        done(new CatalogChange.DeleteTable("plant", "oven2", REMOVED));
        refused(
                new CatalogChange.ForgetTable(table.id(), REMOVED.minusMillis(1)),
                Problem.Kind.CONFLICT,
                "table_not_due");

        done(new CatalogChange.UndeleteTable("plant", table.id()));

        assertWhole(reopened().snapshot(), table);
    }

    @Test
    default void aDatabaseThatIsRemovedForGoodLeavesNothing() {
        DatabaseEntry plant = database("plant");
        TableEntry live = full(plant, "oven");
        TableEntry deleted = full(plant, "press");
        TableEntry other = full(database("works"), "kiln");
        done(new CatalogChange.DeleteTable("plant", "press2", REMOVED));
        done(new CatalogChange.DeleteDatabase("plant", REMOVED));

        done(new CatalogChange.ForgetDatabase(plant.id(), REMOVED));

        for (CatalogSnapshot after : List.of(catalog().snapshot(), reopened().snapshot())) {
            assertThat(after.findDatabase(plant.id())).isEmpty();
            assertThat(after.deletedDatabases()).isEmpty();
            assertThat(after.tables(plant.id())).isEmpty();
            assertGone(after, live);
            assertGone(after, deleted);
            assertWhole(after, other);
        }
    }

    @Test
    @Conforms("A-175")
    default void aDatabaseThatIsRemovedForGoodDoesNotComeBack() {
        DatabaseEntry plant = database("plant");
        done(new CatalogChange.DeleteDatabase("plant", REMOVED));
        done(new CatalogChange.ForgetDatabase(plant.id(), REMOVED));

        refused(
                new CatalogChange.UndeleteDatabase(plant.id()),
                Problem.Kind.NOT_FOUND,
                "database_not_found");
        refused(
                new CatalogChange.ForgetDatabase(plant.id(), REMOVED),
                Problem.Kind.NOT_FOUND,
                "database_not_found");
        assertThat(database("plant").id()).isGreaterThan(plant.id());
    }

    @Test
    default void onlyADatabaseThatIsDueIsRemovedForGood() {
        DatabaseEntry plant = database("plant");
        TableEntry table = full(plant, "oven");
        refused(
                new CatalogChange.ForgetDatabase(plant.id(), REMOVED),
                Problem.Kind.CONFLICT,
                "database_not_due");
        done(new CatalogChange.DeleteDatabase("plant", REMOVED));
        refused(
                new CatalogChange.ForgetDatabase(plant.id(), REMOVED.minusMillis(1)),
                Problem.Kind.CONFLICT,
                "database_not_due");

        done(new CatalogChange.UndeleteDatabase(plant.id()));

        assertWhole(reopened().snapshot(), table);
    }
}
