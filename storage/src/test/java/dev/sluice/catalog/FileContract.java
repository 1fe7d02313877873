// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of data files that are replaced, deleted and forgotten (data.md 7.3, 7.7, 7.8).
public interface FileContract {
    /// When files are deleted in these tests.
    Instant MARKED = Instant.parse("2026-03-03T12:00:00.456Z");

    /// A catalog with nothing in it, closed by the implementation's test.
    Catalog catalog();

    /// The same store, closed and opened again.
    Catalog reopened();

    private CatalogSnapshot done(CatalogChange change) {
        return catalog().commit(change).require();
    }

    private void refused(CatalogChange change, Problem.Kind kind, String code) {
        CatalogSnapshot before = catalog().snapshot();
        CommitOutcome outcome = catalog().commit(change);
        assertThatThrownBy(outcome::require)
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(kind, code);
        assertThat(catalog().snapshot()).isSameAs(before);
    }

    private TableEntry table(String name) {
        if (catalog().snapshot().findDatabase("plant").isEmpty()) {
            done(new CatalogChange.CreateDatabase(new DatabaseName("plant"), 0, 9, 9));
        }
        CatalogSnapshot after = done(new CatalogChange.CreateTable("plant", name, null));
        return after.findTable(after.findDatabase("plant").orElseThrow().id(), name).orElseThrow();
    }

    private static CatalogChange.AddedFile added(
            TableEntry table, String path, long min, long max) {
        return added(table, path, min, max, 0, null);
    }

    private static CatalogChange.AddedFile added(
            TableEntry table, String path, long min, long max, int level, @Nullable String key) {
        return new CatalogChange.AddedFile(
                new StoredFile(new ObjectPath(path), 77),
                table.databaseId(),
                table.id(),
                min,
                max,
                2,
                level,
                key,
                level == 0 ? null : ColumnSet.parse("0-3,7"));
    }

    private FileEntry file(TableEntry table, String path, long min, long max) {
        return file(added(table, path, min, max));
    }

    private FileEntry file(CatalogChange.AddedFile added) {
        return done(new CatalogChange.AddFiles(
                        List.of(added), catalog().snapshot().persistedThrough()))
                .findFile(added.file().path())
                .orElseThrow();
    }

    private List<String> live(TableEntry table) {
        return reopened().snapshot().files(table.id()).stream()
                .map(file -> file.path().value())
                .toList();
    }

    private static CatalogChange replacing(
            List<FileEntry> replaced, CatalogChange.AddedFile... added) {
        return new CatalogChange.ReplaceFiles(replaced, List.of(added), MARKED);
    }

    @Test
    default void keepsLevelPartitionAndColumnsOfAFile() {
        TableEntry table = table("oven");

        file(added(table, "data/a", 0, 9, 2, "2026-03-01|!"));

        FileEntry kept = reopened().snapshot().files(table.id()).getFirst();
        assertThat(kept.level()).isEqualTo(2);
        assertThat(kept.partition()).isEqualTo("2026-03-01|!");
        assertThat(kept.columns()).isEqualTo(ColumnSet.parse("0-3,7"));
        assertThat(kept.id()).isEqualTo(kept.sequence());
    }

    @Test
    default void remembersSkippedPartitionsUntilTheyAreAskedForAgain() {
        TableEntry table = table("oven");
        SkippedPartition first =
                new SkippedPartition(table.id(), "a", "too much", 3, 4, 1L << 40, MARKED);
        SkippedPartition other =
                new SkippedPartition(table.id(), "b", "too many", 1, 2, 3, MARKED.plusSeconds(1));

        done(new CatalogChange.SkipPartition(other));
        done(
                new CatalogChange.SkipPartition(
                        new SkippedPartition(table.id(), "a", "at first", 1, 1, 1, MARKED)));
        done(new CatalogChange.SkipPartition(first));

        CatalogSnapshot kept = reopened().snapshot();
        assertThat(kept.skippedPartitions()).containsExactly(first, other);
        assertThat(kept.findSkippedPartition(table.id(), "a")).contains(first);
        assertThat(kept.findSkippedPartition(table.id(), "c")).isEmpty();
        done(new CatalogChange.RetryPartition(table.id(), "a"));
        long version = catalog().snapshot().version();
        done(new CatalogChange.RetryPartition(table.id(), "a"));
        assertThat(catalog().snapshot().version()).isEqualTo(version);
        assertThat(reopened().snapshot().skippedPartitions()).containsExactly(other);
    }

    @Test
    default void aSkippedPartitionGoesWithItsTable() {
        TableEntry table = table("oven");
        done(
                new CatalogChange.SkipPartition(
                        new SkippedPartition(table.id(), "a", "too much", 3, 4, 5, MARKED)));

        done(new CatalogChange.DeleteTable("plant", "oven", MARKED));
        done(new CatalogChange.ForgetTable(table.id(), MARKED));

        assertThat(reopened().snapshot().skippedPartitions()).isEmpty();
        refused(
                new CatalogChange.SkipPartition(
                        new SkippedPartition(table.id(), "a", "too much", 3, 4, 5, MARKED)),
                Problem.Kind.NOT_FOUND,
                "table_not_found");
    }

    @Test
    default void thereIsNoThirdLevel() {
        TableEntry table = table("oven");

        for (int level : List.of(-1, 3)) {
            assertThatThrownBy(() -> added(table, "data/a", 0, 9, level, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void deletedFilesAreOutOfSightAndListedByTheirDeletion() {
        TableEntry oven = table("oven");
        TableEntry press = table("press");
        FileEntry a = file(oven, "data/a", 0, 9);
        FileEntry b = file(press, "data/b", 0, 9);
        FileEntry c = file(oven, "data/c", 0, 9);

        done(new CatalogChange.DeleteFiles(List.of(c), MARKED.plusSeconds(1)));
        done(new CatalogChange.DeleteFiles(List.of(a, b), MARKED.plusNanos(7)));

        CatalogSnapshot after = reopened().snapshot();
        assertThat(after.files(oven.id())).isEmpty();
        assertThat(after.files(press.id())).isEmpty();
        assertThat(after.findFile(a.path())).hasValue(a);
        assertThat(after.deletedFiles(MARKED.plusSeconds(1), 9))
                .containsExactly(
                        new DeletedFile(a, MARKED),
                        new DeletedFile(b, MARKED),
                        new DeletedFile(c, MARKED.plusSeconds(1)));
        assertThat(after.deletedFiles(MARKED.plusSeconds(1), 2)).hasSize(2);
        assertThat(after.deletedFiles(MARKED, 9)).hasSize(2);
        assertThat(after.deletedFiles(MARKED.minusMillis(1), 9)).isEmpty();
    }

    @Test
    default void aFileIsDeletedOnce() {
        TableEntry table = table("oven");
        FileEntry a = file(table, "data/a", 0, 9);
        FileEntry b = file(table, "data/b", 0, 9);
        done(new CatalogChange.DeleteFiles(List.of(a), MARKED));

        refused(
                new CatalogChange.DeleteFiles(List.of(b, a), MARKED),
                Problem.Kind.CONFLICT,
                "file_not_live");
        refused(
                new CatalogChange.DeleteFiles(List.of(b, b), MARKED),
                Problem.Kind.CONFLICT,
                "file_not_live");
        refused(
                replacing(List.of(a, b), added(table, "data/c", 0, 9)),
                Problem.Kind.CONFLICT,
                "file_not_live");
        assertThat(live(table)).containsExactly("data/b");
    }

    @Test
    default void aForgottenFileIsGoneAndItsPathFree() {
        TableEntry table = table("oven");
        FileEntry a = file(table, "data/a", 0, 9);
        done(new CatalogChange.DeleteFiles(List.of(a), MARKED));

        done(new CatalogChange.ForgetFiles(List.of(a)));

        assertThat(catalog().snapshot().findFile(a.path())).isEmpty();
        assertThat(reopened().snapshot().findFile(a.path())).isEmpty();
        assertThat(catalog().snapshot().deletedFiles(MARKED, 9)).isEmpty();
        CatalogSnapshot before = catalog().snapshot();
        assertThat(done(new CatalogChange.ForgetFiles(List.of(a)))).isSameAs(before);
        assertThat(file(table, "data/a", 0, 9).id()).isGreaterThan(a.id());
    }

    @Test
    default void aLiveFileIsNotForgotten() {
        TableEntry table = table("oven");
        FileEntry a = file(table, "data/a", 0, 9);
        FileEntry b = file(table, "data/b", 0, 9);
        done(new CatalogChange.DeleteFiles(List.of(a), MARKED));

        refused(new CatalogChange.ForgetFiles(List.of(a, b)), Problem.Kind.CONFLICT, "file_live");
    }

    @Test
    default void replacingTakesThePlaceOfTheNewestOfTheReplaced() {
        TableEntry table = table("oven");
        FileEntry a = file(table, "data/a", 0, 9);
        FileEntry b = file(table, "data/b", 5, 15);
        file(table, "data/newer", 0, 20);

        done(replacing(List.of(a, b), added(table, "data/c", 0, 15, 1, "2026-03-01")));

        assertThat(live(table)).containsExactly("data/c", "data/newer");
        FileEntry made = catalog().snapshot().findFile(new ObjectPath("data/c")).orElseThrow();
        assertThat(made.sequence()).isEqualTo(b.sequence());
        assertThat(made.level()).isEqualTo(1);
        assertThat(catalog().snapshot().deletedFiles(MARKED, 9))
                .extracting(DeletedFile::file)
                .containsExactly(a, b);
    }

    @Test
    default void oneFileMayBecomeManyOfTheSamePlace() {
        TableEntry table = table("oven");
        FileEntry a = file(table, "data/a", 0, 19);

        done(replacing(List.of(a), added(table, "data/c", 10, 19), added(table, "data/b", 0, 9)));

        assertThat(live(table)).containsExactly("data/c", "data/b");
        assertThat(catalog().snapshot().files(table.id()))
                .extracting(FileEntry::sequence)
                .containsOnly(a.sequence());
    }

    @Test
    default void whatStandsBetweenTheReplacedIsReplacedWithThem() {
        TableEntry table = table("oven");
        FileEntry a = file(table, "data/a", 0, 9);
        FileEntry between = file(table, "data/b", 9, 12);
        FileEntry c = file(table, "data/c", 20, 29);

        refused(
                replacing(List.of(a, c), added(table, "data/d", 0, 29)),
                Problem.Kind.CONFLICT,
                "file_between");

        done(replacing(List.of(a, between, c), added(table, "data/d", 0, 29)));
        assertThat(live(table)).containsExactly("data/d");
    }

    @Test
    default void whatSharesNoPointMayStandBetween() {
        TableEntry table = table("oven");
        FileEntry a = file(added(table, "data/a", 0, 9, 0, "x"));
        file(added(table, "data/other-time", 10, 19, 0, "x"));
        file(added(table, "data/other-partition", 0, 29, 0, "y"));
        FileEntry c = file(added(table, "data/c", 20, 29, 0, "x"));

        done(replacing(List.of(a, c), added(table, "data/d", 0, 29, 1, "x")));

        assertThat(live(table))
                .containsExactly("data/other-time", "data/other-partition", "data/d");
    }

    @Test
    default void filesMayBeReplacedByNothing() {
        TableEntry table = table("oven");
        FileEntry a = file(table, "data/a", 0, 9);
        file(table, "data/b", 0, 9);
        FileEntry c = file(table, "data/c", 0, 9);

        done(replacing(List.of(a, c)));

        assertThat(live(table)).containsExactly("data/b");
    }

    @Test
    default void replacingByAKnownPathIsRefused() {
        TableEntry table = table("oven");
        FileEntry a = file(table, "data/a", 0, 9);

        refused(
                replacing(List.of(a), added(table, "data/a", 0, 9)),
                Problem.Kind.CONFLICT,
                "file_exists");
    }

    @Test
    default void replacingIsOfOneTable() {
        TableEntry oven = table("oven");
        TableEntry press = table("press");
        FileEntry a = file(oven, "data/a", 0, 9);
        FileEntry b = file(press, "data/b", 0, 9);

        assertThatThrownBy(() -> replacing(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> replacing(List.of(a, b)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> replacing(List.of(a), added(press, "data/c", 0, 9)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void replacingLeavesTheLogPosition() {
        TableEntry table = table("oven");
        FileEntry a = file(table, "data/a", 0, 9);
        done(new CatalogChange.AddFiles(List.of(), new LogPosition(5)));

        done(replacing(List.of(a), added(table, "data/b", 0, 9)));

        assertThat(reopened().snapshot().persistedThrough()).isEqualTo(new LogPosition(5));
    }
}
