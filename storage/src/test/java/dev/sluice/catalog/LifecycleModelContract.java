// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.DatabaseName;
import java.time.Instant;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of databases and tables against [LifecycleModel]: after every step, and after
/// every restart in between, the catalog holds what the model holds. `-Dseed=` runs one seed again.
public interface LifecycleModelContract {
    /// A catalog with nothing in it, closed by the implementation's test.
    Catalog catalog();

    /// The same store, closed and opened again.
    Catalog reopened();

    /// One history each.
    static Stream<Long> seeds() {
        Long chosen = Long.getLong("seed");
        return chosen != null ? Stream.of(chosen) : new Random().longs(6).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    default void everyHistoryLeavesWhatTheModelHolds(long seed) {
        Random random = new Random(seed);
        LifecycleModel model = new LifecycleModel();
        TreeSet<String> outcomes = new TreeSet<>();
        for (int step = 0; step < 250; step++) {
            CatalogChange change = next(random, model.idMax(), step);
            String place = "seed " + seed + ", step " + step + ": " + change;

            CommitOutcome outcome = catalog().commit(change);

            long id = newId(outcome, change, model.idMax());
            String expected = model.apply(change, id);
            assertThat(wordOf(outcome)).as(place).isEqualTo(expected);
            outcomes.add(expected);
            assertThat(LifecycleModel.textOf(catalog().snapshot()))
                    .as(place)
                    .isEqualTo(model.text());
            if (random.nextInt(20) == 0) {
                assertThat(LifecycleModel.textOf(reopened().snapshot()))
                        .as("reopened after " + place)
                        .isEqualTo(model.text());
            }
        }
        assertThat(LifecycleModel.textOf(reopened().snapshot()))
                .as("seed " + seed)
                .isEqualTo(model.text());
        assertThat(outcomes).as("what seed " + seed + " tried").hasSizeGreaterThan(4);
    }

    private static String wordOf(CommitOutcome outcome) {
        return switch (outcome) {
            case CommitOutcome.Committed _ -> "done";
            case CommitOutcome.Refused(var problem) -> problem.code();
            case CommitOutcome.Unknown(var problem) -> "unknown: " + problem.code();
        };
    }

    /// The id of what was made, which nothing had before.
    private static long newId(CommitOutcome outcome, CatalogChange change, long idMax) {
        if (!(outcome instanceof CommitOutcome.Committed(CatalogSnapshot snapshot))) {
            return 0;
        }
        long id =
                switch (change) {
                    case CatalogChange.CreateDatabase(var name, _, _, _, _) ->
                            snapshot.findDatabase(name.value()).orElseThrow().id();
                    case CatalogChange.CreateTable(var database, var name, _) ->
                            snapshot.findTable(
                                            snapshot.findDatabase(database).orElseThrow().id(),
                                            name)
                                    .orElseThrow()
                                    .id();
                    default -> idMax + 1;
                };
        assertThat(id).as("the id of what " + change + " made").isGreaterThan(idMax);
        return id;
    }

    private static CatalogChange next(Random random, long idMax, int step) {
        String database = "d" + random.nextInt(3);
        String table = "t" + random.nextInt(4);
        Instant now = Instant.parse("2026-03-02T12:00:00Z").plusSeconds(step);
        long someId = random.nextLong(idMax + 2);
        return switch (random.nextInt(14)) {
            case 0 ->
                    new CatalogChange.CreateDatabase(
                            new DatabaseName(database),
                            random.nextInt(3),
                            random.nextInt(1, 4),
                            random.nextInt(1, 9));
            case 1 ->
                    new CatalogChange.UpdateDatabase(
                            database,
                            random.nextBoolean() ? null : random.nextLong(3),
                            random.nextBoolean() ? null : random.nextInt(1, 4),
                            random.nextBoolean() ? null : random.nextInt(1, 9));
            case 2 ->
                    new CatalogChange.RenameDatabase(
                            database, new DatabaseName("d" + random.nextInt(3)));
            case 3 -> new CatalogChange.DeleteDatabase(database, now);
            case 4 -> new CatalogChange.UndeleteDatabase(someId);
            case 5, 6 -> new CatalogChange.CreateTable(database, table, null);
            case 7, 8 -> new CatalogChange.RenameTable(database, table, "t" + random.nextInt(4));
            case 9 -> new CatalogChange.DeleteTable(database, table, now);
            case 10 ->
                    new CatalogChange.ForgetDatabase(someId, now.minusSeconds(random.nextInt(60)));
            case 11 -> new CatalogChange.ForgetTable(someId, now.minusSeconds(random.nextInt(60)));
            default -> new CatalogChange.UndeleteTable(database, someId);
        };
    }
}
