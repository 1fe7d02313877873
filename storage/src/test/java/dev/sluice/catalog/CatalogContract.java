// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Action;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Excerpt;
import dev.sluice.model.Permission;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every [Catalog] does. An implementation's test implements this interface.
public interface CatalogContract extends AdministrationContract, LifecycleContract, TokenContract {
    private static CatalogSnapshot create(Catalog catalog, String name) {
        return catalog.commit(
                        new CatalogChange.CreateDatabase(new DatabaseName(name), 3_600_000L, 3, 4))
                .require();
    }

    private static long idOf(Catalog catalog, String name) {
        return catalog.snapshot().findDatabase(name).orElseThrow().id();
    }

    private static CommitOutcome extend(
            Catalog catalog, String database, String table, Column... columns) {
        return catalog.commit(
                new CatalogChange.ExtendSchema(
                        idOf(catalog, database),
                        List.of(new CatalogChange.TableColumns(table, List.of(columns)))));
    }

    private static TableEntry table(Catalog catalog, String database, String table) {
        return catalog.snapshot().findTable(idOf(catalog, database), table).orElseThrow();
    }

    private static Column tag(String name) {
        return new Column(name, ColumnType.TAG);
    }

    private static Column floating(String name) {
        return new Column(name, ColumnType.FLOAT);
    }

    private static CommitOutcome addFile(Catalog catalog, TableEntry table, String path, long log) {
        return catalog.commit(
                new CatalogChange.AddFiles(
                        List.of(
                                new CatalogChange.AddedFile(
                                        new StoredFile(new ObjectPath(path), 77),
                                        table.databaseId(),
                                        table.id(),
                                        -5,
                                        5,
                                        2)),
                        new LogPosition(log)));
    }

    private static void assertRefused(CommitOutcome outcome, Problem.Kind kind, String code) {
        assertThat(outcome).isInstanceOf(CommitOutcome.Refused.class);
        assertThatThrownBy(outcome::require)
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(kind, code);
    }

    @Test
    default void isEmptyAtFirstOpen() {
        CatalogSnapshot snapshot = catalog().snapshot();

        assertThat(snapshot.databases()).isEmpty();
        assertThat(snapshot.tokens()).isEmpty();
        assertThat(snapshot.persistedThrough()).isEqualTo(LogPosition.NONE);
        assertThat(snapshot.clusterId()).isNotEqualTo(snapshot.accountId());
    }

    @Test
    default void createsDatabase() {
        CatalogSnapshot snapshot = create(catalog(), "plant/7d");

        assertThat(snapshot.findDatabase("plant/7d"))
                .get()
                .extracting(
                        DatabaseEntry::retentionNanos,
                        DatabaseEntry::tablesMax,
                        DatabaseEntry::columnsPerTableMax)
                .containsExactly(3_600_000L, 3, 4);
    }

    @Test
    default void refusesSecondDatabaseOfTheSameName() {
        create(catalog(), "a");

        CommitOutcome second =
                catalog()
                        .commit(
                                new CatalogChange.CreateDatabase(
                                        new DatabaseName("a"), 0, 500, 200));

        assertRefused(second, Problem.Kind.CONFLICT, "database_exists");
        assertThatThrownBy(second::require).hasMessage("database name already in use");
        assertThat(catalog().snapshot().databases()).hasSize(1);
    }

    @Test
    default void tellsDatabasesApartByCase() {
        create(catalog(), "I");
        create(catalog(), "i");

        assertThat(catalog().snapshot().databases()).hasSize(2);
    }

    @Test
    default void listsDatabasesByName() {
        for (String name : List.of("c", "a", "B", "b")) {
            create(catalog(), name);
        }

        assertThat(catalog().snapshot().databases())
                .extracting(DatabaseEntry::name)
                .containsExactly("B", "a", "b", "c");
    }

    @Test
    default void snapshotsDoNotChange() {
        CatalogSnapshot before = catalog().snapshot();
        CatalogSnapshot after = create(catalog(), "a");

        assertThat(before.databases()).isEmpty();
        assertThat(after.version()).isGreaterThan(before.version());
        assertThat(catalog().snapshot()).isSameAs(after);
    }

    @Test
    default void refusalsChangeNothing() {
        create(catalog(), "a");
        CatalogSnapshot before = catalog().snapshot();

        extend(catalog(), "a", "t", tag("x"), floating("x"));

        assertThat(catalog().snapshot()).isSameAs(before);
    }

    @Test
    default void makesTableWithTimeAndColumns() {
        create(catalog(), "a");
        extend(catalog(), "a", "cpu", tag("host"), floating("usage")).require();

        assertThat(table(catalog(), "a", "cpu").columns())
                .containsExactlyInAnyOrder(
                        new Column("time", ColumnType.TIME), tag("host"), floating("usage"));
    }

    @Test
    default void addsColumnsBehindTheOldOnes() {
        create(catalog(), "a");
        extend(catalog(), "a", "cpu", floating("usage")).require();
        List<Column> before = table(catalog(), "a", "cpu").columns();
        long id = table(catalog(), "a", "cpu").id();

        extend(catalog(), "a", "cpu", floating("usage"), tag("host")).require();

        TableEntry after = table(catalog(), "a", "cpu");
        assertThat(after.id()).isEqualTo(id);
        assertThat(after.columns()).startsWith(before.toArray(Column[]::new)).contains(tag("host"));
    }

    @Test
    default void extendingByWhatIsThereKeepsTheVersion() {
        create(catalog(), "a");
        extend(catalog(), "a", "cpu", floating("usage")).require();
        long version = catalog().snapshot().version();

        CatalogSnapshot after = extend(catalog(), "a", "cpu", floating("usage")).require();

        assertThat(after.version()).isEqualTo(version);
    }

    @Test
    default void refusesColumnOfAnotherType() {
        create(catalog(), "a");
        extend(catalog(), "a", "cpu", floating("usage")).require();

        CommitOutcome outcome =
                extend(catalog(), "a", "cpu", new Column("usage", ColumnType.INTEGER));

        assertRefused(outcome, Problem.Kind.CONFLICT, "column_type_conflict");
        assertThatThrownBy(outcome::require)
                .hasMessage(
                        "schema conflict: table cpu, column usage is type f64 but write has type"
                                + " i64");
    }

    @Test
    default void quotesTheBeginningOfLongNames() {
        String quoted = "n".repeat(Excerpt.CHARACTERS_MAX);
        String name = quoted + "n";
        create(catalog(), "a");
        extend(catalog(), "a", name, floating(name)).require();

        assertThatThrownBy(
                        extend(catalog(), "a", name, new Column(name, ColumnType.INTEGER))::require)
                .hasMessage(
                        "schema conflict: table "
                                + quoted
                                + "..., column "
                                + quoted
                                + "... is type f64 but write has type i64");
        assertThatThrownBy(extend(catalog(), "a", name, tag("1"), tag("2"), tag("3"))::require)
                .hasMessageContaining("in table `" + quoted + "...`;");
    }

    @Test
    default void refusesSchemaOfUnknownDatabase() {
        CommitOutcome outcome = catalog().commit(new CatalogChange.ExtendSchema(99, List.of()));

        assertRefused(outcome, Problem.Kind.NOT_FOUND, "database_not_found");
    }

    @Test
    default void refusesMoreColumnsThanTheLimit() {
        create(catalog(), "a");
        extend(catalog(), "a", "cpu", tag("t1"), floating("f1")).require();

        CommitOutcome outcome = extend(catalog(), "a", "cpu", floating("f2"), floating("f3"));

        assertRefused(outcome, Problem.Kind.INVALID, "column_limit");
        assertThatThrownBy(outcome::require)
                .hasMessage(
                        "dml handler error: service limit reached: couldn't create columns in"
                                + " table `cpu`; table contains 3 existing columns, applying this"
                                + " write would result in 5 columns, limit is 4");
    }

    @Test
    default void takesExactlyAsManyColumnsAsTheLimit() {
        create(catalog(), "a");

        extend(catalog(), "a", "cpu", tag("t1"), floating("f1"), floating("f2")).require();

        assertThat(table(catalog(), "a", "cpu").columns()).hasSize(4);
    }

    @Test
    default void refusesMoreTablesThanTheLimit() {
        create(catalog(), "a");
        extend(catalog(), "a", "t1", floating("f")).require();
        extend(catalog(), "a", "t2", floating("f")).require();

        CommitOutcome outcome =
                catalog()
                        .commit(
                                new CatalogChange.ExtendSchema(
                                        idOf(catalog(), "a"),
                                        Stream.of("t2", "t3", "t4")
                                                .map(name ->
                                                        new CatalogChange.TableColumns(
                                                                name, List.of(floating("f"))))
                                                .toList()));

        assertRefused(outcome, Problem.Kind.INVALID, "table_limit");
        assertThatThrownBy(outcome::require)
                .hasMessage(
                        "dml handler error: service limit reached: couldn't create new table;"
                                + " namespace contains 2 existing tables, applying this write"
                                + " would result in 4 tables, limit is 3");
    }

    @Test
    default void keepsTablesOfDatabasesApart() {
        create(catalog(), "a");
        create(catalog(), "b");
        extend(catalog(), "a", "cpu", floating("usage")).require();
        extend(catalog(), "b", "cpu", tag("usage")).require();

        assertThat(table(catalog(), "a", "cpu").id())
                .isNotEqualTo(table(catalog(), "b", "cpu").id());
        assertThat(catalog().snapshot().tables(idOf(catalog(), "a"))).hasSize(1);
    }

    @Test
    default void keepsTableNamesByteExact() {
        create(catalog(), "a");
        extend(catalog(), "a", "Ünïcode \"x\"", floating("grün")).require();
        extend(catalog(), "a", "ünïcode \"x\"", floating("Grün")).require();

        Catalog reopened = reopened();

        assertThat(table(reopened, "a", "Ünïcode \"x\"").findColumn("grün")).isPresent();
        assertThat(table(reopened, "a", "Ünïcode \"x\"").findColumn("Grün")).isEmpty();
    }

    @Test
    default void addsFilesInOrderOfCommit() {
        create(catalog(), "a");
        extend(catalog(), "a", "cpu", floating("usage")).require();
        TableEntry table = table(catalog(), "a", "cpu");

        addFile(catalog(), table, "data/z", 3).require();
        CatalogSnapshot after = addFile(catalog(), table, "data/a", 9).require();

        assertThat(after.files(table.id()))
                .extracting(file -> file.path().value())
                .containsExactly("data/z", "data/a");
        assertThat(after.files(table.id()).getFirst().sequence())
                .isLessThan(after.files(table.id()).getLast().sequence());
        assertThat(after.persistedThrough()).isEqualTo(new LogPosition(9));
    }

    @Test
    default void movesTheLogPositionWithoutFiles() {
        CatalogSnapshot after =
                catalog()
                        .commit(new CatalogChange.AddFiles(List.of(), new LogPosition(4)))
                        .require();

        assertThat(after.persistedThrough()).isEqualTo(new LogPosition(4));
        assertThat(reopened().snapshot().persistedThrough()).isEqualTo(new LogPosition(4));
    }

    @Test
    default void refusesFileOfUnknownTable() {
        CommitOutcome outcome =
                addFile(catalog(), new TableEntry(42, 1, "x", List.of(), 9, null), "data/a", 1);

        assertRefused(outcome, Problem.Kind.NOT_FOUND, "table_not_found");
        assertThat(catalog().snapshot().persistedThrough()).isEqualTo(LogPosition.NONE);
    }

    @Test
    default void refusesTheSameFileTwice() {
        create(catalog(), "a");
        extend(catalog(), "a", "cpu", floating("usage")).require();
        TableEntry table = table(catalog(), "a", "cpu");
        addFile(catalog(), table, "data/a", 1).require();

        assertRefused(addFile(catalog(), table, "data/a", 2), Problem.Kind.CONFLICT, "file_exists");
    }

    @Test
    default void neverMovesTheLogPositionBack() {
        catalog().commit(new CatalogChange.AddFiles(List.of(), new LogPosition(4))).require();

        assertThatThrownBy(() ->
                        catalog().commit(new CatalogChange.AddFiles(List.of(), new LogPosition(3))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void keepsInstantsInWholeMilliseconds() {
        catalog()
                .commit(
                        TokenContract.token(
                                new UUID(1, 1),
                                "ab",
                                NOON.plusNanos(999_999),
                                Instant.parse("9999-12-31T23:59:59.9999Z")))
                .require();
        TokenEntry before = catalog().snapshot().findToken(new UUID(1, 1)).orElseThrow();

        TokenEntry after = reopened().snapshot().findToken(new UUID(1, 1)).orElseThrow();

        assertThat(before.createdAt()).isEqualTo(NOON);
        assertThat(after).isEqualTo(before);
        assertThat(after.expiresAt()).isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
    }

    @Test
    default void keepsEverythingWhenReopened() {
        create(catalog(), "a");
        extend(catalog(), "a", "cpu", tag("host"), floating("usage")).require();
        extend(catalog(), "a", "cpu", new Column("n", ColumnType.UINTEGER)).require();
        addFile(catalog(), table(catalog(), "a", "cpu"), "data/z", 3).require();
        CatalogSnapshot before = catalog().snapshot();
        TableEntry tableBefore = table(catalog(), "a", "cpu");

        Catalog reopened = reopened();

        assertThat(reopened.snapshot().version()).isEqualTo(before.version());
        assertThat(reopened.snapshot().databases()).isEqualTo(before.databases());
        assertThat(reopened.snapshot().files(tableBefore.id()))
                .isEqualTo(before.files(tableBefore.id()))
                .hasSize(1);
        TableEntry table = table(reopened, "a", "cpu");
        assertThat(table.id()).isEqualTo(tableBefore.id());
        assertThat(table.columns()).isEqualTo(tableBefore.columns());
    }

    @Test
    default void neverGivesAnIdentifierTwice() {
        create(catalog(), "a");
        extend(catalog(), "a", "cpu", floating("usage")).require();

        Catalog reopened = reopened();
        create(reopened, "b");
        extend(reopened, "b", "cpu", floating("usage")).require();

        assertThat(
                        Stream.of(
                                idOf(reopened, "a"),
                                idOf(reopened, "b"),
                                table(reopened, "a", "cpu").id(),
                                table(reopened, "b", "cpu").id()))
                .doesNotHaveDuplicates();
    }

    @Test
    default void commitsOfManyThreadsAllCount() throws Exception {
        List<Future<CommitOutcome>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            IntStream.range(0, 40)
                    .mapToObj(i -> new DatabaseName("db" + i % 20))
                    .map(name -> new CatalogChange.CreateDatabase(name, 0, 1, 2))
                    .forEach(
                            change -> outcomes.add(threads.submit(() -> catalog().commit(change))));
        }
        long committed = 0;
        for (Future<CommitOutcome> outcome : outcomes) {
            committed += outcome.get() instanceof CommitOutcome.Committed ? 1 : 0;
        }

        assertThat(committed).isEqualTo(20);
        assertThat(reopened().snapshot().databases()).hasSize(20);
    }

    @Test
    default void racingWritersBothGetTheirColumns() throws Exception {
        create(catalog(), "a");
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<CommitOutcome> one =
                    threads.submit(() -> extend(catalog(), "a", "t", floating("x"), tag("y")));
            Future<CommitOutcome> two =
                    threads.submit(() -> extend(catalog(), "a", "t", tag("y"), floating("x")));
            one.get().require();
            two.get().require();
        }

        assertThat(table(catalog(), "a", "t").columns()).hasSize(3);
    }

    @Test
    default void givesNoIdentifierThatWasPassed() {
        create(catalog(), "a");
        long passed = idOf(catalog(), "a") + 100;
        catalog().commit(new CatalogChange.PassIdentifier(passed)).require();

        create(reopened(), "b");

        assertThat(idOf(catalog(), "b")).isEqualTo(passed + 1);
        CatalogSnapshot after = catalog().snapshot();
        assertThat(catalog().commit(new CatalogChange.PassIdentifier(passed)).require())
                .isSameAs(after);
    }

    @Test
    default void keepsNoNulCharacter() {
        assertKeepsNot("x\0y", "nul_character");
    }

    @Test
    default void keepsNoHalfOfSurrogatePair() {
        assertKeepsNot("x\ud83dy", "unpaired_surrogate");
        assertKeepsNot("\ude00\ud83d", "unpaired_surrogate");
        assertKeepsNot("\ud83d", "unpaired_surrogate");
        catalog().commit(new CatalogChange.CreateTable("a", "\ud83d\ude00", null)).require();
    }

    private void assertKeepsNot(String text, String code) {
        if (catalog().snapshot().findDatabase("a").isEmpty()) {
            create(catalog(), "a");
        }
        CatalogSnapshot before = catalog().snapshot();
        UUID id = UUID.randomUUID();
        Instant now = Instant.parse("2026-03-02T12:00:00Z");
        PartitionTemplate template =
                new PartitionTemplate(
                        List.of(
                                new TemplatePart.Tag(text),
                                new TemplatePart.Time(new TimeFormat("%Y-%m-%d"))));

        for (CatalogChange change :
                List.of(
                        new CatalogChange.CreateTable("a", text, null),
                        new CatalogChange.CreateTable("a", "t", template),
                        new CatalogChange.ExtendSchema(
                                idOf(catalog(), "a"),
                                List.of(
                                        new CatalogChange.TableColumns(
                                                "t", List.of(floating(text))))),
                        new CatalogChange.CreateToken(
                                id, text, List.of(), "0".repeat(128), now, null),
                        new CatalogChange.CreateToken(
                                id,
                                "d",
                                List.of(new Permission(Action.READ, text)),
                                "0".repeat(128),
                                now,
                                null))) {
            assertRefused(catalog().commit(change), Problem.Kind.INVALID, code);
        }
        assertThat(catalog().snapshot()).isSameAs(before);
    }
}
