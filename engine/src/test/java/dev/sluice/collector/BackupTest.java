// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import static dev.sluice.collector.CollectorFixture.CONFIG;
import static dev.sluice.collector.CollectorFixture.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.CollectorConfig;
import dev.sluice.objectstore.ObjectPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When snapshots of the catalog are made, of what, and which objects they keep (admin.md 6.8).
final class BackupTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FOUR_HOURS = Duration.ofHours(4);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String ROOT = "catalog_backup_file_lists/";

    /// Of START, which is a whole multiple of four hours.
    private static final String FIRST = ROOT + "2026-03-01T12-00-00Z/";

    @TempDir private Path directory;
    private CollectorFixture world;

    @BeforeEach
    void open() throws IOException {
        world = new CollectorFixture(directory, backups(true, true));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static CollectorConfig backups(boolean made, boolean protecting) {
        return new CollectorConfig(
                CONFIG.objects(),
                CONFIG.files(),
                CONFIG.retentionPause(),
                CONFIG.databases(),
                CONFIG.tables(),
                new CollectorConfig.Backups(
                        made, protecting, FOUR_HOURS, Duration.ofDays(10), Duration.ofDays(20)));
    }

    /// Lets hours pass, with a look at each.
    private void hours(int count) {
        for (int i = 0; i < count; i++) {
            world.after(HOUR);
        }
    }

    private List<String> inStore() throws IOException {
        return world.store().list(ROOT).stream().map(ObjectPath::value).toList();
    }

    /// The times of complete ones.
    private List<String> complete() throws IOException {
        return inStore().stream()
                .filter(path -> path.endsWith("/bloom.bin.gz"))
                .map(path -> path.substring(ROOT.length(), path.lastIndexOf('/')))
                .toList();
    }

    private byte[] unzipped(String path) throws IOException {
        try (InputStream in =
                new GZIPInputStream(
                        Files.newInputStream(world.store().hold(new ObjectPath(path)).path()))) {
            return in.readAllBytes();
        }
    }

    private List<ObjectPath> dataFiles() throws IOException {
        return world.store().list("data/");
    }

    /// Deletes a file, and lets the catalog forget it.
    private void forget(FileEntry file) {
        world.done(new CatalogChange.DeleteFiles(List.of(file), world.now));
        world.done(new CatalogChange.ForgetFiles(List.of(file)));
    }

    // --- beside other processes --------------------------------------------------------------

    @Test
    void noneIsCompleteOfOneWhoLostTheTurnMeanwhile() throws IOException {
        world.inTurn = false;
        world.after(Duration.ZERO);
        assertThat(inStore()).isEmpty();
        assertThat(world.failed).containsExactly("catalog_snapshots");

        world.inTurn = true;
        world.after(BackupMaking.PAUSE);
        assertThat(complete()).hasSize(1);
    }

    @Test
    void noneIsCompleteThatTookSoLongThatOthersGaveItUp() throws IOException {
        world.dumpTakes = Duration.ofMinutes(61);
        world.after(Duration.ZERO);
        assertThat(inStore()).isEmpty();
        assertThat(world.failed).containsExactly("catalog_snapshots");
    }

    // --- what one holds ----------------------------------------------------------------------

    @Test
    void holdsACopyTheNamesOfLiveObjectsAndAFilterOverThem() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        FileEntry live = world.file(table, START);
        FileEntry deleted = world.file(table, START);
        world.done(new CatalogChange.DeleteFiles(List.of(deleted), world.now));

        world.after(Duration.ZERO);

        assertThat(inStore())
                .containsExactly(
                        FIRST + "bloom.bin.gz",
                        FIRST + "catalog.sqlite.gz",
                        FIRST + "object_names.txt.gz",
                        FIRST + "sluice_version.txt");
        assertThat(world.store().hold(new ObjectPath(FIRST + "sluice_version.txt")).path())
                .hasContent("9.8.7\n");
        assertThat(new String(unzipped(FIRST + "object_names.txt.gz"), UTF_8))
                .isEqualTo(live.path() + "\n");
        NameFilter filter =
                NameFilter.read(world.store().hold(new ObjectPath(FIRST + "bloom.bin.gz")).path());
        assertThat(filter.mayHave(live.path())).isTrue();
        assertThat(filter.mayHave(deleted.path())).isFalse();
        Path copy = Files.write(directory.resolve("copy"), unzipped(FIRST + "catalog.sqlite.gz"));
        try (Catalog restored = SqlCatalog.open(copy)) {
            assertThat(restored.snapshot().files(table.id())).containsExactly(live);
        }
        assertThat(world.collected).containsEntry("catalog_snapshots", 1L).hasSize(1);
        assertThat(world.failed).isEmpty();
        assertThat(world.scratch()).isEmptyDirectory();
    }

    @Test
    void isReadByItsOwnerAlone() throws IOException {
        world.after(Duration.ZERO);

        for (String path : inStore()) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            world.store().hold(new ObjectPath(path)).path())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aCatalogWithoutFilesHasOneToo() throws IOException {
        world.after(Duration.ZERO);

        assertThat(complete()).hasSize(1);
        assertThat(unzipped(FIRST + "object_names.txt.gz")).isEmpty();
    }

    @Test
    void noneIsMadeUnlessThatIsAskedFor() throws IOException {
        world.restart(CONFIG);

        world.after(DAY);
        world.after(DAY);

        assertThat(inStore()).isEmpty();
        assertThat(world.dumps).isZero();
    }

    // --- when --------------------------------------------------------------------------------

    @Test
    void oneIsMadeAtEachWholeMultipleOfTheInterval() throws IOException {
        hours(13);

        assertThat(complete())
                .containsExactly(
                        "2026-03-01T13-00-00Z",
                        "2026-03-01T16-00-00Z",
                        "2026-03-01T20-00-00Z",
                        "2026-03-02T00-00-00Z");
    }

    @Test
    void aRestartNeitherSkipsNorDoublesOne() throws IOException {
        world.after(Duration.ZERO);
        for (int i = 0; i < 8; i++) {
            world.restart(backups(true, true));
            world.after(HOUR);
        }

        assertThat(complete())
                .containsExactly(
                        "2026-03-01T12-00-00Z", "2026-03-01T16-00-00Z", "2026-03-01T20-00-00Z");
    }

    @Test
    void aClockThatWasWrongOnceEndsNothing() throws IOException {
        world.now = START.plus(Duration.ofDays(4_000));
        world.after(Duration.ZERO);
        world.now = START;
        world.restart(backups(true, true));

        hours(5);

        assertThat(complete())
                .containsExactly(
                        "2026-03-01T13-00-00Z", "2026-03-01T16-00-00Z", "2037-02-11T12-00-00Z");
    }

    @Test
    void whatIsThereOfOthersIsNoSnapshotAndStays() throws IOException {
        List<String> others =
                List.of(
                        ROOT + "2026-03-01T12-00-00/bloom.bin.gz",
                        ROOT + "2026-03-01T12-00-00Z/more/bloom.bin.gz",
                        ROOT + "2026-13-01T12-00-00Z/bloom.bin.gz",
                        ROOT + "bloom.bin.gz");
        Path content = Files.writeString(directory.resolve("x"), "x");
        for (String other : others) {
            var _ = world.store().put(new ObjectPath(other), content);
        }

        world.after(Duration.ZERO);
        world.after(Duration.ofDays(40));

        assertThat(inStore()).containsAll(others);
        assertThat(inStore()).hasSize(others.size() + 4);
        assertThat(world.failed).isEmpty();
    }

    // --- failures ----------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"/sluice_version.txt", "/catalog.sqlite.gz", "/object_names.txt.gz"})
    void aPartThatCannotBePutLeavesNothing(String part) throws IOException {
        world.putsThatFail.add(part);
        world.after(Duration.ZERO);
        assertThat(inStore()).isEmpty();
        assertThat(world.failed).containsExactly("catalog_snapshots");
        assertThat(world.scratch()).isEmptyDirectory();

        world.putsThatFail.clear();
        world.after(Duration.ofMinutes(5));

        assertThat(complete()).containsExactly("2026-03-01T12-05-00Z");
        assertThat(inStore()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sluice_version.txt", "/catalog.sqlite.gz", "/object_names.txt.gz"})
    void aPartWhosePutIsNotAnsweredLeavesNothing(String part) throws IOException {
        world.putsWithoutAnswer.add(part);

        world.after(Duration.ZERO);

        assertThat(inStore()).isEmpty();
    }

    @Test
    void aMarkerThatCannotBePutLeavesWhatIsNotCompleteAndGoesLater() throws IOException {
        world.putsThatFail.add("/bloom.bin.gz");
        world.after(Duration.ZERO);
        assertThat(inStore()).hasSize(3);
        assertThat(complete()).isEmpty();

        world.putsThatFail.clear();
        hours(3);
        assertThat(complete()).containsExactly("2026-03-01T13-00-00Z");
        assertThat(inStore()).hasSize(7);

        world.after(HOUR);

        assertThat(inStore()).noneMatch(path -> path.startsWith(FIRST));
        assertThat(world.collected).containsEntry("old_catalog_snapshots", 1L);
    }

    @Test
    void aMarkerWhosePutIsNotAnsweredCountsWhereItIsThere() throws IOException {
        world.putsWithoutAnswer.add("/bloom.bin.gz");
        world.after(Duration.ZERO);
        assertThat(world.failed).containsExactly("catalog_snapshots");

        world.after(HOUR);

        assertThat(complete()).containsExactly("2026-03-01T12-00-00Z");
        assertThat(world.failed).hasSize(1);
    }

    @Test
    void aCatalogOrStoreThatIsAwayIsToldAndTriedAgain() throws IOException {
        world.catalogFails = true;
        world.after(Duration.ZERO);
        assertThat(world.failed).containsExactly("catalog_snapshots", "unknown_objects");
        assertThat(inStore()).isEmpty();
        world.catalogFails = false;
        world.listingFails = true;
        world.after(Duration.ofMinutes(5));
        assertThat(world.failed).hasSize(3).endsWith("catalog_snapshots");

        world.listingFails = false;
        world.after(Duration.ofMinutes(5));

        assertThat(complete()).containsExactly("2026-03-01T12-10-00Z");
    }

    @Test
    void whatACrashLeftInScratchIsTakenAway() throws IOException {
        Files.createDirectories(world.scratch());
        Files.writeString(world.scratch().resolve("catalog.sqlite"), "left");

        world.after(Duration.ZERO);

        assertThat(complete()).hasSize(1);
        assertThat(world.scratch()).isEmptyDirectory();
    }

    @Test
    void aServerThatEndsGivesUpTheOneInTheMaking() throws IOException {
        BackupMaking making =
                new BackupMaking(
                        world.catalog().dump(),
                        world.store(),
                        world.scratch(),
                        "9.8.7",
                        FOUR_HOURS,
                        () -> START,
                        () -> true,
                        () -> true);

        assertThatThrownBy(making::next).isInstanceOf(InterruptedIOException.class);

        assertThat(inStore()).isEmpty();
        assertThat(world.scratch()).isEmptyDirectory();
    }

    // --- which objects stay ------------------------------------------------------------------

    @Test
    void anObjectStaysAsLongAsASnapshotThatNamesIt() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        FileEntry file = world.file(table, START);
        world.after(Duration.ZERO);
        forget(file);

        world.after(Duration.ofDays(10));
        world.after(Duration.ofDays(10));
        assertThat(complete()).contains("2026-03-01T12-00-00Z");
        assertThat(dataFiles()).containsExactly(file.path());

        world.after(HOUR);

        assertThat(complete()).doesNotContain("2026-03-01T12-00-00Z");
        assertThat(dataFiles()).isEmpty();
        assertThat(world.collected).containsEntry("unknown_objects", 1L);
        assertThat(world.failed).isEmpty();
    }

    @Test
    void anObjectThatNoSnapshotNamesGoesAsEver() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        world.after(Duration.ZERO);
        FileEntry betweenTwo = world.file(table, START);
        world.put(table);
        forget(betweenTwo);

        world.after(Duration.ofDays(5));
        assertThat(dataFiles()).hasSize(2);
        world.after(HOUR);

        assertThat(dataFiles()).isEmpty();
        assertThat(world.collected).containsEntry("unknown_objects", 2L);
    }

    @Test
    void withoutProtectionSnapshotsKeepNoObject() throws IOException {
        world.restart(backups(true, false));
        TableEntry table = world.table("d", Duration.ZERO, "t");
        FileEntry file = world.file(table, START);
        world.after(Duration.ZERO);
        forget(file);

        world.after(Duration.ofDays(6));

        assertThat(dataFiles()).isEmpty();
        assertThat(complete()).hasSize(2);
    }

    @Test
    void anObjectThatStayedOnceGoesWithItsSnapshotThoughOthersAreThere() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        FileEntry file = world.file(table, START);
        world.after(Duration.ZERO);
        forget(file);
        world.after(Duration.ofDays(8));
        world.after(HOUR);
        assertThat(dataFiles()).hasSize(1);
        for (ObjectPath path : world.store().list(FIRST)) {
            world.store().delete(path);
        }

        world.after(HOUR);

        assertThat(complete()).hasSize(1);
        assertThat(dataFiles()).isEmpty();
    }

    @Test
    void whatIsRemovedForGoodInTheSameLookStaysByTheSnapshotThatWasMadeBefore() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        FileEntry file = world.file(table, START);
        world.after(Duration.ZERO);
        world.done(new CatalogChange.DeleteTable("d", "t", world.now));

        // The table is removed for good, and its object is old enough, all in this look.
        world.after(Duration.ofDays(9));

        assertThat(world.catalog().snapshot().findFile(file.path())).isEmpty();
        assertThat(dataFiles()).containsExactly(file.path());
        try (Catalog restored =
                SqlCatalog.open(
                        Files.write(
                                directory.resolve("copy"),
                                unzipped(FIRST + "catalog.sqlite.gz")))) {
            assertThat(restored.snapshot().findFile(file.path())).contains(file);
        }
    }

    @Test
    void whileOneIsInDoubtNothingIsLetGo() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        world.put(table);
        world.putsThatFail.add("/bloom.bin.gz");
        world.after(Duration.ofDays(6));
        assertThat(dataFiles()).hasSize(1);

        world.putsThatFail.clear();
        hours(3);
        assertThat(dataFiles()).hasSize(1);
        assertThat(complete()).hasSize(1);
        world.after(HOUR);

        assertThat(dataFiles()).isEmpty();
    }

    @Test
    void oneThatIsCompletedByALatePutProtectsItsObjects() throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        FileEntry file = world.file(table, START);
        world.now = START.plus(Duration.ofDays(6));
        world.putsWithoutAnswer.add("/bloom.bin.gz");
        world.after(Duration.ZERO);
        // As if the put took effect only now.
        ObjectPath marker = world.store().list(ROOT).getFirst();
        Path late = Files.copy(world.store().hold(marker).path(), directory.resolve("late"));
        world.store().delete(marker);
        forget(file);
        world.after(HOUR);
        assertThat(dataFiles()).hasSize(1);
        var _ = world.store().put(marker, late);

        hours(9);

        assertThat(dataFiles()).containsExactly(file.path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "other", "more", "huge"})
    void aFilterThatCannotBeReadKeepsEverything(String damage) throws IOException {
        TableEntry table = world.table("d", Duration.ZERO, "t");
        world.put(table);
        world.after(Duration.ZERO);
        ObjectPath marker = new ObjectPath(FIRST + "bloom.bin.gz");
        byte[] sound = Files.readAllBytes(world.store().hold(marker).path());
        world.store().delete(marker);
        Path damaged = Files.write(directory.resolve("x"), NameFilterTest.damaged(sound, damage));
        var _ = world.store().put(marker, damaged);

        world.after(Duration.ofDays(6));
        assertThat(dataFiles()).hasSize(1);
        assertThat(world.failed).containsExactly("unknown_objects");

        world.store().delete(marker);
        world.after(HOUR);
        assertThat(dataFiles()).isEmpty();
    }

    // --- how long they are kept --------------------------------------------------------------

    @Test
    void theNewestStaysUntilThereIsAnother() throws IOException {
        world.after(Duration.ZERO);
        world.catalogFails = true;
        world.after(Duration.ofDays(30));
        assertThat(complete()).containsExactly("2026-03-01T12-00-00Z");

        world.catalogFails = false;
        world.after(HOUR);

        assertThat(complete()).containsExactly("2026-03-31T13-00-00Z");
        assertThat(world.collected).containsEntry("old_catalog_snapshots", 1L);
    }

    @Test
    void theyAreKeptUpToTheirTimeThoughNoneIsMadeAnyMore() throws IOException {
        hours(8);
        world.restart(backups(false, true));

        world.after(Duration.ofDays(15));

        assertThat(complete()).containsExactly("2026-03-01T13-00-00Z", "2026-03-01T20-00-00Z");
    }

    @Test
    void oneThatCannotBeRemovedWholeIsNotCompleteAnyMore() throws IOException {
        world.after(Duration.ZERO);
        world.stuck.add(new ObjectPath(FIRST + "catalog.sqlite.gz"));
        world.after(Duration.ofDays(21));
        assertThat(inStore()).doesNotContain(FIRST + "bloom.bin.gz");
        assertThat(world.failed).containsExactly("old_catalog_snapshots");

        world.stuck.clear();
        world.after(HOUR);

        assertThat(inStore()).noneMatch(path -> path.startsWith(FIRST));
    }
}
