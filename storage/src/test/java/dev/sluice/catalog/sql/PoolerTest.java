// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.Waiting;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Connections that are not sessions, and locks that keep nobody out.
final class PoolerTest {
    private static final Patience NONE = Patience.of(Duration.ZERO);
    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();

    private static PostgresCatalog open(PostgresConfig config) {
        return PostgresCatalog.open(config, null, NONE, InstantSource.system());
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    private static void assertRefused(ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("a pooler in between gives each transaction another session")
                .hasMessageContaining("set its mode to session")
                .hasMessageNotContaining(PostgresServer.PASSWORD);
    }

    @Test
    void nobodyOpensACatalogInSessionsOfOthers() throws Exception {
        open(postgres.config()).close();
        try (Pooler pooler = Pooler.start(postgres.server().port(), Pooler.Mode.TRANSACTION)) {
            PostgresConfig config = postgres.at(pooler.port());

            assertRefused(() -> open(config).close());
            assertRefused(() ->
                    PostgresCatalog.openBeside(config, null, NONE, InstantSource.system()).close());
            assertRefused(() -> PostgresFollower.open(config, null, NONE, "x").close());
            assertRefused(() ->
                    new CatalogWatch(config, null, Duration.ofSeconds(20))
                            .isTaken(new CompletableFuture<>()));
            // No lock is left in the session that stays.
            open(postgres.config()).close();
        }
    }

    @Test
    void aPoolerThatGivesEachConnectionASessionIsNone() throws Exception {
        try (Pooler pooler = Pooler.start(postgres.server().port(), Pooler.Mode.SESSION)) {
            PostgresConfig config = postgres.at(pooler.port());
            try (PostgresCatalog catalog = open(config)) {
                catalog.commit(database("a")).require();

                assertThatThrownBy(() -> open(config).close())
                        .hasMessageContaining("another server has it open");
            }
            try (PostgresCatalog catalog = open(config)) {
                assertThat(catalog.snapshot().findDatabase("a")).isPresent();
            }
        }
    }

    @Test
    void whoStandsByTakesOneConnectionALookOnceItIsFoundToBeASession() throws Exception {
        try (Pooler pooler = Pooler.start(postgres.server().port(), Pooler.Mode.SESSION);
                PostgresCatalog _ = open(postgres.config())) {
            CatalogWatch watch =
                    new CatalogWatch(postgres.at(pooler.port()), null, Duration.ofSeconds(20));
            for (int look = 0; look < 3; look++) {
                assertThat(watch.isTaken(new CompletableFuture<>())).isTrue();
            }

            assertThat(pooler.clients()).isEqualTo(4);
        }
    }

    @Test
    void aServerWhoseLockKeptNobodyOutFindsWhoCame() throws Exception {
        try (PostgresCatalog catalog = open(postgres.config())) {
            postgres.execute("UPDATE catalog_state SET server = 'another'");

            assertThat(catalog.lost().join().message())
                    .contains("another server has taken it over");
            assertThatThrownBy(() -> catalog.commit(database("a")))
                    .hasMessageContaining("another server has taken it over");
        }
    }

    @Test
    void commitsNothingOnceAnotherServerHasIt() throws Exception {
        try (SqlCatalog catalog = alone();
                Connection other = postgres.store().source().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE catalog_state SET server = 'another'");
            CompletableFuture<?> commit =
                    CompletableFuture.supplyAsync(() -> catalog.commit(database("a")));
            Waiting.until("it waits for the row", PoolerTest::isWaiting);
            other.commit();

            assertThatThrownBy(commit::join)
                    .hasMessageContaining("another server has taken it over");
            assertThat(
                            postgres.server()
                                    .psql(
                                            postgres.server().dsn("catalog"),
                                            "SELECT count(*) FROM database_entry"))
                    .isEqualTo("0\n");
        }
    }

    /// One that looks only when it is asked.
    private static SqlCatalog alone() {
        return SqlCatalog.openMigrated(
                PostgresCatalog.store(postgres.config(), null, true), InstantSource.system());
    }

    private static boolean isWaiting() throws Exception {
        return postgres.server()
                .psql(
                        postgres.server().dsn("catalog"),
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                .equals("1\n");
    }
}
