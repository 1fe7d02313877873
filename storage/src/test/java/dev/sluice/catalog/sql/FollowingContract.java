// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.DatabaseName;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever follows a catalog that others change reads what has changed, and has then what a whole
/// reading gives; where nobody can say what has changed, everything is read.
interface FollowingContract {
    /// When things are deleted, and are due to be forgotten.
    Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    /// How long a history is, at least.
    int STEPS = 400;

    /// How long it becomes until it has each kind of row, at most.
    int STEPS_MAX = 20_000;

    /// A store with the tables of a catalog, and nobody in it.
    SqlStore store();

    /// Everybody who follows, each in a way of its own, over a store that is watched.
    List<Follower> followers(SqlStore watched);

    /// One who has a snapshot.
    interface Follower extends AutoCloseable {
        /// The snapshot after what others have committed was read.
        TreeSnapshot caughtUp();

        @Override
        void close();

        /// One that commits, too.
        static Follower of(SqlCatalog catalog) {
            return new Follower() {
                @Override
                public TreeSnapshot caughtUp() {
                    catalog.follow();
                    return (TreeSnapshot) catalog.snapshot();
                }

                @Override
                public void close() {
                    catalog.close();
                }
            };
        }
    }

    /// One history each.
    static Stream<Long> seeds() {
        Long chosen = Long.getLong("seed");
        return chosen != null ? Stream.of(chosen) : new Random().longs(3).boxed();
    }

    private SqlCatalog writer() {
        return SqlCatalog.openMigrated(store(), InstantSource.system());
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    private static TableEntry table(SqlCatalog catalog) {
        catalog.commit(database("n0")).require();
        CatalogSnapshot made =
                catalog.commit(new CatalogChange.CreateTable("n0", "n1", null)).require();
        return made.findTable(made.findDatabase("n0").orElseThrow().id(), "n1").orElseThrow();
    }

    private static CatalogChange files(TableEntry table, String prefix, int count) {
        return new CatalogChange.AddFiles(
                IntStream.range(0, count)
                        .mapToObj(number ->
                                new CatalogChange.AddedFile(
                                        new StoredFile(new ObjectPath(prefix + number), 1),
                                        table.databaseId(),
                                        table.id(),
                                        number,
                                        number,
                                        1))
                        .toList(),
                LogPosition.NONE);
    }

    private void execute(String sql) {
        Jdbi.create(store().source()).useHandle(handle -> handle.execute(sql));
    }

    private long count(String sql) {
        return Jdbi.create(store().source())
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    /// What the store has, by a whole reading.
    private TreeSnapshot whole() {
        try (Handle handle = Jdbi.create(store().source()).open()) {
            return SnapshotReader.read(handle, SnapshotReader.readState(handle).orElseThrow());
        }
    }

    private void assertCaughtUp(Follower follower, String place) {
        assertThat(SnapshotText.of(follower.caughtUp()))
                .as(place)
                .isEqualTo(SnapshotText.of(whole()));
    }

    /// Catches up where nobody can say what has changed.
    private void assertReadsEverything(WatchedStore watched, Follower follower) {
        watched.forget();
        assertCaughtUp(follower, "after nobody could say");
        assertThat(watched.wholeReadings()).isOne();
    }

    /// The same, and then as always.
    private void assertReadsEverythingOnce(WatchedStore watched, Follower follower) {
        assertReadsEverything(watched, follower);
        try (SqlCatalog writer = writer()) {
            writer.commit(database("next" + writer.snapshot().version())).require();
        }
        watched.forget();
        assertCaughtUp(follower, "next");
        assertThat(watched.wholeReadings()).isZero();
    }

    // --- the same ----------------------------------------------------------------------------

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    default void whatIsReadOfChangesIsWhatIsThere(long seed) {
        Random random = new Random(seed);
        RandomChanges changes = new RandomChanges(random);
        Class<?>[] kinds = CatalogRow.class.getPermittedSubclasses();
        Set<Class<?>> rows = new HashSet<>();
        WatchedStore watched = new WatchedStore(store());
        List<SqlCatalog> writers = List.of(writer(), writer(), writer());
        try {
            SqlCatalog first = writers.getFirst();
            first.commit(database("n0")).require();
            List<Follower> followers = followers(watched.store());
            watched.forget();
            for (int step = 0;
                    step < STEPS || (rows.size() < kinds.length && step < STEPS_MAX);
                    step++) {
                SqlCatalog writer = writers.get(random.nextInt(writers.size()));
                writer.follow();
                CatalogChange change = changes.next(writer.snapshot());
                if (ChangeRules.judge((TreeSnapshot) writer.snapshot(), change)
                        instanceof Ruling.Allowed(ChangePlan plan)) {
                    plan.rows().forEach(row -> rows.add(row.getClass()));
                }
                Object _ = writer.commit(change);
                for (Follower follower : followers) {
                    if (random.nextInt(15) == 0) {
                        assertCaughtUp(follower, "seed " + seed + ", step " + step);
                    }
                }
            }
            for (Follower follower : followers) {
                assertCaughtUp(follower, "seed " + seed);
                follower.close();
            }
            for (SqlCatalog writer : writers) {
                assertCaughtUp(Follower.of(writer), "seed " + seed + ", a writer");
            }
        } finally {
            writers.forEach(SqlCatalog::close);
        }
        assertThat(watched.wholeReadings()).as("seed " + seed).isZero();
        assertThat(rows).as("what seed " + seed + " tried").containsExactlyInAnyOrder(kinds);
    }

    @Test
    default void namesThatWentRoundInBetweenAreWhereTheyAre() {
        try (SqlCatalog writer = writer()) {
            writer.commit(database("n0")).require();
            writer.commit(database("n1")).require();
            for (Follower follower : followers(store())) {
                for (String[] names : new String[][] {{"n0", "n2"}, {"n1", "n0"}, {"n2", "n1"}}) {
                    writer.commit(
                                    new CatalogChange.RenameDatabase(
                                            names[0], new DatabaseName(names[1])))
                            .require();
                }
                assertCaughtUp(follower, "after databases have changed their names");

                writer.commit(new CatalogChange.CreateTable("n0", "n1", null)).require();
                writer.commit(new CatalogChange.CreateTable("n0", "n2", null)).require();
                TreeSnapshot _ = follower.caughtUp();
                writer.commit(new CatalogChange.DeleteTable("n0", "n2", NOW)).require();
                writer.commit(new CatalogChange.RenameTable("n0", "n1", "n2")).require();
                assertCaughtUp(follower, "after a table took the name of another");

                writer.commit(new CatalogChange.DeleteTable("n0", "n2", NOW)).require();
                follower.close();
            }
        }
    }

    @Test
    default void whatWasForgottenInBetweenIsNowhere() {
        try (SqlCatalog writer = writer()) {
            for (Follower follower : followers(store())) {
                TableEntry table = table(writer);
                writer.commit(files(table, "data/", 3)).require();
                TreeSnapshot held = follower.caughtUp();
                List<FileEntry> some = held.files(table.id()).subList(0, 2);
                writer.commit(new CatalogChange.DeleteFiles(some, NOW)).require();
                writer.commit(new CatalogChange.ForgetFiles(some)).require();
                writer.commit(files(table, "data/", 1)).require();
                assertCaughtUp(follower, "after a path was used again");

                writer.commit(new CatalogChange.DeleteDatabase("n0", NOW)).require();
                writer.commit(new CatalogChange.ForgetDatabase(table.databaseId(), NOW)).require();
                assertCaughtUp(follower, "after a database was forgotten with what was in it");
                follower.close();
            }
        }
    }

    // --- how much ----------------------------------------------------------------------------

    @Test
    default void aSmallCommitIsReadAlone() {
        WatchedStore watched = new WatchedStore(store());
        try (SqlCatalog writer = writer()) {
            TableEntry table = table(writer);
            writer.commit(files(table, "data/x", 2_000)).require();
            int number = 0;
            for (Follower follower : followers(watched.store())) {
                TreeSnapshot _ = follower.caughtUp();
                writer.commit(files(table, "data/" + number++ + "/", 1)).require();
                watched.forget();

                TreeSnapshot seen = follower.caughtUp();

                assertThat(seen.files(table.id())).isEqualTo(whole().files(table.id()));
                // The state twice, the schema, two commits, the file, and the mark of a writer.
                assertThat(watched.rows()).isLessThanOrEqualTo(7);
                assertThat(watched.statements()).hasSizeLessThanOrEqualTo(6);
                follower.close();
            }
        }
    }

    @Test
    default void nothingIsReadAgainWhenAConnectionWasLost() {
        WatchedStore watched = new WatchedStore(store());
        try (SqlCatalog writer = writer()) {
            TableEntry table = table(writer);
            writer.commit(files(table, "data/x", 500)).require();
            try (SqlCatalog other =
                    SqlCatalog.openMigrated(watched.store(), InstantSource.system())) {
                writer.commit(files(table, "data/y", 1)).require();
                watched.breakConnections();
                watched.forget();

                assertCaughtUp(Follower.of(other), "after the connection was lost");

                assertThat(watched.wholeReadings()).isZero();
                assertThat(watched.rows()).isLessThan(20);
            }
        }
    }

    @Test
    default void moreThanIsWrittenDownOfACommitIsNotWrittenDown() {
        try (SqlCatalog writer = writer();
                Handle handle = Jdbi.create(store().source()).open()) {
            TableEntry table = table(writer);
            TreeSnapshot held = (TreeSnapshot) writer.snapshot();
            for (int more = 0; more < 2; more++) {
                CommitMark mark = new CommitMark(CommitMark.Writer.fresh(), 1);
                CatalogState after = held.state().after(9, LogPosition.NONE, mark);
                ChangePlan plan = new ChangePlan(held);
                assertThat(
                                FileRules.add(
                                        plan,
                                        (CatalogChange.AddFiles)
                                                files(
                                                        table,
                                                        "data/",
                                                        ChangeRows.ENTRIES_MAX + more)))
                        .isNull();

                ChangeRows.write(handle, after, plan.rows());

                Set<EntryKey> changed = ChangeRows.between(handle, held.state(), after);
                assertThat(changed == null ? 0 : changed.size())
                        .isEqualTo(more == 0 ? ChangeRows.ENTRIES_MAX : 0);
            }
        }
    }

    @Test
    default void theLastCommitsAloneAreKept() {
        try (SqlCatalog writer = writer()) {
            writer.commit(database("first")).require();
        }
        execute("UPDATE catalog_state SET version = 5040");
        execute("UPDATE catalog_change SET version = 5040");
        execute(
                "INSERT INTO catalog_change (version, last_commit, changed) VALUES "
                        + IntStream.range(0, 5_040)
                                .mapToObj(version -> "(" + version + ", 'x', '')")
                                .collect(Collectors.joining(", ")));
        try (SqlCatalog writer = writer()) {
            for (int i = 0; i < ChangeRows.COMMITS_PER_TIDYING; i++) {
                writer.commit(database("d" + i)).require();
            }
        }

        int most = ChangeRows.COMMITS_KEPT + ChangeRows.COMMITS_PER_TIDYING;
        assertThat(count("SELECT count(*) FROM catalog_change")).isLessThanOrEqualTo(most);
        try (Handle handle = Jdbi.create(store().source()).open()) {
            // The row before was there until a commit that tidied.
            long oldest = 5_100 - ChangeRows.COMMITS_KEPT;
            CatalogState now = whole().state();
            assertThat(ChangeRows.between(handle, stateAt(oldest, now), now))
                    .hasSize(1 + ChangeRows.COMMITS_PER_TIDYING);
            assertThat(ChangeRows.between(handle, stateAt(oldest - 1, now), now)).isNull();
        }
    }

    /// As of one of the commits that were made up.
    private static CatalogState stateAt(long version, CatalogState of) {
        return new CatalogState(
                of.clusterId(),
                of.accountId(),
                version,
                of.nextId(),
                of.persistedThrough(),
                "x",
                of.createdAt());
    }

    // --- where nobody can say ----------------------------------------------------------------

    @Test
    default void everythingIsReadWhereNobodyCanSayWhatHasChanged() {
        String last = "(SELECT version FROM catalog_state)";
        try (SqlCatalog writer = writer()) {
            table(writer);
            for (String between :
                    List.of(
                            // A store that was brought up to date has nothing of before.
                            "DELETE FROM catalog_change",
                            // Whoever was away for long.
                            "DELETE FROM catalog_change WHERE version < " + last,
                            // Another history has come as far.
                            "UPDATE catalog_change SET last_commit = 'x' WHERE version + 1 = "
                                    + last,
                            // A commit in between is not told of.
                            "DELETE FROM catalog_change WHERE version = " + last,
                            // It has changed so much that it was not written down.
                            "UPDATE catalog_change SET changed = NULL WHERE version = " + last)) {
                WatchedStore watched = new WatchedStore(store());
                for (Follower follower : followers(watched.store())) {
                    TreeSnapshot _ = follower.caughtUp();
                    writer.commit(database("b" + writer.snapshot().version())).require();
                    execute(between);
                    writer.commit(database("b" + writer.snapshot().version())).require();
                    assertReadsEverythingOnce(watched, follower);
                    follower.close();
                }
            }
        }
    }

    @Test
    default void everythingIsReadWhereTheStateIsNotWhatTheChangesLedTo() {
        try (SqlCatalog writer = writer()) {
            writer.commit(database("n0")).require();
            WatchedStore watched = new WatchedStore(store());
            for (Follower follower : followers(watched.store())) {
                writer.commit(database("b" + writer.snapshot().version())).require();
                execute(
                        "UPDATE catalog_change SET last_commit = 'x' WHERE version = "
                                + writer.snapshot().version());
                assertReadsEverything(watched, follower);
                follower.close();
            }
        }
    }

    @Test
    default void anEarlierStateIsNoContinuation() {
        try (SqlCatalog writer = writer()) {
            writer.commit(database("n0")).require();
            WatchedStore watched = new WatchedStore(store());
            for (Follower follower : followers(watched.store())) {
                CatalogState before = whole().state();
                String name = "later" + before.version();
                writer.commit(database(name)).require();
                TreeSnapshot _ = follower.caughtUp();
                // The change rows of what is gone stay, as no restoring of a copy would leave them.
                execute("DELETE FROM database_entry WHERE name = '" + name + "'");
                execute(
                        "UPDATE catalog_state SET version = "
                                + before.version()
                                + ", last_commit = '"
                                + before.lastCommit()
                                + "'");
                assertReadsEverythingOnce(watched, follower);
                writer.follow();
                follower.close();
            }
        }
    }
}
