// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Waiting;
import dev.sluice.wal.LogPosition;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a failing store leaves behind: nothing, or an outcome that is honestly unknown.
final class FailingStoreTest {
    private static final CatalogChange A =
            new CatalogChange.CreateDatabase(new DatabaseName("a"), 0, 500, 200);
    private static final CatalogChange B =
            new CatalogChange.CreateDatabase(new DatabaseName("b"), 0, 500, 200);

    private static final UUID TOKEN = UUID.fromString("034e407e-7929-404c-9724-c9e4473bf88a");
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00.456Z");

    /// Changes that administrators make, each possible after those before it.
    private static final List<CatalogChange> LIFE =
            List.of(
                    A,
                    new CatalogChange.UpdateDatabase("a", 7L, 8, 9),
                    new CatalogChange.CreateTable("a", "t", null),
                    new CatalogChange.RenameTable("a", "t", "u"),
                    new CatalogChange.DeleteTable("a", "u", NOW),
                    new CatalogChange.RenameDatabase("a", new DatabaseName("c")),
                    new CatalogChange.DeleteDatabase("c", NOW),
                    new CatalogChange.ForgetDatabase(1, NOW),
                    B,
                    new CatalogChange.CreateToken(
                            TOKEN, "d", List.of(), "0".repeat(128), NOW, null),
                    new CatalogChange.UpdateToken(TOKEN, "e", null, NOW),
                    new CatalogChange.RevokeToken(TOKEN, NOW));

    @TempDir private Path directory;
    private FailingDataSource store;

    @BeforeEach
    void makeStore() {
        store = new FailingDataSource(SqliteFile.dataSource(directory.resolve("catalog.db")));
    }

    private Catalog open() {
        return SqlCatalog.open(
                new SqlStore(store, "test store", SqlDialect.SQLITE, false),
                InstantSource.system());
    }

    private void failCommitAndGoAway(FailingDataSource.When when) {
        store.failNext("commit", when);
        store.refuseConnections();
    }

    @Test
    void failingCommitOfAStoreThatIsGoneIsUnknown() {
        try (Catalog catalog = open()) {
            failCommitAndGoAway(FailingDataSource.When.BEFORE);

            CommitOutcome outcome = catalog.commit(A);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            CommitOutcome.Unknown.class,
                            unknown ->
                                    assertThat(unknown.problem().kind())
                                            .isEqualTo(Problem.Kind.OUTCOME_UNKNOWN));
            assertThat(catalog.snapshot().databases()).isEmpty();
        }
    }

    @Test
    void unknownCommitThatFailedIsGoneAtTheNextCommit() {
        try (Catalog catalog = open()) {
            failCommitAndGoAway(FailingDataSource.When.BEFORE);
            catalog.commit(A);
            store.heal();

            CatalogSnapshot after = catalog.commit(B).require();

            assertThat(after.findDatabase("a")).isEmpty();
            assertThat(after.findDatabase("b")).isPresent();
        }
    }

    @Test
    void unknownCommitThatSucceededIsThereAtTheNextCommit() {
        try (Catalog catalog = open()) {
            failCommitAndGoAway(FailingDataSource.When.AFTER);
            assertThat(catalog.commit(A)).isInstanceOf(CommitOutcome.Unknown.class);
            store.heal();

            CatalogSnapshot after = catalog.commit(B).require();

            assertThat(after.findDatabase("a")).isPresent();
            assertThat(after.findDatabase("b")).isPresent();
        }
    }

    @Test
    @Conforms("A-164")
    void aCommitThatSucceededIsNeverToldAsTrouble() {
        try (Catalog catalog = open()) {
            for (CatalogChange change : LIFE) {
                store.failNext("commit", FailingDataSource.When.AFTER);

                CatalogSnapshot after = catalog.commit(change).require();

                assertThat(after).as(change.toString()).isSameAs(catalog.snapshot());
                assertReopenedAs(after);
            }
        }
    }

    @Test
    @Conforms("A-164")
    void whatIsToldAsTroubleIsNotCommitted() {
        try (Catalog catalog = open()) {
            for (CatalogChange change : LIFE) {
                CatalogSnapshot before = catalog.snapshot();
                int failures = 0;
                while (failsAtCall(catalog, change, failures + 1)) {
                    failures++;
                    assertReopenedAs(before);
                }
                assertThat(failures).as(change.toString()).isPositive();
            }
        }
    }

    @Test
    @Conforms("A-164")
    void aCommitThatFailedIsToldAsTroubleAndLeavesNothing() {
        try (Catalog catalog = open()) {
            for (CatalogChange change : LIFE) {
                CatalogSnapshot before = catalog.snapshot();
                store.failNext("commit", FailingDataSource.When.BEFORE);

                assertThatThrownBy(() -> catalog.commit(change))
                        .isInstanceOf(ProblemException.class)
                        .hasMessageStartingWith("catalog ")
                        .hasMessageContaining(" failed, nothing was changed: ")
                        .extracting("problem.message")
                        .isEqualTo("the catalog failed, nothing was changed");

                assertReopenedAs(before);
                catalog.commit(change).require();
            }
        }
    }

    /// Another catalog on the same store holds the same.
    private void assertReopenedAs(CatalogSnapshot expected) {
        try (Catalog other = SqlCatalog.open(directory.resolve("catalog.db"))) {
            assertThat(other.snapshot().version()).isEqualTo(expected.version());
            assertThat(other.snapshot().databases()).isEqualTo(expected.databases());
            assertThat(other.snapshot().deletedDatabases()).isEqualTo(expected.deletedDatabases());
            assertThat(other.snapshot().tokens()).isEqualTo(expected.tokens());
        }
    }

    @Test
    void everyFailureBeforeTheCommitChangesNothing() {
        try (Catalog catalog = open()) {
            long databaseId = catalog.commit(A).require().findDatabase("a").orElseThrow().id();
            CatalogChange change =
                    new CatalogChange.ExtendSchema(
                            databaseId,
                            List.of(
                                    new CatalogChange.TableColumns(
                                            "t", List.of(new Column("x", ColumnType.FLOAT)))));
            int failures = 0;
            while (failsAtCall(catalog, change, failures + 1)) {
                failures++;
                assertThat(catalog.snapshot().tables(databaseId)).isEmpty();
            }

            assertThat(failures).isGreaterThanOrEqualTo(4);
            assertThat(catalog.snapshot().tables(databaseId)).hasSize(1);
        }
    }

    /// What was written by then must not go with the next commit.
    @Test
    void wantOfMemoryInACommitLeavesNothingForTheNext() {
        try (Catalog catalog = open()) {
            int failures = 0;
            while (wantsMemoryAtExecution(catalog, failures + 1)) {
                failures++;
                assertThat(catalog.snapshot().databases()).isEmpty();

                CatalogSnapshot after = catalog.commit(B).require();

                assertThat(after.databases()).extracting(DatabaseEntry::name).containsExactly("b");
                assertReopenedAs(after);
                CatalogSnapshot gone =
                        catalog.commit(new CatalogChange.DeleteDatabase("b", NOW)).require();
                long id = gone.deletedDatabases().getFirst().id();
                catalog.commit(new CatalogChange.ForgetDatabase(id, NOW)).require();
            }

            assertThat(failures).isGreaterThanOrEqualTo(4);
        }
    }

    private boolean wantsMemoryAtExecution(Catalog catalog, int n) {
        store.wantMemoryAtExecution(n);
        try {
            catalog.commit(A).require();
            return false;
        } catch (OutOfMemoryError _) {
            return true;
        } finally {
            store.heal();
        }
    }

    @Test
    void filesAreReplacedWholeOrNotAtAll() {
        try (Catalog catalog = open()) {
            catalog.commit(A).require();
            long tableId =
                    catalog.commit(new CatalogChange.CreateTable("a", "t", null))
                            .require()
                            .tables(1)
                            .getFirst()
                            .id();
            List<FileEntry> old =
                    catalog.commit(
                                    new CatalogChange.AddFiles(
                                            List.of(
                                                    file(tableId, "data/a"),
                                                    file(tableId, "data/b")),
                                            LogPosition.NONE))
                            .require()
                            .files(tableId);
            CatalogChange change =
                    new CatalogChange.ReplaceFiles(old, List.of(file(tableId, "data/c")), NOW);
            int failures = 0;
            while (failsAtCall(catalog, change, failures + 1)) {
                failures++;
                assertThat(filesInStore(tableId)).containsExactlyElementsOf(old);
            }

            assertThat(failures).isGreaterThanOrEqualTo(4);
            assertThat(filesInStore(tableId))
                    .extracting(file -> file.path().value())
                    .containsExactly("data/c");
        }
    }

    private static CatalogChange.AddedFile file(long tableId, String path) {
        return new CatalogChange.AddedFile(
                new StoredFile(new ObjectPath(path), 7), 1, tableId, 0, 9, 2);
    }

    private List<FileEntry> filesInStore(long tableId) {
        try (Catalog other = SqlCatalog.open(directory.resolve("catalog.db"))) {
            return other.snapshot().files(tableId);
        }
    }

    private boolean failsAtCall(Catalog catalog, CatalogChange change, int call) {
        store.failFromExecution(call);
        try {
            catalog.commit(change).require();
            return false;
        } catch (ProblemException e) {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            return true;
        } finally {
            store.heal();
        }
    }

    @Test
    void unreachableStoreIsUnavailableUntilItIsBack() {
        try (Catalog catalog = open()) {
            failCommitAndGoAway(FailingDataSource.When.BEFORE);
            catalog.commit(A);

            assertThatThrownBy(() -> catalog.commit(B))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("test store");

            store.heal();
            assertThat(catalog.commit(B)).isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    @Test
    void whoWaitedForAConnectionThatFailedFailsWithIt() throws InterruptedException {
        try (Catalog catalog = open()) {
            failCommitAndGoAway(FailingDataSource.When.BEFORE);
            catalog.commit(A);
            int before = store.connections();
            CountDownLatch refusal = new CountDownLatch(1);
            store.refuseConnectionsAfter(refusal);
            List<Thread> waiting = new ArrayList<>();
            AtomicInteger refused = new AtomicInteger();
            for (int i = 0; i < 8; i++) {
                waiting.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    try {
                                        catalog.commit(B);
                                    } catch (ProblemException e) {
                                        refused.incrementAndGet();
                                    }
                                }));
            }
            Waiting.until(
                    "all but one wait for it",
                    () ->
                            waiting.stream()
                                            .filter(thread ->
                                                    thread.getState() == Thread.State.BLOCKED)
                                            .count()
                                    >= waiting.size() - 1);
            refusal.countDown();
            for (Thread thread : waiting) {
                thread.join();
            }

            assertThat(refused).hasValue(waiting.size());
            assertThat(store.connections() - before).isEqualTo(1);
        }
    }
}
