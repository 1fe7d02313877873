// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Changing a catalog beside the server whose it is.
@Timeout(180)
final class BesideTest {
    private static final Patience LONG = Patience.of(Duration.ofMinutes(2));
    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();

    private static Catalog owner() {
        return PostgresCatalog.open(postgres.config(), null, LONG, InstantSource.system());
    }

    private static Catalog beside() {
        return beside(postgres.config(), LONG);
    }

    private static Catalog beside(PostgresConfig config, Patience patience) {
        return PostgresCatalog.openBeside(config, null, patience, InstantSource.system());
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    private static void assertRefused(String code, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                            assertThat(e.problem().code()).isEqualTo(code);
                            assertThat(e.problem().message()).contains(words);
                        });
    }

    @Test
    void anyNumberChangesTheCatalogBesideTheOneThatKeepsOthersOut() {
        try (Catalog owner = owner();
                Catalog one = beside();
                Catalog two = beside()) {
            one.commit(database("a")).require();
            two.commit(database("b")).require();
            owner.commit(database("c")).require();

            assertThat(one.commit(database("c"))).isInstanceOf(CommitOutcome.Refused.class);
            assertThat(one.snapshot().databases()).hasSize(3);
            assertThat(one.snapshot().clusterId()).isEqualTo(owner.snapshot().clusterId());
        }
    }

    @Test
    void theServerCanGoAndComeMeanwhile() {
        owner().close();
        try (Catalog beside = beside()) {
            try (Catalog owner = owner()) {
                owner.commit(database("a")).require();
            }
            assertThat(beside.commit(database("a"))).isInstanceOf(CommitOutcome.Refused.class);
        }
    }

    /// The server's log has points that bear those identifiers.
    @Test
    void givesNoIdentifierAgainThatWasGivenByLostCommits() throws Exception {
        owner().close();
        String dsn = postgres.server().dsn("catalog");
        String before = postgres.server().dump(dsn, "--clean", "--if-exists");
        try (Catalog beside = beside();
                Catalog other = beside()) {
            beside.commit(database("lost")).require();
            long lost =
                    beside.commit(database("too")).require().findDatabase("too").orElseThrow().id();
            assertThat(other.newest().findDatabase("too")).isPresent();
            String _ = postgres.server().psql(dsn, before);

            assertThat(idOfNew(other, "a")).isGreaterThan(lost);
            assertThat(idOfNew(beside, "b")).isEqualTo(idOf(other, "a") + 1);
            assertThat(beside.snapshot().databases()).hasSize(2);
        }
    }

    private static long idOfNew(Catalog catalog, String name) {
        catalog.commit(database(name)).require();
        return idOf(catalog, name);
    }

    private static long idOf(Catalog catalog, String name) {
        return catalog.snapshot().findDatabase(name).orElseThrow().id();
    }

    @Test
    void waitsUntilSomebodyHasMadeTheCatalog() throws Exception {
        String _ = postgres.server().createDatabase("later");
        PostgresConfig config = postgres.named("later");
        assertRefused(
                "catalog_not_ready",
                "has not been made yet: start the server",
                () -> beside(config, Patience.of(Duration.ZERO)).close());

        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<Catalog> opening = threads.submit(() -> beside(config, LONG));
            try (Catalog owner = PostgresCatalog.open(config, null, LONG, InstantSource.system());
                    Catalog opened = opening.get()) {
                assertThat(opened.snapshot().clusterId()).isEqualTo(owner.snapshot().clusterId());
            }
        }
    }

    @Test
    void refusesTheCatalogOfANewerSluice() throws Exception {
        owner().close();
        postgres.future();
        try {
            assertRefused("catalog_too_new", "by a newer Sluice", () -> beside().close());
        } finally {
            postgres.undoFuture();
        }
    }

    @Test
    void changesNothingOnceANewerSluiceHasChangedTheSchema() throws Exception {
        owner().close();
        try (Catalog beside = beside()) {
            postgres.future();
            try {
                assertRefused(
                        "catalog_too_new",
                        "start this server again, of that version",
                        () -> beside.commit(database("a")));
            } finally {
                postgres.undoFuture();
            }
            assertThat(beside.commit(database("a"))).isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    @Test
    void aCommitWaitsForAChangeOfTheSchemaAndThenIsNotMade() throws Exception {
        owner().close();
        try (Catalog beside = beside();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<CommitOutcome>> waiting = new ArrayList<>();
            SqlDialect.POSTGRES.changeSchema(
                    postgres.store().source(),
                    () -> {
                        waiting.add(threads.submit(() -> beside.commit(database("a"))));
                        awaitAWaitingLock();
                        try {
                            postgres.future();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            try {
                assertThatThrownBy(waiting.getFirst()::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining("was brought up to date by a newer Sluice");
            } finally {
                postgres.undoFuture();
            }
            assertThat(beside.snapshot().databases()).isEmpty();
        }
    }

    @Test
    void aChangeOfTheSchemaWaitsForACommitThatIsBeingMade() throws Exception {
        // This one can be made again.
        postgres.execute("DELETE FROM flyway_schema_history WHERE version = '9'");
        try (Connection committing = postgres.store().source().getConnection();
                Statement statement = committing.createStatement();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            committing.setAutoCommit(false);
            statement.execute(
                    "SELECT pg_advisory_xact_lock_shared(" + SqlDialect.SCHEMA_LOCK + ")");
            Future<?> migrating = threads.submit(() -> Schema.migrate(postgres.store()));
            awaitAWaitingLock();
            assertThat(migrating.isDone()).isFalse();

            committing.commit();
            migrating.get();
        }
    }

    private static void awaitAWaitingLock() {
        try (Connection connection = postgres.store().source().getConnection();
                Statement statement = connection.createStatement()) {
            boolean waiting = false;
            while (!waiting) {
                try (ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                                        + " AND NOT granted")) {
                    waiting = row.next() && row.getLong(1) > 0;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
