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
import dev.sluice.catalog.sql.CommitCutter.Cut;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of a commit whose connection breaks while it is made.
final class LostConnectionTest {
    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();
    private CommitCutter cutter;
    private SqlCatalog catalog;

    @BeforeEach
    void open() throws IOException {
        cutter = CommitCutter.start(postgres.server().port());
        catalog =
                SqlCatalog.openMigrated(
                        PostgresCatalog.store(postgres.at(cutter.port()), null, false),
                        InstantSource.system());
    }

    @AfterEach
    void close() throws IOException {
        catalog.close();
        cutter.close();
    }

    private static Catalog another() {
        return SqlCatalog.openMigrated(postgres.store(), InstantSource.system());
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    private static List<String> stored() {
        try (Catalog other = another()) {
            return other.snapshot().databases().stream().map(DatabaseEntry::name).toList();
        }
    }

    @Test
    @Conforms("A-164")
    void aCommitIsCommittedWhoseAnswerWasLost() {
        cutter.cutNext(Cut.BEFORE_THE_ANSWER, () -> {});

        CatalogSnapshot after = catalog.commit(database("a")).require();

        assertThat(after.findDatabase("a")).isPresent();
        assertThat(stored()).containsExactly("a");
    }

    @Test
    void aCommitIsFoundThoughAnotherCameAfterIt() {
        cutter.cutNext(
                Cut.BEFORE_THE_ANSWER,
                () -> {
                    try (Catalog other = another()) {
                        other.commit(database("theirs")).require();
                    }
                });

        CatalogSnapshot after = catalog.commit(database("a")).require();

        assertThat(after.databases())
                .extracting(DatabaseEntry::name)
                .containsExactly("a", "theirs");
    }

    @Test
    @Conforms("A-164")
    void aCommitThatNeverCameIsNotMadeThoughTheServerStillWaitsForIt() {
        cutter.cutNext(Cut.BEFORE_THE_REQUEST, () -> {});

        assertThatThrownBy(() -> catalog.commit(database("a")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("nothing was changed");

        assertThat(stored()).isEmpty();
        assertThat(catalog.commit(database("a"))).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void itsOwnOldSessionKeepsNoServerOut() throws IOException {
        try (CommitCutter door = CommitCutter.start(postgres.server().port());
                Catalog alone =
                        SqlCatalog.openMigrated(
                                PostgresCatalog.store(postgres.at(door.port()), null, true),
                                InstantSource.system())) {
            door.cutNext(Cut.BEFORE_THE_REQUEST, () -> {});
            assertThatThrownBy(() -> alone.commit(database("a")))
                    .hasMessageContaining("nothing was changed")
                    .hasMessageNotContaining("another server");

            assertThat(alone.commit(database("a"))).isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    @Test
    void anothersCommitOfTheSameVersionIsNotTakenForOurs() {
        catalog.commit(database("a")).require();
        cutter.cutNext(
                Cut.BEFORE_THE_REQUEST,
                () -> {
                    // Ends the session that waits for our COMMIT, and commits in its place.
                    endSessions();
                    try (Catalog other = another()) {
                        other.commit(database("theirs")).require();
                    }
                });

        assertThatThrownBy(() -> catalog.commit(database("b")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("nothing was changed");

        assertThat(catalog.snapshot().databases())
                .extracting(DatabaseEntry::name)
                .containsExactly("a", "theirs");
    }

    private static void endSessions() {
        try (var connection = postgres.store().source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE state = 'idle in transaction'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatCannotBeAskedForIsUnknownUntilItCan() {
        cutter.cutNext(Cut.BEFORE_THE_ANSWER, () -> cutter.refuse(1));

        CommitOutcome outcome = catalog.commit(database("a"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CommitOutcome.Unknown.class,
                        unknown ->
                                assertThat(unknown.problem().kind())
                                        .isEqualTo(Problem.Kind.OUTCOME_UNKNOWN));
        assertThat(catalog.snapshot().databases()).isEmpty();
        CatalogSnapshot after = catalog.commit(database("b")).require();
        assertThat(after.databases()).extracting(DatabaseEntry::name).containsExactly("a", "b");
    }
}
