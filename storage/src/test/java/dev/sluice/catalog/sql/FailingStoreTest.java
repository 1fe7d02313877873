// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a failing store leaves behind: nothing, or an outcome that is honestly unknown.
final class FailingStoreTest {
    private static final CatalogChange A =
            new CatalogChange.CreateDatabase(new DatabaseName("a"), 0, 500, 200);
    private static final CatalogChange B =
            new CatalogChange.CreateDatabase(new DatabaseName("b"), 0, 500, 200);

    @TempDir private Path directory;
    private FailingDataSource store;

    @BeforeEach
    void makeStore() {
        store = new FailingDataSource(SqliteFile.dataSource(directory.resolve("catalog.db")));
    }

    private Catalog open() {
        return SqlCatalog.open(store, "test store", InstantSource.system());
    }

    @Test
    void failingCommitIsUnknown() {
        try (Catalog catalog = open()) {
            store.failNext("commit", FailingDataSource.When.BEFORE);

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
            store.failNext("commit", FailingDataSource.When.BEFORE);
            catalog.commit(A);

            CatalogSnapshot after = catalog.commit(B).require();

            assertThat(after.findDatabase("a")).isEmpty();
            assertThat(after.findDatabase("b")).isPresent();
        }
    }

    @Test
    void unknownCommitThatSucceededIsThereAtTheNextCommit() {
        try (Catalog catalog = open()) {
            store.failNext("commit", FailingDataSource.When.AFTER);
            assertThat(catalog.commit(A)).isInstanceOf(CommitOutcome.Unknown.class);

            CatalogSnapshot after = catalog.commit(B).require();

            assertThat(after.findDatabase("a")).isPresent();
            assertThat(after.findDatabase("b")).isPresent();
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

    private boolean failsAtCall(Catalog catalog, CatalogChange change, int call) {
        store.failAtExecution(call);
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
            store.failNext("commit", FailingDataSource.When.BEFORE);
            catalog.commit(A);
            store.refuseConnections();

            assertThatThrownBy(() -> catalog.commit(B))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("test store");

            store.heal();
            assertThat(catalog.commit(B)).isInstanceOf(CommitOutcome.Committed.class);
        }
    }
}
