// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The life of a catalog beside a PostgreSQL server that comes and goes.
final class PostgresCatalogTest {
    private static final String SESSIONS_ENDED =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name LIKE 'sluice %' AND pid <> pg_backend_pid()";

    private static final Patience LONG = Patience.of(Duration.ofMinutes(2));
    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();

    private static Catalog open(PostgresConfig config, Patience patience) {
        return PostgresCatalog.open(config, null, patience, InstantSource.system());
    }

    private static Catalog open() {
        return open(postgres.config(), LONG);
    }

    /// One that keeps nobody out.
    private static SqlCatalog another() {
        return SqlCatalog.openMigrated(postgres.store(), InstantSource.system());
    }

    /// One that looks only when it is asked.
    private static SqlCatalog alone() {
        return SqlCatalog.openMigrated(
                PostgresCatalog.store(postgres.config(), null, true), InstantSource.system());
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    private static void assertRefused(PostgresConfig config, String code, String... words) {
        assertThatThrownBy(() -> open(config, Patience.of(Duration.ZERO)).close())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            Problem problem = e.problem();
                            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                            assertThat(problem.code()).isEqualTo(code);
                            assertThat(problem.message())
                                    .contains(words)
                                    .doesNotContain(PostgresServer.PASSWORD, "\n");
                        });
    }

    private static PostgresConfig with(String database, String password) {
        PostgresConfig config = postgres.config();
        return postgres.with(database, config.user(), Secret.of(password), config.tls());
    }

    @Test
    void isMadeInAnEmptyDatabaseAndReadAgain() throws Exception {
        String _ = postgres.server().createDatabase("fresh");
        PostgresConfig config = with("fresh", PostgresServer.PASSWORD);
        try (Catalog catalog = open(config, LONG)) {
            catalog.commit(database("a")).require();
        }

        try (Catalog catalog = open(config, LONG)) {
            assertThat(catalog.snapshot().findDatabase("a")).isPresent();
        }
    }

    @Test
    void isInTheSchemaThatTheAddressNames() throws Exception {
        String dsn = postgres.server().dsn("catalog");
        assertRefused(
                postgres.in("plant"),
                "catalog_unreadable",
                "there is no schema that search_path names (\"plant\")");
        String _ = postgres.server().psql(dsn, "CREATE SCHEMA plant");
        Patience none = Patience.of(Duration.ZERO);

        try (PostgresCatalog catalog =
                        PostgresCatalog.open(
                                postgres.in("plant"), null, none, InstantSource.system());
                PostgresFollower follower =
                        PostgresFollower.open(postgres.in("plant"), null, none, "x")) {
            catalog.commit(database("a")).require();
            follower.reach(catalog.opening(), catalog.snapshot().version());
            assertThat(follower.snapshot().findDatabase("a")).isPresent();
            assertThat(
                            postgres.server()
                                    .psql(
                                            dsn,
                                            "SELECT count(*) FROM plant.database_entry UNION ALL"
                                                    + " SELECT count(*) FROM database_entry"))
                    .isEqualTo("1\n0\n");
            assertRefused(postgres.in("plant"), "catalog_taken", "another server has it open");
            // There is one lock to a database.
            assertRefused(postgres.config(), "catalog_taken", "another server has it open");
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            long _ = catalog.dump().write(Path.of("."), copy, OutputStream.nullOutputStream());
            assertThat(copy.toString(UTF_8))
                    .contains("CREATE SCHEMA IF NOT EXISTS plant", "COPY plant.database_entry");
        }
    }

    @Test
    void isTheUsersOwnWhereNothingElseIsSaid() throws Exception {
        String user = System.getProperty("user.name");
        String _ =
                postgres.server()
                        .psql(
                                postgres.server().dsn("postgres"),
                                "CREATE ROLE \"%1$s\" LOGIN PASSWORD 'x'; CREATE DATABASE \"%1$s\" OWNER \"%1$s\""
                                        .formatted(user)
                                        .replace("; ", ";\n"));
        PostgresConfig config = postgres.config();

        try (Catalog catalog =
                open(postgres.with(null, null, Secret.of("x"), config.tls()), LONG)) {
            catalog.commit(database("a")).require();
        }
        assertThat(
                        postgres.server()
                                .psql(
                                        postgres.server().dsn(user),
                                        "SELECT name FROM database_entry"))
                .isEqualTo("a\n");
    }

    @Test
    void saysWhoDoesNotLetItIn() {
        assertRefused(
                with("catalog", "wrong-password"),
                "catalog_unreadable",
                "catalog in PostgreSQL at 127.0.0.1:" + postgres.server().port() + "/catalog",
                "password authentication failed");
        assertRefused(
                with("missing", PostgresServer.PASSWORD),
                "catalog_unreadable",
                "database \"missing\" does not exist");
    }

    @Test
    void refusesADatabaseThatCannotHoldEveryText() throws Exception {
        String _ =
                postgres.server()
                        .psql(
                                postgres.server().dsn("postgres"),
                                "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");

        assertRefused(
                with("latin", PostgresServer.PASSWORD),
                "catalog_unreadable",
                "the encoding of its database is LATIN1");
    }

    @Test
    void refusesADatabaseOfSomebodyElse() throws Exception {
        String dsn = postgres.server().createDatabase("theirs");
        String _ = postgres.server().psql(dsn, "CREATE TABLE invoices (id BIGINT)");

        assertRefused(
                with("theirs", PostgresServer.PASSWORD),
                "catalog_unreadable",
                "cannot be opened: there are tables of something else");
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        postgres.server().stop();
        try {
            assertRefused(postgres.config(), "catalog_away", "refused");
        } finally {
            postgres.server().resume();
        }
    }

    @Test
    @Timeout(120)
    void waitsForAServerThatIsNotThereYet() throws Exception {
        try (CommitCutter door = CommitCutter.start(postgres.server().port())) {
            door.refuse(2);

            try (Catalog catalog = open(postgres.at(door.port()), LONG)) {
                assertThat(catalog.snapshot().databases()).isEmpty();
            }
        }
    }

    @Test
    void keepsOtherServersOut() {
        try (Catalog _ = open()) {
            assertRefused(postgres.config(), "catalog_taken", "another server has it open");
        }
        open().close();
    }

    /// Two servers that are started at once both see that nobody has the catalog.
    @Test
    void whoSawItFreeIsToldThatAnotherOneWasFirst() {
        try (Catalog _ = open()) {
            assertThatThrownBy(() ->
                            SqlCatalog.open(
                                            PostgresCatalog.store(postgres.config(), null, true),
                                            InstantSource.system())
                                    .close())
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("catalog_taken"));
        }
    }

    /// Its connection breaks, and before it is back another server has been there and gone.
    @Test
    @Timeout(120)
    void aServerThatWasTakenForDeadChangesNothingMore() throws Exception {
        try (CommitCutter door = CommitCutter.start(postgres.server().port());
                PostgresCatalog catalog =
                        PostgresCatalog.open(
                                postgres.at(door.port()), null, LONG, InstantSource.system())) {
            catalog.commit(database("a")).require();
            assertThat(catalog.lost()).isNotDone();
            door.cutNext(CommitCutter.Cut.BEFORE_THE_REQUEST, PostgresCatalogTest::succeed);

            assertThat(catalog.commit(database("b"))).isInstanceOf(CommitOutcome.Unknown.class);

            assertThat(catalog.lost()).isDone();
            assertThatThrownBy(() -> catalog.commit(database("c")))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("catalog_taken_over"));
            assertThat(catalog.snapshot().findDatabase("a")).isPresent();
        }
        try (Catalog next = open()) {
            assertThat(next.snapshot().databases())
                    .extracting(DatabaseEntry::name)
                    .containsExactly("a", "theirs");
        }
    }

    private static void succeed() {
        try {
            String _ =
                    postgres.server()
                            .psql(
                                    postgres.server().dsn("catalog"),
                                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                            + " WHERE application_name LIKE 'sluice %'");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        try (Catalog next = open()) {
            next.commit(database("theirs")).require();
        }
    }

    /// It comes back, and nobody has been there.
    @Test
    @Timeout(120)
    void aServerThatLostItsConnectionAloneGoesOn() throws Exception {
        try (PostgresCatalog catalog =
                PostgresCatalog.open(postgres.config(), null, LONG, InstantSource.system())) {
            postgres.server().stop();
            postgres.server().resume();

            Waiting.until(
                    "it is committed",
                    () -> {
                        try {
                            return catalog.commit(database("a")) instanceof CommitOutcome.Committed;
                        } catch (ProblemException _) {
                            return false;
                        }
                    });
            assertThat(catalog.lost()).isNotDone();
        }
    }

    /// As by an administrator, or a timeout of PostgreSQL's.
    @Test
    void aChangeIsMadeThoughItsSessionWasEnded() throws Exception {
        String dsn = postgres.server().dsn("catalog");
        try (SqlCatalog catalog = alone();
                SqlCatalog other = another()) {
            other.commit(database("a")).require();
            String _ = postgres.server().psql(dsn, SESSIONS_ENDED);

            catalog.commit(database("b")).require();

            assertThat(catalog.snapshot().databases())
                    .extracting(DatabaseEntry::name)
                    .containsExactly("a", "b");
            assertThatThrownBy(() -> open(postgres.config(), Patience.of(Duration.ZERO)).close())
                    .hasMessageContaining("another server has it open");
        }
    }

    @Test
    @Timeout(120)
    void seesWhatAnotherProcessHasCommittedByItself() {
        try (Catalog catalog = open();
                SqlCatalog other = another()) {
            other.commit(database("theirs")).require();

            Waiting.until(
                    "it is known", () -> catalog.snapshot().findDatabase("theirs").isPresent());
        }
    }

    @Test
    @Timeout(120)
    void readsFromMemoryWhileTheServerIsAwayAndComesBackByItself() throws Exception {
        try (Catalog catalog = open()) {
            catalog.commit(database("a")).require();
            postgres.server().stop();

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> catalog.commit(database("b")))
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                e ->
                                        assertThat(e.problem().kind())
                                                .isEqualTo(Problem.Kind.UNAVAILABLE))
                        .hasMessageContaining("nothing was changed");
                assertThat(catalog.snapshot().findDatabase("a")).isPresent();
            }

            postgres.server().resume();
            try (SqlCatalog other = another()) {
                other.commit(database("theirs")).require();
            }
            Waiting.until(
                    "it is known", () -> catalog.snapshot().findDatabase("theirs").isPresent());
            assertThat(catalog.commit(database("b"))).isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    @Test
    void readsWhatWasRestoredThoughItsVersionIsTheSame() throws Exception {
        try (SqlCatalog catalog = another()) {
            String dsn = postgres.server().dsn("catalog");
            String snapshot = postgres.server().dump(dsn, "--clean", "--if-exists");
            catalog.commit(database("lost")).require();

            String _ = postgres.server().psql(dsn, snapshot);
            try (SqlCatalog other = another()) {
                other.commit(database("instead")).require();
                assertThat(other.snapshot().version()).isEqualTo(catalog.snapshot().version());
            }
            catalog.follow();

            assertThat(catalog.snapshot().databases())
                    .extracting(DatabaseEntry::name)
                    .containsExactly("instead");
        }
    }

    /// As when a replica becomes the primary that was some commits behind. What they gave
    /// identifiers to gets others' now.
    @Test
    void aServerWhoseCommitsAreLostEnds() throws Exception {
        String dsn = postgres.server().dsn("catalog");
        try (SqlCatalog catalog = alone()) {
            String before = postgres.server().dump(dsn, "--clean", "--if-exists");
            catalog.commit(database("lost")).require();
            String _ = postgres.server().psql(dsn, SESSIONS_ENDED);
            String _ = postgres.server().psql(dsn, before);

            assertThatThrownBy(() -> catalog.commit(database("b")))
                    .hasMessageContaining("has lost changes that this server has seen");

            assertThat(catalog.lost().join().code()).isEqualTo("catalog_went_back");
            assertThat(catalog.snapshot().findDatabase("lost")).isPresent();
        }
        assertThat(postgres.server().psql(dsn, "SELECT count(*) FROM database_entry"))
                .isEqualTo("0\n");
    }

    @Test
    void aServerWhoseCommitsAreLostEndsThoughOthersHaveCommitted() throws Exception {
        String dsn = postgres.server().dsn("catalog");
        try (SqlCatalog catalog = alone()) {
            String before = postgres.server().dump(dsn, "--clean", "--if-exists");
            catalog.commit(database("lost")).require();
            String _ = postgres.server().psql(dsn, SESSIONS_ENDED);
            String _ = postgres.server().psql(dsn, before);
            try (SqlCatalog other = another()) {
                other.commit(database("instead")).require();
                other.commit(database("another")).require();
            }

            assertThatThrownBy(catalog::follow).hasMessageContaining("has lost changes");
        }
    }

    @Test
    void whoMayConnectTooSeldomIsToldSo() throws Exception {
        String _ =
                postgres.server()
                        .psql(
                                postgres.server().dsn("postgres"),
                                "CREATE ROLE few LOGIN PASSWORD 'x' CONNECTION LIMIT 0");
        PostgresConfig config = postgres.config();

        assertRefused(
                postgres.with(config.database(), "few", Secret.of("x"), config.tls()),
                "catalog_away",
                "has no connection left for this process",
                "too many connections for role \"few\"");
    }

    @Test
    void whoHasNoTlsIsToldOfTheSetting() {
        PostgresConfig config = postgres.config();
        for (PostgresConfig.Tls tls :
                List.of(PostgresConfig.Tls.REQUIRE, PostgresConfig.Tls.VERIFY_FULL)) {
            assertRefused(
                    postgres.with(config.database(), config.user(), config.password(), tls),
                    "catalog_unreadable",
                    "without TLS unless its address says sslmode=disable");
        }
    }

    @Test
    void whoGivesNoPasswordIsNotToldOfTls() {
        PostgresConfig config = postgres.config();
        PostgresConfig without =
                postgres.with(config.database(), config.user(), null, config.tls());
        assertThatThrownBy(() -> open(without, Patience.of(Duration.ZERO)).close())
                .hasMessageContaining("password")
                .hasMessageNotContaining("TLS");
    }

    /// As through a proxy that keeps its clients' connections.
    @Test
    void aServerWhoseCommitsAreLostEndsThoughItsConnectionIsWell() throws Exception {
        String dsn = postgres.server().dsn("catalog");
        try (SqlCatalog catalog = alone()) {
            catalog.commit(database("lost")).require();
            String _ =
                    postgres.server().psql(dsn, "UPDATE catalog_state SET version = version - 1");

            assertThatThrownBy(catalog::follow).hasMessageContaining("has lost changes");

            assertThat(catalog.lost().join().code()).isEqualTo("catalog_went_back");
        }
    }

    @Test
    void whoMayMakeNoTablesIsToldSo() throws Exception {
        PostgresServer server = postgres.server();
        String fresh = server.createDatabase("guarded");
        String _ =
                server.psql(
                        fresh,
                        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
                                + " CREATE ROLE guest LOGIN PASSWORD 'x'");

        PostgresConfig config = postgres.config();
        assertRefused(
                postgres.with("guarded", "guest", Secret.of("x"), config.tls()),
                "catalog_unreadable",
                "permission denied for schema public");
    }

    /// As a replica does, until it is the primary.
    @Test
    void waitsWhileTheServerTakesNoChanges() throws Exception {
        PostgresServer server = postgres.server();
        String dsn = server.createDatabase("replica");
        String _ =
                server.psql(dsn, "ALTER DATABASE replica SET default_transaction_read_only = on");
        PostgresConfig config = with("replica", PostgresServer.PASSWORD);
        assertRefused(config, "catalog_away", "takes no changes: it is a replica");
        assertThat(
                        new CatalogWatch(config, null, CatalogWatch.SILENCE_MAX)
                                .isTaken(new CompletableFuture<>()))
                .isTrue();

        CompletableFuture<Catalog> opening =
                CompletableFuture.supplyAsync(() -> open(config, LONG));
        String _ = server.psql(server.dsn("postgres"), "ALTER DATABASE replica RESET ALL");
        opening.join().close();
    }
}
