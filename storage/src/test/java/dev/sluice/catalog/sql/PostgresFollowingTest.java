// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.DatabaseName;
import dev.sluice.testkit.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Following a catalog in PostgreSQL, also across one that was put back to an earlier state.
final class PostgresFollowingTest implements FollowingContract {
    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();

    @TempDir private Path directory;

    @Override
    public SqlStore store() {
        return postgres.store();
    }

    @Override
    public List<Follower> followers(SqlStore watched) {
        PostgresFollower reader = new PostgresFollower(watched, "");
        return List.of(
                Follower.of(SqlCatalog.openMigrated(watched, InstantSource.system())),
                new Follower() {
                    @Override
                    public TreeSnapshot caughtUp() {
                        reader.catchUp();
                        return (TreeSnapshot) reader.snapshot();
                    }

                    @Override
                    public void close() {
                        reader.close();
                    }
                });
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    private SqlCatalog writer() {
        return SqlCatalog.openMigrated(store(), InstantSource.system());
    }

    private String copyOf(SqlCatalog catalog) throws Exception {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        long _ = catalog.dump().write(directory, copy, OutputStream.nullOutputStream());
        return copy.toString(UTF_8);
    }

    /// Once no session of a writer is there any more.
    private static void restore(String copy) throws Exception {
        String dsn = postgres.server().dsn("catalog");
        String locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'";
        Waiting.until(
                "nobody has a lock", () -> postgres.server().psql(dsn, locks).strip().equals("0"));
        String _ =
                postgres.server()
                        .psqlFrom(dsn, copy.replaceFirst("\n-- DROP TABLE", "\nDROP TABLE"));
    }

    private List<String> whole() {
        try (PostgresFollower fresh = new PostgresFollower(store(), "")) {
            return SnapshotText.of((TreeSnapshot) fresh.snapshot());
        }
    }

    private void assertCaughtUp(PostgresFollower follower, String place) {
        follower.catchUp();
        assertThat(SnapshotText.of((TreeSnapshot) follower.snapshot()))
                .as(place)
                .isEqualTo(whole());
    }

    @Test
    void aCatalogThatWasPutBackIsNoContinuationHoweverFarItGoes() throws Exception {
        for (int later = 0; later < 6; later++) {
            String copy;
            WatchedStore watched = new WatchedStore(store());
            try (SqlCatalog writer = writer()) {
                writer.commit(database("kept" + later)).require();
                copy = copyOf(writer);
                for (int i = 0; i < 3; i++) {
                    writer.commit(database("lost" + later + i)).require();
                }
            }
            try (PostgresFollower follower = new PostgresFollower(watched.store(), "")) {
                restore(copy);
                try (SqlCatalog writer = writer()) {
                    for (int i = 0; i < later; i++) {
                        writer.commit(database("new" + later + i)).require();
                    }
                }
                watched.forget();

                assertCaughtUp(follower, later + " commits after it was restored");

                assertThat(watched.wholeReadings()).isOne();
            }
        }
    }

    @Test
    void aCopyOfALaterStateIsAContinuation() throws Exception {
        WatchedStore watched = new WatchedStore(store());
        try (SqlCatalog writer = writer()) {
            writer.commit(database("a")).require();
        }
        try (PostgresFollower follower = new PostgresFollower(watched.store(), "")) {
            String copy;
            try (SqlCatalog writer = writer()) {
                writer.commit(database("b")).require();
                copy = copyOf(writer);
                writer.commit(database("lost")).require();
            }
            restore(copy);
            watched.forget();

            assertCaughtUp(follower, "after a later state was restored");

            assertThat(watched.wholeReadings()).isZero();
        }
    }

    @Test
    void whatACatalogOfBeforeHasLeftStandingMisleadsNobody() throws Exception {
        String _ = postgres.server().createDatabase("before");
        SqlStore store = PostgresCatalog.store(postgres.named("before"), null, false);
        var _ =
                Flyway.configure(PostgresFollowingTest.class.getClassLoader())
                        .dataSource(store.source())
                        .locations("classpath:dev/sluice/catalog/sql")
                        .loggers("slf4j")
                        .target("7")
                        .load()
                        .migrate();
        String dsn = postgres.server().dsn("before");
        String _ =
                postgres.server()
                        .psql(
                                dsn,
                                """
                                CREATE TABLE catalog_change (version BIGINT PRIMARY KEY,
                                    last_commit TEXT NOT NULL, changed TEXT);
                                INSERT INTO catalog_change VALUES (1, '', ''), (2, 'x', 'd1')
                                """);

        try (SqlCatalog opened = SqlCatalog.open(store, InstantSource.system())) {
            assertThat(postgres.server().psql(dsn, "SELECT count(*) FROM catalog_change"))
                    .isEqualToIgnoringWhitespace("0");
            opened.commit(database("a")).require();
            assertThat(postgres.server().psql(dsn, "SELECT version, changed FROM catalog_change"))
                    .isEqualToIgnoringWhitespace("2|d1");
        }
    }
}
