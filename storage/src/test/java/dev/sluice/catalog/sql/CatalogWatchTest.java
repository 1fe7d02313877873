// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.PostgresConfig;
import dev.sluice.testkit.Conforms;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What one who stands by makes of the server that has the catalog.
final class CatalogWatchTest {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(3);

    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private PostgresConfig config;

    @BeforeEach
    void makeDatabase() throws Exception {
        String name = "watched" + System.nanoTime();
        String _ = postgres.server().createDatabase(name);
        config = postgres.named(name);
    }

    private CatalogWatch watch() {
        return new CatalogWatch(config, null, SILENCE_MAX);
    }

    /// @return whether the catalog was free before
    private boolean isFreeWithin(CatalogWatch watch, Duration time) throws InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < time.toNanos()) {
            if (!watch.isTaken(end)) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    private SqlCatalog hanging() {
        return SqlCatalog.open(PostgresCatalog.store(config, null, true), InstantSource.system());
    }

    @Test
    @Conforms("D-230")
    void whoAsksNothingLosesIt() throws Exception {
        try (SqlCatalog hangs = hanging()) {
            assertThat(isFreeWithin(watch(), Duration.ofMinutes(2))).isTrue();
            try (PostgresCatalog next = open()) {
                assertThat(next.snapshot().databases()).isEmpty();

                assertThatThrownBy(hangs::follow)
                        .hasMessageContaining("another server has taken it over");

                assertThat(hangs.lost()).isDone();
            }
        }
    }

    @Test
    void whoLooksAtItKeepsIt() throws Exception {
        try (PostgresCatalog works = open()) {
            assertThat(isFreeWithin(watch(), SILENCE_MAX.multipliedBy(2))).isFalse();
            assertThat(works.lost()).isNotDone();
        }
        assertThat(watch().isTaken(end)).isFalse();
    }

    /// As one that was stopped itself, or waited for a database that was.
    @Test
    void whoLooksSeldomSeesNoSilence() throws Exception {
        CatalogWatch watch = new CatalogWatch(config, null, Duration.ofSeconds(7));
        try (SqlCatalog hangs = hanging()) {
            assertThat(watch.isTaken(end)).isTrue();
            for (int look = 0; look < 2; look++) {
                Thread.sleep(Duration.ofSeconds(4));
                assertThat(watch.isTaken(end)).isTrue();
            }

            hangs.follow();

            assertThat(hangs.lost()).isNotDone();
        }
    }

    /// A statement that takes long is no silence.
    @Test
    void whoIsAnsweredSlowlyKeepsIt() throws Exception {
        try (Connection connection = holding(CommitMark.Writer.fresh().sessionName());
                Statement statement = connection.createStatement()) {
            CompletableFuture<Boolean> answer =
                    CompletableFuture.supplyAsync(() -> sleeps(statement));
            assertThat(isFreeWithin(watch(), Duration.ofSeconds(5))).isFalse();
            assertThat(answer.join()).isTrue();
            assertThat(isFreeWithin(watch(), Duration.ofMinutes(2))).isTrue();
            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    /// As one that reads a large catalog.
    @Test
    void whoIsInATransactionKeepsIt() throws Exception {
        try (Connection connection = holding(CommitMark.Writer.fresh().sessionName());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT 1");

            assertThat(isFreeWithin(watch(), SILENCE_MAX.multipliedBy(2))).isFalse();

            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    private static boolean sleeps(Statement statement) {
        try (ResultSet row = statement.executeQuery("SELECT pg_sleep(6)")) {
            return row.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whoever brings a catalog has much to do between two statements.
    @Test
    void whoMovesACatalogKeepsIt() throws Exception {
        try (Connection connection = holding("sluice move");
                Statement statement = connection.createStatement()) {
            assertThat(isFreeWithin(watch(), SILENCE_MAX.multipliedBy(2))).isFalse();
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    private Connection holding(String name) throws SQLException {
        Connection connection = PostgresSource.of(config, null).getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = '" + name + "'");
            statement.execute("SELECT pg_advisory_lock(" + SqlDialect.SERVERS_LOCK + ")");
        }
        return connection;
    }

    private PostgresCatalog open() {
        return PostgresCatalog.open(
                config, null, new Patience(Duration.ofMinutes(1), end), InstantSource.system());
    }
}
