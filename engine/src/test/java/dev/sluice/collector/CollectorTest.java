// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import static dev.sluice.collector.CollectorFixture.CONFIG;
import static dev.sluice.collector.CollectorFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.config.CollectorConfig;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.testkit.Conforms;
import dev.sluice.wal.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the collector takes, when, and what it leaves alone (data.md 7.8 to 7.10, admin.md 5.2).
final class CollectorTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir private Path directory;
    private CollectorFixture world;

    @BeforeEach
    void open() throws IOException {
        world = new CollectorFixture(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<FileEntry> files(TableEntry table) {
        return world.catalog().snapshot().files(table.id());
    }

    // --- retention ---------------------------------------------------------------------------

    @Test
    @Conforms("D-242")
    void marksFilesThatAreWhollyExpired() throws IOException {
        TableEntry table = world.table("d", Duration.ofHours(1), "t");
        FileEntry expired = world.file(table, START.minus(Duration.ofHours(1)));
        FileEntry later = world.file(table, START);

        world.after(Duration.ZERO);
        assertThat(files(table)).containsExactly(expired, later);

        world.after(Duration.ofMinutes(35));
        assertThat(files(table)).containsExactly(later);
        assertThat(world.collected).containsEntry("expired_files", 1L).hasSize(1);
        assertThat(world.objects()).contains(expired.path());
    }

    @Test
    void marksNothingOfDatabasesThatKeepPointsForEver() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        world.file(table, Instant.EPOCH);

        world.after(Duration.ofDays(9_000));

        assertThat(files(table)).hasSize(1);
        assertThat(world.collected).isEmpty();
    }

    @Test
    void marksNothingOfWhatIsDeletedSoThatItComesBackWhole() throws IOException {
        TableEntry table = world.table("d", Duration.ofHours(1), "t");
        TableEntry other = world.table("e", Duration.ofHours(1), "t");
        world.file(table, START);
        world.file(other, START);
        world.done(new CatalogChange.DeleteTable("d", "t", world.now));
        world.done(new CatalogChange.DeleteDatabase("e", world.now));

        world.after(DAY);

        assertThat(files(table)).hasSize(1);
        assertThat(files(other)).hasSize(1);
    }

    @Test
    void marksMoreThanOneBatch() throws IOException {
        TableEntry table = world.table("d", Duration.ofHours(1), "t");
        List<CatalogChange.AddedFile> added = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            added.add(
                    new CatalogChange.AddedFile(
                            new StoredFile(new ObjectPath("data/" + i), 1),
                            table.databaseId(),
                            table.id(),
                            i,
                            i,
                            1));
        }
        world.done(new CatalogChange.AddFiles(added, LogPosition.NONE));

        world.after(Duration.ZERO);

        assertThat(files(table)).isEmpty();
        assertThat(world.collected).containsEntry("expired_files", 2_500L);
    }

    @Test
    void looksAgainWhenCompactionReplacedAFileInBetween() throws IOException {
        TableEntry table = world.table("d", Duration.ofHours(1), "t");
        FileEntry first = world.file(table, Instant.EPOCH);
        FileEntry second = world.file(table, Instant.EPOCH.plusSeconds(9));
        world.beforeCommit =
                () -> world.done(new CatalogChange.ReplaceFiles(List.of(first), List.of(), START));

        world.after(Duration.ZERO);

        assertThat(files(table)).isEmpty();
        assertThat(world.collected).containsEntry("expired_files", 1L);
        assertThat(world.catalog().snapshot().findFile(second.path())).isPresent();
        assertThat(world.failed).isEmpty();
    }

    // --- files and objects -------------------------------------------------------------------

    @Test
    @Conforms({"A-175", "D-246"})
    void forgetsMarkedFilesAfterTheirCutoffAndDeletesObjectsAfterTheirs() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        FileEntry file = world.file(table, START);
        world.after(DAY);
        world.done(new CatalogChange.DeleteFiles(List.of(file), world.now));

        world.after(Duration.ofDays(3).minusMillis(1));
        assertThat(world.catalog().snapshot().findFile(file.path())).isPresent();

        // Now four days old.
        world.after(Duration.ofMinutes(30));
        assertThat(world.catalog().snapshot().findFile(file.path())).isEmpty();
        assertThat(world.objects()).containsExactly(file.path());

        world.after(DAY);
        assertThat(world.objects()).isEmpty();
        assertThat(world.collected)
                .containsEntry("deleted_files", 1L)
                .containsEntry("unknown_objects", 1L)
                .hasSize(2);
    }

    @Test
    void deletesObjectsOfNoFileWhenTheyAreOld() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        FileEntry known = world.file(table, START);
        world.put(table);
        world.after(Duration.ofDays(5));
        assertThat(world.objects()).hasSize(2);

        ObjectPath young = world.put(table).path();
        world.after(Duration.ofMinutes(30));

        assertThat(world.objects()).containsExactlyInAnyOrder(known.path(), young);
    }

    @Test
    void anObjectWhoseFileIsCommittedWhileItLooksStays() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        StoredFile stored = world.put(table);
        world.now = START.plus(Duration.ofDays(9));
        world.afterListing =
                () ->
                        world.done(
                                new CatalogChange.AddFiles(
                                        List.of(
                                                new CatalogChange.AddedFile(
                                                        stored,
                                                        table.databaseId(),
                                                        table.id(),
                                                        0,
                                                        9,
                                                        2)),
                                        LogPosition.NONE));

        world.after(Duration.ZERO);

        assertThat(world.objects()).containsExactly(stored.path());
    }

    @Test
    void anObjectThatAQueryReadsStaysUntilTheQueryEnds() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        FileEntry file = world.file(table, START);
        try (ObjectsInUse.Use query = world.inUse.begin()) {
            query.add(List.of(file.path()));
            world.done(new CatalogChange.DeleteFiles(List.of(file), world.now));
            world.after(Duration.ofDays(9));
            world.after(DAY);
            assertThat(world.catalog().snapshot().findFile(file.path())).isEmpty();
            assertThat(world.store().hold(file.path()).path()).hasContent("content");
        }

        world.after(Duration.ofMinutes(30));

        assertThat(world.objects()).isEmpty();
    }

    @Test
    void aQueryThatBeginsWhileTheStoreIsListedKeepsItsObject() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        ObjectPath path = world.put(table).path();
        world.now = START.plus(Duration.ofDays(9));
        world.afterListing = () -> world.inUse.begin().add(List.of(path));

        world.after(Duration.ZERO);

        assertThat(world.objects()).containsExactly(path);
    }

    @Test
    void anObjectOfACommitThatWasLeftInDoubtStays() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        CatalogSnapshot before = world.catalog().snapshot();
        FileEntry file = world.file(table, START);
        world.stale = before;

        world.after(Duration.ofDays(9));

        assertThat(world.objects()).containsExactly(file.path());
    }

    @Test
    void leavesAloneWhatIsNoDataFile() throws IOException {
        ObjectPath backup = new ObjectPath("backup/1");
        world.store().put(backup, Files.writeString(directory.resolve("b"), "b"));

        world.after(Duration.ofDays(99_999));

        assertThat(world.objects()).containsExactly(backup);
    }

    // --- deletion for good -------------------------------------------------------------------

    @Test
    @Conforms("A-175")
    void removesDeletedTablesAfterTheGrace() throws IOException {
        TableEntry gone = world.table("d", Duration.ZERO, "gone");
        TableEntry stays = world.table("d", Duration.ZERO, "stays");
        FileEntry file = world.file(gone, START);
        FileEntry other = world.file(stays, START);
        world.done(new CatalogChange.DeleteTable("d", "gone", world.now));

        world.after(Duration.ofDays(2).minusMillis(1));
        assertThat(world.catalog().snapshot().findTable(gone.id())).isPresent();
        world.after(DAY);

        assertThat(world.catalog().snapshot().findTable(gone.id())).isEmpty();
        assertThat(world.catalog().commit(new CatalogChange.UndeleteTable("d", gone.id())))
                .isInstanceOf(CommitOutcome.Refused.class);
        world.after(Duration.ofDays(9));
        assertThat(world.objects()).containsExactly(other.path()).doesNotContain(file.path());
        assertThat(world.collected).containsEntry("deleted_tables", 1L);
    }

    @Test
    @Conforms("A-175")
    void removesDeletedDatabasesAfterTheGraceWithAllThatIsInThem() throws IOException {
        TableEntry table = world.table("d", Duration.ofHours(1), "t");
        world.file(table, START);
        world.done(new CatalogChange.DeleteDatabase("d", world.now));
        FileEntry other = world.file(world.table("d", Duration.ZERO, "t"), START);

        world.after(Duration.ofDays(2));

        assertThat(world.catalog().snapshot().deletedDatabases()).isEmpty();
        assertThat(world.catalog().commit(new CatalogChange.UndeleteDatabase(table.databaseId())))
                .isInstanceOf(CommitOutcome.Refused.class);
        world.after(Duration.ofDays(9));
        assertThat(world.objects()).containsExactly(other.path());
        assertThat(world.collected).containsEntry("deleted_databases", 1L);
    }

    @Test
    @Conforms("A-175")
    void removesNothingForGoodUnlessItIsEnabled() throws IOException {
        world.restart(CollectorConfig.DEFAULT);
        TableEntry table = world.table("d", Duration.ZERO, "t");
        TableEntry other = world.table("e", Duration.ZERO, "t");
        world.file(table, START);
        world.file(other, START);
        world.done(new CatalogChange.DeleteTable("d", "t", world.now));
        world.done(new CatalogChange.DeleteDatabase("e", world.now));

        world.after(Duration.ofDays(3_000));

        world.done(new CatalogChange.UndeleteTable("d", table.id()));
        world.done(new CatalogChange.UndeleteDatabase(other.databaseId()));
        assertThat(world.objects()).hasSize(2);
    }

    @Test
    @Conforms("A-175")
    void removesAtMostTheLimitAndTheLongestDeletedFirst() throws IOException {
        CollectorConfig.Removal two = new CollectorConfig.Removal(true, Duration.ofDays(2), DAY, 2);
        world.restart(
                new CollectorConfig(
                        CONFIG.objects(),
                        CONFIG.files(),
                        CONFIG.retentionPause(),
                        two,
                        two,
                        CONFIG.backups()));
        for (String name : List.of("a", "b", "c")) {
            world.table(name, Duration.ZERO, "t");
        }
        for (String name : List.of("b", "c", "a")) {
            world.now = world.now.plusSeconds(1);
            world.done(new CatalogChange.DeleteDatabase(name, world.now));
        }

        world.after(Duration.ofDays(3));
        assertThat(world.catalog().snapshot().deletedDatabases())
                .extracting(database -> database.name())
                .containsExactly("a");
        world.after(DAY);

        assertThat(world.catalog().snapshot().deletedDatabases()).isEmpty();
    }

    @Test
    void whatIsBroughtBackJustThenStaysWhole() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        world.file(table, START);
        world.done(new CatalogChange.DeleteTable("d", "t", world.now));
        world.now = START.plus(Duration.ofDays(3));
        world.beforeCommit = () -> world.done(new CatalogChange.UndeleteTable("d", table.id()));

        world.after(Duration.ZERO);

        assertThat(files(table)).hasSize(1);
        assertThat(world.failed).isEmpty();
    }

    // --- failures ----------------------------------------------------------------------------

    @Test
    void survivesAStoreThatFails() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        world.put(table);
        world.listingFails = true;
        world.after(Duration.ofDays(9));
        assertThat(world.failed).containsExactly("unknown_objects");
        assertThat(world.objects()).hasSize(1);

        world.listingFails = false;
        world.after(Duration.ofMinutes(30));

        assertThat(world.objects()).isEmpty();
    }

    @Test
    void survivesWantOfMemory() throws IOException {
        world.put(world.table("d", Duration.ZERO, "t"));
        world.afterListing =
                () -> {
                    throw new OutOfMemoryError("as the test wants it");
                };
        world.after(Duration.ofDays(9));
        assertThat(world.failed).containsExactly("unknown_objects");
        assertThat(world.objects()).hasSize(1);

        world.afterListing = () -> {};
        world.after(Duration.ofMinutes(30));

        assertThat(world.objects()).isEmpty();
    }

    @Test
    void oneObjectThatCannotBeDeletedKeepsNoOther() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        for (int i = 0; i < 5; i++) {
            world.put(table);
        }
        world.stuck.add(world.objects().getFirst());

        world.after(Duration.ofDays(9));

        assertThat(world.objects()).hasSize(1);
        assertThat(world.collected).containsEntry("unknown_objects", 4L);
        assertThat(world.failed).containsExactly("unknown_objects");
    }

    @Test
    void aStoreThatDeletesNothingIsLeftAloneAfterTenFailures() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        for (int i = 0; i < 15; i++) {
            world.put(table);
        }
        world.stuck.addAll(world.objects().subList(1, 13));

        world.after(Duration.ofDays(9));

        assertThat(world.objects()).hasSize(14);
        assertThat(world.collected).containsEntry("unknown_objects", 1L);
        assertThat(world.failed).containsExactly("unknown_objects");
    }

    @Test
    void manyObjectsThatCannotBeDeletedKeepNoOtherForEver() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        for (int i = 0; i < 15; i++) {
            world.put(table);
        }
        List<ObjectPath> stuck = world.objects().subList(0, 12);
        world.stuck.addAll(stuck);
        world.after(Duration.ofDays(9));
        assertThat(world.objects()).hasSize(15);

        world.after(Duration.ofHours(1));

        assertThat(world.objects()).isEqualTo(stuck);
        assertThat(world.collected).containsEntry("unknown_objects", 3L);

        world.stuck.clear();
        world.after(Duration.ofHours(1));
        assertThat(world.objects()).isEmpty();
    }

    @Test
    void aCatalogThatFailsLosesNothing() throws IOException {
        TableEntry table = world.table("d", Duration.ofHours(1), "t");
        TableEntry gone = world.table("d", Duration.ZERO, "gone");
        world.file(table, START);
        world.put(table);
        world.done(new CatalogChange.DeleteTable("d", "gone", world.now));
        world.catalogFails = true;

        world.after(Duration.ofDays(9));
        assertThat(world.failed)
                .containsExactly("expired_files", "deleted_tables", "unknown_objects");
        assertThat(world.objects()).hasSize(2);
        assertThat(world.collected).isEmpty();

        world.catalogFails = false;
        world.after(DAY);
        assertThat(world.catalog().snapshot().findTable(gone.id())).isEmpty();
        assertThat(files(table)).isEmpty();
        assertThat(world.objects()).hasSize(1);
    }

    // --- the schedule ------------------------------------------------------------------------

    @Test
    void eachLookHasAnIntervalOfItsOwn() {
        assertThat(world.after(Duration.ZERO)).isEqualTo(Duration.ofMinutes(30));
        assertThat(world.after(Duration.ofMinutes(30))).isEqualTo(Duration.ofMinutes(5));
        assertThat(world.after(Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(25));
        assertThat(world.after(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(24));
    }

    @Test
    void runsOnAThreadOfItsOwnUntilItIsClosed() throws Exception {
        TableEntry table = world.table("d", Duration.ofHours(1), "t");
        world.file(table, Instant.EPOCH);
        CountDownLatch looked = new CountDownLatch(1);
        world.afterListing = looked::countDown;

        world.collector().start();
        looked.await();
        world.collector().close();

        assertThat(files(table)).isEmpty();
    }
}
