// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.PostgresConfig.Host;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.FreePorts;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A catalog at an address of several hosts: a primary, its replica, and one where nobody is.
@Timeout(180)
final class SeveralHostsTest {
    private static final Patience NONE = Patience.of(Duration.ZERO);
    private static final Patience LONG = Patience.of(Duration.ofMinutes(2));

    private PostgresServer primary;
    private PostgresServer replica;

    @BeforeEach
    void start() throws Exception {
        primary = PostgresServer.start();
        String _ = primary.createDatabase(PostgresFixture.DATABASE);
        replica = primary.replica();
    }

    @AfterEach
    void close() {
        replica.close();
        primary.close();
    }

    private static PostgresConfig config(boolean primaryOnly, int... ports) {
        return PostgresFixture.at(
                IntStream.of(ports).mapToObj(port -> new Host("127.0.0.1", port)).toList(),
                primaryOnly);
    }

    private static PostgresCatalog open(PostgresConfig config, Patience patience) {
        return PostgresCatalog.open(config, null, patience, InstantSource.system());
    }

    /// Both, the replica first.
    private PostgresConfig both() {
        return config(true, replica.port(), primary.port());
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    private static List<String> names(StoredCatalog catalog) {
        return catalog.snapshot().databases().stream().map(DatabaseEntry::name).toList();
    }

    private void fail() throws IOException, InterruptedException {
        primary.stop();
        replica.promote();
    }

    private static void awaitCommit(StoredCatalog catalog, String name) {
        Waiting.until(
                "it is committed",
                () -> {
                    try {
                        return catalog.commit(database(name)) instanceof CommitOutcome.Committed;
                    } catch (ProblemException _) {
                        return false;
                    }
                });
    }

    @Test
    void aReplicaThatComesFirstIsPassedOver() {
        try (PostgresCatalog catalog = open(both(), NONE)) {
            catalog.commit(database("a")).require();

            assertThat(names(catalog)).containsExactly("a");
        }
    }

    @Test
    void aHostWhereNobodyIsIsPassedOver() throws Exception {
        PostgresConfig config =
                config(true, FreePorts.next(), replica.port(), FreePorts.next(), primary.port());
        try (PostgresCatalog catalog = open(config, NONE)) {
            catalog.commit(database("a")).require();

            assertThat(names(catalog)).containsExactly("a");
        }
    }

    @Test
    void aServerGoesOnWhereAReplicaHasBecomeThePrimary() throws Exception {
        PostgresConfig config = config(true, primary.port(), replica.port());
        try (PostgresCatalog catalog = open(config, NONE);
                PostgresFollower follower = PostgresFollower.open(config, null, LONG, "x")) {
            catalog.commit(database("a")).require();
            fail();

            awaitCommit(catalog, "b");

            assertThat(names(catalog)).containsExactly("a", "b");
            assertThat(catalog.lost()).isNotDone();
            follower.reach(catalog.opening(), catalog.snapshot().version());
            assertThat(follower.snapshot().findDatabase("b")).isPresent();
            assertThatThrownBy(() -> open(both(), NONE).close())
                    .hasMessageContaining("another server has it open");
        }
    }

    @Test
    void aServerEndsWhereTheNewPrimaryLacksItsCommits() throws Exception {
        try (PostgresCatalog catalog = open(both(), NONE)) {
            catalog.commit(database("a")).require();
            Waiting.until("the replica has it", () -> count(replica).equals("1\n"));
            replica.cutOff();
            catalog.commit(database("lost")).require();
            fail();

            assertThat(catalog.lost().join().code()).isEqualTo(StoredCatalog.WENT_BACK);
            assertThatThrownBy(() -> catalog.commit(database("b")))
                    .hasMessageContaining("has lost changes");
        }
        assertThat(count(replica)).isEqualTo("1\n");
    }

    private static String count(PostgresServer server) throws Exception {
        return server.psql(
                server.dsn(PostgresFixture.DATABASE), "SELECT count(*) FROM database_entry");
    }

    @Test
    void waitsUntilOneOfThemTakesChanges() throws Exception {
        PostgresConfig config = config(true, primary.port(), replica.port());
        open(config, NONE).close();
        primary.stop();
        assertThatThrownBy(() -> open(config, NONE).close())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("catalog_away"))
                .hasMessageContaining(
                        "127.0.0.1:" + primary.port() + ",127.0.0.1:" + replica.port())
                .hasMessageContaining("none of its hosts takes changes, or it cannot be reached");
        CompletableFuture<PostgresCatalog> opening =
                CompletableFuture.supplyAsync(() -> open(config, LONG));

        replica.promote();

        opening.join().close();
    }

    @Test
    void whoTakesAnyHostTakesTheFirstThatAnswers() throws Exception {
        PostgresConfig any = config(false, FreePorts.next(), replica.port(), primary.port());

        assertThatThrownBy(() -> open(any, NONE).close())
                .hasMessageContaining("takes no changes: it is a replica");
    }
}
