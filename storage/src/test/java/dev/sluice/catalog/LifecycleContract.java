// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import dev.sluice.testkit.Conforms;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of databases and tables that are changed, renamed, deleted and brought back
/// (admin.md 5.2 to 5.4).
public interface LifecycleContract {
    /// When things are deleted in these tests.
    Instant GONE = Instant.parse("2026-03-02T12:00:00.456Z");

    /// A template with each kind of part.
    PartitionTemplate TEMPLATE =
            new PartitionTemplate(
                    List.of(
                            new TemplatePart.Tag("room"),
                            new TemplatePart.Bucket("host", 250),
                            new TemplatePart.Time(new TimeFormat("%Y-%m"))));

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

    private DatabaseEntry made(String name) {
        return made(name, null);
    }

    private DatabaseEntry made(String name, @Nullable PartitionTemplate template) {
        return done(new CatalogChange.CreateDatabase(new DatabaseName(name), 7, 3, 4, template))
                .findDatabase(name)
                .orElseThrow();
    }

    private TableEntry madeTable(String database, String table) {
        CatalogSnapshot after = done(new CatalogChange.CreateTable(database, table, null));
        return table(after, database, table);
    }

    private static TableEntry table(CatalogSnapshot snapshot, String database, String table) {
        return snapshot.findTable(snapshot.findDatabase(database).orElseThrow().id(), table)
                .orElseThrow();
    }

    private CommitOutcome extend(DatabaseEntry database, String table, String... columns) {
        return catalog()
                .commit(
                        new CatalogChange.ExtendSchema(
                                database.id(),
                                List.of(
                                        new CatalogChange.TableColumns(
                                                table,
                                                List.of(columns).stream()
                                                        .map(name ->
                                                                new Column(name, ColumnType.FLOAT))
                                                        .toList()))));
    }

    private static CatalogChange.UpdateDatabase update(
            String name, @Nullable Long retention, @Nullable Integer tables) {
        return new CatalogChange.UpdateDatabase(name, retention, tables, null);
    }

    @Test
    default void keepsItsIdsWhenReopened() {
        CatalogSnapshot before = catalog().snapshot();
        CatalogSnapshot after = reopened().snapshot();

        assertThat(after.clusterId()).isEqualTo(before.clusterId());
        assertThat(after.accountId()).isEqualTo(before.accountId());
    }

    // --- databases ---------------------------------------------------------------------------

    @Test
    default void keepsTheTemplateOfADatabaseAndCopiesItToItsTables() {
        made("plant", TEMPLATE);
        madeTable("plant", "made");
        extend(catalog().snapshot().findDatabase("plant").orElseThrow(), "written", "x").require();

        CatalogSnapshot after = reopened().snapshot();

        assertThat(after.findDatabase("plant").orElseThrow().template()).isEqualTo(TEMPLATE);
        assertThat(table(after, "plant", "made").template()).isEqualTo(TEMPLATE);
        assertThat(table(after, "plant", "written").template()).isEqualTo(TEMPLATE);
    }

    @Test
    default void changesOnlyTheLimitsThatAreGiven() {
        DatabaseEntry before = made("plant");

        done(update("plant", null, 9));
        assertThat(catalog().snapshot().findDatabase("plant")).hasValue(before.limited(7, 9, 4));
        done(new CatalogChange.UpdateDatabase("plant", 0L, null, 5));

        assertThat(reopened().snapshot().findDatabase("plant")).hasValue(before.limited(0, 9, 5));
    }

    @Test
    default void limitsThatAreTheSameAreNoChange() {
        made("plant");
        CatalogSnapshot before = catalog().snapshot();

        assertThat(done(update("plant", 7L, 3))).isSameAs(before);
    }

    @Test
    default void renamingKeepsIdSettingsAndTables() {
        DatabaseEntry before = made("plant", TEMPLATE);
        TableEntry table = madeTable("plant", "oven");

        done(new CatalogChange.RenameDatabase("plant", new DatabaseName("works")));

        CatalogSnapshot after = reopened().snapshot();
        assertThat(after.findDatabase("plant")).isEmpty();
        assertThat(after.findDatabase("works")).hasValue(before.renamed("works"));
        assertThat(table(after, "works", "oven").id()).isEqualTo(table.id());
    }

    @Test
    default void aNameInUseIsNotTakenByRenaming() {
        made("plant");
        made("works");

        refused(
                new CatalogChange.RenameDatabase("plant", new DatabaseName("works")),
                Problem.Kind.CONFLICT,
                "database_exists");
        refused(
                new CatalogChange.RenameDatabase("plant", new DatabaseName("plant")),
                Problem.Kind.CONFLICT,
                "database_exists");
    }

    @Test
    default void aDeletedDatabaseIsOutOfSightAndItsNameFree() {
        DatabaseEntry old = made("plant");
        madeTable("plant", "oven");

        done(new CatalogChange.DeleteDatabase("plant", GONE.plusNanos(7)));
        DatabaseEntry next = made("plant");

        CatalogSnapshot after = reopened().snapshot();
        assertThat(after.databases()).containsExactly(next);
        assertThat(after.deletedDatabases()).containsExactly(old.deleted(GONE));
        assertThat(after.findDatabase("plant")).hasValue(next);
        assertThat(after.findDatabase(old.id())).hasValue(old.deleted(GONE));
        assertThat(after.tables(next.id())).isEmpty();
        assertThat(next.id()).isNotEqualTo(old.id());
    }

    @Test
    default void anUndeletedDatabaseIsWhatItWas() {
        DatabaseEntry before = made("plant", TEMPLATE);
        TableEntry table = madeTable("plant", "oven");
        done(new CatalogChange.DeleteDatabase("plant", GONE));

        done(new CatalogChange.UndeleteDatabase(before.id()));

        CatalogSnapshot after = reopened().snapshot();
        assertThat(after.databases()).containsExactly(before);
        assertThat(after.deletedDatabases()).isEmpty();
        assertThat(table(after, "plant", "oven").id()).isEqualTo(table.id());
    }

    @Test
    default void whatCannotBeUndeletedStaysAsItIs() {
        DatabaseEntry old = made("plant");
        refused(
                new CatalogChange.UndeleteDatabase(old.id()),
                Problem.Kind.INVALID,
                "database_not_deleted");
        done(new CatalogChange.DeleteDatabase("plant", GONE));
        made("plant");

        refused(
                new CatalogChange.UndeleteDatabase(old.id()),
                Problem.Kind.INVALID,
                "database_exists");
        refused(
                new CatalogChange.UndeleteDatabase(99),
                Problem.Kind.NOT_FOUND,
                "database_not_found");
    }

    @Test
    default void nothingIsDoneToADatabaseThatIsNotLive() {
        DatabaseEntry old = made("plant");
        done(new CatalogChange.DeleteDatabase("plant", GONE));

        for (CatalogChange change :
                List.of(
                        update("plant", 1L, null),
                        new CatalogChange.RenameDatabase("plant", new DatabaseName("works")),
                        new CatalogChange.DeleteDatabase("plant", GONE),
                        new CatalogChange.CreateTable("plant", "oven", null),
                        new CatalogChange.RenameTable("plant", "oven", "kiln"),
                        new CatalogChange.DeleteTable("plant", "oven", GONE),
                        new CatalogChange.UndeleteTable("plant", 1),
                        new CatalogChange.ExtendSchema(
                                old.id(),
                                List.of(new CatalogChange.TableColumns("oven", List.of()))))) {
            refused(change, Problem.Kind.NOT_FOUND, "database_not_found");
        }
    }

    // --- tables ------------------------------------------------------------------------------

    @Test
    default void aTableMayHaveATemplateOfItsOwn() {
        made("plant");
        done(new CatalogChange.CreateTable("plant", "oven", TEMPLATE));

        TableEntry table = table(reopened().snapshot(), "plant", "oven");

        assertThat(table.template()).isEqualTo(TEMPLATE);
        assertThat(table.columns()).containsExactly(Column.ofTime());
    }

    @Test
    default void tablesBeyondTheLimitAreNotMade() {
        made("plant");
        madeTable("plant", "a");
        madeTable("plant", "b");
        madeTable("plant", "c");

        refused(
                new CatalogChange.CreateTable("plant", "d", null),
                Problem.Kind.INVALID,
                "table_limit");
    }

    @Test
    default void aDeletedTableDoesNotCount() {
        made("plant");
        TableEntry gone = madeTable("plant", "a");
        madeTable("plant", "b");
        madeTable("plant", "c");
        done(new CatalogChange.DeleteTable("plant", "a", GONE));
        madeTable("plant", "d");

        refused(
                new CatalogChange.UndeleteTable("plant", gone.id()),
                Problem.Kind.INVALID,
                "table_limit");
    }

    @Test
    @Conforms("A-177")
    default void anotherColumnLimitIsForNewTablesOnly() {
        DatabaseEntry database = made("plant");
        extend(database, "old", "x").require();

        done(new CatalogChange.UpdateDatabase("plant", null, null, 2));
        extend(database, "old", "y", "z").require();

        assertThat(extend(database, "old", "w")).isInstanceOf(CommitOutcome.Refused.class);
        assertThat(extend(database, "new", "x", "y")).isInstanceOf(CommitOutcome.Refused.class);
        extend(database, "new", "x").require();
        assertThat(table(reopened().snapshot(), "plant", "old").columnsMax()).isEqualTo(4);
        assertThat(table(reopened().snapshot(), "plant", "new").columnsMax()).isEqualTo(2);
    }

    @Test
    default void aRenamedTableIsFoundByEachOfItsNames() {
        DatabaseEntry database = made("plant");
        TableEntry table = madeTable("plant", "oven");
        done(new CatalogChange.RenameTable("plant", "oven", "kiln"));
        done(new CatalogChange.RenameTable("plant", "kiln", "furnace"));

        CatalogSnapshot after = reopened().snapshot();

        assertThat(after.tables(database.id()))
                .extracting(TableEntry::name)
                .containsExactly("furnace");
        for (String name : List.of("oven", "kiln", "furnace")) {
            assertThat(table(after, "plant", name).id()).isEqualTo(table.id());
        }
    }

    @Test
    @Conforms("A-176")
    default void columnsForTheFormerNameOfATableGoToTheTable() {
        DatabaseEntry database = made("plant");
        TableEntry table = madeTable("plant", "oven");
        done(new CatalogChange.RenameTable("plant", "oven", "kiln"));

        extend(database, "oven", "x").require();

        CatalogSnapshot after = reopened().snapshot();
        assertThat(after.tables(database.id())).hasSize(1);
        assertThat(table(after, "plant", "kiln").findColumn("x")).isPresent();
        assertThat(table(after, "plant", "kiln").name()).isEqualTo("kiln");
        assertThat(table(after, "plant", "kiln").id()).isEqualTo(table.id());
    }

    @Test
    default void aNameThatIsOrWasATablesIsNotTaken() {
        made("plant");
        madeTable("plant", "oven");
        madeTable("plant", "press");
        done(new CatalogChange.RenameTable("plant", "oven", "kiln"));

        for (String name : List.of("oven", "kiln")) {
            refused(
                    new CatalogChange.CreateTable("plant", name, null),
                    Problem.Kind.CONFLICT,
                    "table_exists");
            refused(
                    new CatalogChange.RenameTable("plant", "press", name),
                    Problem.Kind.CONFLICT,
                    "table_exists");
        }
        refused(
                new CatalogChange.RenameTable("plant", "kiln", "kiln"),
                Problem.Kind.CONFLICT,
                "table_exists");
    }

    @Test
    default void aTableMayHaveItsFormerNameBack() {
        DatabaseEntry database = made("plant");
        madeTable("plant", "oven");
        done(new CatalogChange.RenameTable("plant", "oven", "kiln"));

        done(new CatalogChange.RenameTable("plant", "kiln", "oven"));

        TableEntry table = reopened().snapshot().tables(database.id()).getFirst();
        assertThat(table.name()).isEqualTo("oven");
        assertThat(table.formerNames()).containsExactly("kiln");
    }

    @Test
    default void aFormerNameIsNoNameToRenameOrDeleteBy() {
        made("plant");
        madeTable("plant", "oven");
        done(new CatalogChange.RenameTable("plant", "oven", "kiln"));

        refused(
                new CatalogChange.RenameTable("plant", "oven", "furnace"),
                Problem.Kind.NOT_FOUND,
                "table_not_found");
        refused(
                new CatalogChange.DeleteTable("plant", "oven", GONE),
                Problem.Kind.NOT_FOUND,
                "table_not_found");
    }

    @Test
    default void aDeletedTableFreesItsNamesAndComesBackWithThoseThatAreStillFree() {
        DatabaseEntry database = made("plant");
        TableEntry old = madeTable("plant", "oven");
        done(new CatalogChange.RenameTable("plant", "oven", "kiln"));
        done(new CatalogChange.RenameTable("plant", "kiln", "furnace"));
        done(new CatalogChange.DeleteTable("plant", "furnace", GONE));
        assertThat(catalog().snapshot().tables(database.id())).isEmpty();
        assertThat(catalog().snapshot().findTable(database.id(), "oven")).isEmpty();
        TableEntry next = madeTable("plant", "oven");

        done(new CatalogChange.UndeleteTable("plant", old.id()));

        CatalogSnapshot after = reopened().snapshot();
        assertThat(after.deletedTables(database.id())).isEmpty();
        assertThat(table(after, "plant", "oven").id()).isEqualTo(next.id());
        assertThat(table(after, "plant", "kiln").id()).isEqualTo(old.id());
        assertThat(table(after, "plant", "furnace").id()).isEqualTo(old.id());
    }

    @Test
    default void deletedTablesAreKept() {
        DatabaseEntry database = made("plant");
        TableEntry table = madeTable("plant", "oven");
        done(new CatalogChange.DeleteTable("plant", "oven", GONE.plusNanos(9)));

        CatalogSnapshot after = reopened().snapshot();

        assertThat(after.tables(database.id())).isEmpty();
        assertThat(after.deletedTables(database.id()))
                .extracting(TableEntry::id, TableEntry::name, TableEntry::deletedAt)
                .containsExactly(tuple(table.id(), "oven", GONE));
        assertThat(after.findTable(table.id())).isPresent();
    }

    @Test
    default void tablesThatCannotBeUndeletedStayAsTheyAre() {
        made("plant");
        made("works");
        TableEntry old = madeTable("plant", "oven");
        refused(
                new CatalogChange.UndeleteTable("plant", old.id()),
                Problem.Kind.INVALID,
                "table_not_deleted");
        done(new CatalogChange.DeleteTable("plant", "oven", GONE));
        refused(
                new CatalogChange.UndeleteTable("works", old.id()),
                Problem.Kind.NOT_FOUND,
                "table_not_found");
        madeTable("plant", "oven");

        refused(
                new CatalogChange.UndeleteTable("plant", old.id()),
                Problem.Kind.INVALID,
                "table_exists");
    }
}
