// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.EveryKind;
import dev.sluice.catalog.sql.CommitCutter.Cut;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A catalog that is moved from a SQLite file into a database of a real PostgreSQL server is the
/// same there, whatever it holds.
final class CatalogMoveTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /// A session that has ended may be there for another moment.
    private static final Patience PATIENCE = Patience.of(Duration.ofMinutes(10));

    private static final CatalogMove.BeforeCommit NOTHING = () -> {};

    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();

    @TempDir private Path directory;
    private String database = "";

    @BeforeEach
    void makeDatabase() throws Exception {
        database = "moved" + DATABASES.incrementAndGet();
        String _ = postgres.server().createDatabase(database);
    }

    private Path file() {
        return directory.resolve("catalog.sqlite");
    }

    private CatalogMove move(Patience patience) {
        return CatalogMove.of(file(), postgres.named(database), null, patience);
    }

    private CatalogMove move() {
        return move(PATIENCE);
    }

    private PostgresCatalog opened() {
        return PostgresCatalog.open(
                postgres.named(database), null, PATIENCE, InstantSource.system());
    }

    private void fill() {
        try (Catalog catalog = SqlCatalog.open(file())) {
            var _ = new EveryKind(catalog).fill();
        }
    }

    private SqlStore source() {
        return new SqlStore(
                SqliteFile.readOnly(file()), file().toString(), SqlDialect.SQLITE, false);
    }

    private SqlStore target() {
        return PostgresCatalog.store(postgres.named(database), null, false);
    }

    private static List<String> sqliteTables(SqlStore store) {
        return texts(store, "SELECT name FROM sqlite_master WHERE type = 'table'").stream()
                .filter(name -> !name.startsWith("sqlite_"))
                .filter(name -> !name.equals("flyway_schema_history"))
                .toList();
    }

    private static List<String> texts(SqlStore store, String sql) {
        return Jdbi.create(store.source())
                .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    /// Every row of a table, in any order.
    private static List<Map<String, Object>> rows(SqlStore store, String table) {
        return Jdbi.create(store.source())
                .withHandle(handle ->
                        handle.createQuery("SELECT * FROM " + table).mapToMap().stream()
                                .<Map<String, Object>>map(TreeMap::new)
                                .peek(row ->
                                        row.replaceAll((_, value) ->
                                                value instanceof Number number
                                                        ? (Object) number.longValue()
                                                        : value))
                                .toList());
    }

    /// Fails for a table of a later version that is not moved, or that nothing here fills.
    @Test
    void everyRowOfEveryTableIsThere() throws IOException {
        fill();
        assertThat(move().isDone()).isFalse();

        move().run(NOTHING);

        assertThat(sqliteTables(source())).isNotEmpty();
        for (String table : sqliteTables(source())) {
            assertThat(rows(source(), table)).as(table).isNotEmpty();
            assertThat(rows(target(), table))
                    .as(table)
                    .containsExactlyInAnyOrderElementsOf(rows(source(), table));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aHistoryOfAnyKindIsReadAsItWas(int number) throws IOException {
        long seed = Long.getLong("seed", new Random().nextLong() + number);
        RandomChanges changes = new RandomChanges(new Random(seed));
        List<String> was;
        try (Catalog catalog = SqlCatalog.open(file())) {
            for (int step = 0; step < 1500; step++) {
                CommitOutcome _ = catalog.commit(changes.next(catalog.snapshot()));
            }
            was = SnapshotText.of((TreeSnapshot) catalog.snapshot());

            assertThat(move().isDone()).isFalse();
            move().run(NOTHING);
        }

        try (SqlCatalog there = SqlCatalog.openMigrated(target(), InstantSource.system())) {
            assertThat(SnapshotText.of((TreeSnapshot) there.snapshot()))
                    .as("-Dseed=" + seed)
                    .isEqualTo(was);
        }
    }

    @Test
    void itGoesOnFromThereAndTheFileStaysAsItIs() throws IOException {
        fill();
        List<Map<String, Object>> before = rows(source(), "catalog_state");
        assertThat(move().isDone()).isFalse();
        move().run(NOTHING);

        try (PostgresCatalog there = opened()) {
            long version = there.snapshot().version();
            CatalogSnapshot after =
                    there.commit(new CatalogChange.CreateDatabase(new DatabaseName("a"), 0, 5, 50))
                            .require();
            assertThat(after.version()).isEqualTo(version + 1);
        }
        assertThat(rows(source(), "catalog_state")).isEqualTo(before);
    }

    @Test
    void whatFailsBeforeTheCommitLeavesADatabaseWithoutACatalog() throws IOException {
        fill();
        assertThat(move().isDone()).isFalse();

        assertThatThrownBy(() ->
                        move().run(() -> {
                            throw new IOException("no space left");
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");

        assertThat(rows(target(), "catalog_state")).isEmpty();
        assertThat(rows(target(), "file_entry")).isEmpty();
        assertThat(move().isDone()).isFalse();
        move().run(NOTHING);
        assertThat(move().isDone()).isTrue();
    }

    @Test
    void whatIsThereAlreadyIsNotMovedAgain() throws IOException {
        fill();
        assertThat(move().isDone()).isFalse();
        move().run(NOTHING);

        assertThat(move().isDone()).isTrue();
        assertThatThrownBy(() -> move().run(NOTHING))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has a catalog by now");
    }

    private static void change(Catalog catalog, String name) {
        var _ =
                catalog.commit(new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 5, 50))
                        .require();
    }

    @Test
    void aCatalogThatWentOnThereWasMoved() throws IOException {
        fill();
        assertThat(move().isDone()).isFalse();
        move().run(NOTHING);
        try (PostgresCatalog there = opened()) {
            change(there, "later");
        }

        assertThat(move().isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCatalogThatWentOnHereIsRefused(boolean alsoThere) throws IOException {
        fill();
        assertThat(move().isDone()).isFalse();
        move().run(NOTHING);
        try (Catalog here = SqlCatalog.open(file())) {
            change(here, "here");
        }
        if (alsoThere) {
            try (PostgresCatalog there = opened()) {
                change(there, "there");
                change(there, "later");
            }
        }

        assertThatThrownBy(() -> move().isDone())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(
                        "has this cluster's catalog already, and this one has changed");
    }

    @Test
    void theCatalogOfAnotherClusterIsRefused() {
        fill();
        opened().close();

        assertThatThrownBy(() -> move().isDone())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the database in PostgreSQL at 127.0.0.1:")
                .hasMessageContaining("has the catalog of another cluster, ")
                .hasMessageContaining("name an empty database by catalog.dsn")
                .hasMessageNotContaining(PostgresServer.PASSWORD);
    }

    @Test
    void aCatalogOfAnOlderVersionIsRefusedAndStaysAsItIs() throws Exception {
        fill();
        opened().close();
        String dsn = postgres.server().dsn(database);
        String _ =
                postgres.server()
                        .psql(
                                dsn,
                                "DELETE FROM flyway_schema_history WHERE version = '9';\n"
                                        + "DROP TABLE catalog_change");

        assertThatThrownBy(() -> move().isDone())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has a catalog of an older Sluice");

        assertThat(postgres.server().psql(dsn, "SELECT to_regclass('catalog_change') IS NULL"))
                .isEqualTo("t\n");
    }

    @Test
    void aDatabaseWithSomethingElseIsRefused() throws Exception {
        fill();
        String dsn = postgres.server().dsn(database);
        String _ = postgres.server().psql(dsn, "CREATE TABLE theirs (id SERIAL)");

        assertThatThrownBy(() -> move().isDone())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cannot be opened: there are tables of something else");
    }

    @Test
    void nothingIsWrittenUnderAServer() throws IOException {
        fill();
        assertThat(move().isDone()).isFalse();
        try (PostgresCatalog _ = opened()) {
            assertThatThrownBy(() -> move(Patience.of(Duration.ZERO)).isDone())
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("another server has it open");
            assertThatThrownBy(() -> move().run(NOTHING))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("another server has it open");
        }
    }

    @Test
    void rowsThatAreThereAlreadyAreNoticed() throws Exception {
        fill();
        assertThat(move().isDone()).isFalse();
        String dsn = postgres.server().dsn(database);
        String _ = postgres.server().psql(dsn, "INSERT INTO commit_mark VALUES ('somebody', 1, 2)");

        assertThatThrownBy(() -> move().run(NOTHING))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the rows of commit_mark are not the same there");

        assertThat(rows(target(), "catalog_state")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aCommitWhoseConnectionBreaksIsLookedForAfterwards(Cut cut) throws IOException {
        fill();
        try (CommitCutter cutter = CommitCutter.start(postgres.server().port())) {
            CatalogMove move = CatalogMove.of(file(), postgres.at(cutter.port()), null, PATIENCE);
            assertThat(move.isDone()).isFalse();

            assertThatThrownBy(() -> move.run(() -> cutter.cutNext(cut, () -> {})))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("nobody can say whether it is there");
        }

        CatalogMove again = CatalogMove.of(file(), postgres.config(), null, PATIENCE);
        assertThat(again.isDone()).isEqualTo(cut == Cut.BEFORE_THE_ANSWER);
        if (cut == Cut.BEFORE_THE_REQUEST) {
            again.run(NOTHING);
            assertThat(again.isDone()).isTrue();
        }
    }
}
