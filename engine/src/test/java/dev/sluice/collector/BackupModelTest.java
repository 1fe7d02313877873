// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.config.CollectorConfig;
import dev.sluice.objectstore.ObjectPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever happens, in whatever order: a snapshot that looks complete is, and every object that it
/// names is in the store. And what nothing needs goes in the end. `-Dseed=` runs one seed again.
final class BackupModelTest {
    private static final int STEPS = 60;

    /// Nothing is kept for long, so that much ends.
    private static final CollectorConfig CONFIG =
            new CollectorConfig(
                    new CollectorConfig.Sweep(Duration.ofHours(3), Duration.ofMinutes(30)),
                    new CollectorConfig.Sweep(Duration.ofHours(3), Duration.ofMinutes(30)),
                    Duration.ofMinutes(35),
                    new CollectorConfig.Removal(true, Duration.ZERO, Duration.ofMinutes(30), 9),
                    new CollectorConfig.Removal(true, Duration.ZERO, Duration.ofMinutes(30), 9),
                    new CollectorConfig.Backups(
                            true,
                            true,
                            Duration.ofHours(6),
                            Duration.ofHours(8),
                            Duration.ofDays(2)));

    @TempDir private Path directory;
    private Random random = new Random();

    /// The second one has a marker that comes late for an object that would be gone by then.
    static Stream<Long> seeds() {
        Long chosen = Long.getLong("seed");
        return chosen == null ? Stream.of(1L, 19L) : Stream.of(chosen);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<FileEntry> files(CollectorFixture world) {
        return world.catalog().snapshot().databases().stream()
                .flatMap(each -> world.catalog().snapshot().tables(each.id()).stream())
                .flatMap(each -> world.catalog().snapshot().files(each.id()).stream())
                .toList();
    }

    private static TableEntry table(CollectorFixture world, String database, String name) {
        CatalogSnapshot now = world.catalog().snapshot();
        return now.findDatabase(database)
                .flatMap(each -> now.findTable(each.id(), name))
                .orElseGet(() -> world.table(database, Duration.ZERO, name));
    }

    private void step(CollectorFixture world) throws IOException {
        if (random.nextInt(3) == 0) {
            completeLately(world);
        }
        List<FileEntry> files = files(world);
        List<DatabaseEntry> databases = world.catalog().snapshot().databases();
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                TableEntry table = table(world, "d" + random.nextInt(3), "t" + random.nextInt(2));
                FileEntry _ = world.file(table, world.now);
            }
            case 3 -> {
                if (!files.isEmpty()) {
                    world.done(new CatalogChange.DeleteFiles(List.of(any(files)), world.now));
                }
            }
            case 4 -> {
                if (!databases.isEmpty()) {
                    world.done(new CatalogChange.DeleteDatabase(any(databases).name(), world.now));
                }
            }
            case 5 ->
                    world.putsThatFail.add(
                            any(
                                    List.of(
                                            "/bloom.bin.gz",
                                            "/object_names.txt.gz",
                                            "/sluice_version.txt",
                                            "/catalog.sqlite.gz")));
            case 6 ->
                    world.putsWithoutAnswer.add(
                            any(
                                    List.of(
                                            "/bloom.bin.gz",
                                            "/object_names.txt.gz",
                                            "/sluice_version.txt",
                                            "/catalog.sqlite.gz")));
            case 7 -> world.listingFails = random.nextInt(4) == 0;
            case 8 -> world.catalogFails = random.nextInt(4) == 0;
            case 9 -> world.restart(CONFIG);
            case 10 -> heal(world);
            default -> world.putsThatFail.add("/bloom.bin.gz");
        }
        Duration _ = world.after(Duration.ofMinutes(random.nextInt(70)));
    }

    private static void heal(CollectorFixture world) {
        world.putsThatFail.clear();
        world.putsWithoutAnswer.clear();
        world.listingFails = false;
        world.catalogFails = false;
    }

    /// A marker whose put seemed to have failed appears, two hours later at most.
    private void completeLately(CollectorFixture world) throws IOException {
        for (Map.Entry<ObjectPath, byte[]> each : world.lost.entrySet()) {
            String time = each.getKey().value().split("/", -1)[1];
            Instant begun =
                    Instant.parse(
                            time.substring(0, 10) + "T" + time.substring(11).replace('-', ':'));
            if (each.getKey().value().endsWith(Backup.MARKER)
                    && !begun.plus(Duration.ofHours(2)).isBefore(world.now)) {
                var _ =
                        world.store()
                                .put(
                                        each.getKey(),
                                        Files.write(directory.resolve("late"), each.getValue()));
            }
        }
        world.lost.clear();
    }

    private static void check(CollectorFixture world, String place) throws IOException {
        Set<ObjectPath> there = new HashSet<>(world.objects());
        for (ObjectPath marker : there) {
            if (!marker.value().endsWith("/" + Backup.MARKER)) {
                continue;
            }
            String directory = marker.value().replace(Backup.MARKER, "");
            assertThat(there)
                    .as(place)
                    .contains(
                            new ObjectPath(directory + "catalog.sqlite.gz"),
                            new ObjectPath(directory + Backup.VERSION),
                            new ObjectPath(directory + Backup.NAMES));
            Path names = world.store().hold(new ObjectPath(directory + Backup.NAMES)).path();
            try (InputStream in = new GZIPInputStream(Files.newInputStream(names))) {
                assertThat(there)
                        .as(place)
                        .containsAll(
                                new String(in.readAllBytes(), UTF_8)
                                        .lines()
                                        .map(ObjectPath::new)
                                        .toList());
            }
        }
        assertThat(there)
                .as(place)
                .containsAll(files(world).stream().map(FileEntry::path).toList());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyObjectOfEverySnapshotIsThereWhateverHappens(long seed) throws IOException {
        random = new Random(seed);
        try (CollectorFixture world = new CollectorFixture(directory, CONFIG)) {
            for (int i = 0; i < STEPS; i++) {
                step(world);
                check(world, "seed " + seed + ", step " + i);
            }
            heal(world);
            for (DatabaseEntry database : world.catalog().snapshot().databases()) {
                world.done(new CatalogChange.DeleteDatabase(database.name(), world.now));
            }
            for (int i = 0; i < 3; i++) {
                Duration _ = world.after(Duration.ofDays(3));
            }
            assertThat(world.store().list("data/")).isEmpty();
            assertThat(world.store().list(Backup.ROOT)).hasSize(4);
        }
    }
}
