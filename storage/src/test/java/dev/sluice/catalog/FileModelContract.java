// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.DatabaseName;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of files against a model that keeps the value of each point: whatever files are
/// added, merged by compaction, deleted and forgotten, reading the live files in their order gives
/// at each point the value that was written last and not deleted. `-Dseed=` runs one seed again.
public interface FileModelContract {
    /// How many points there are, each a time.
    int POINTS = 12;

    /// A catalog with nothing in it, closed by the implementation's test.
    Catalog catalog();

    /// The same store, closed and opened again.
    Catalog reopened();

    /// One history each.
    static Stream<Long> fileSeeds() {
        Long chosen = Long.getLong("seed");
        return chosen != null ? Stream.of(chosen) : new Random().longs(6).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fileSeeds")
    default void everyHistoryOfFilesShowsTheNewestPoints(long seed) {
        catalog()
                .commit(new CatalogChange.CreateDatabase(new DatabaseName("d"), 0, 9, 9))
                .require();
        CatalogSnapshot made =
                catalog().commit(new CatalogChange.CreateTable("d", "t", null)).require();
        TableEntry table = made.tables(made.findDatabase("d").orElseThrow().id()).getFirst();
        FileModel model = new FileModel(table, new Random(seed));
        TreeSet<String> words = new TreeSet<>();
        for (int step = 0; step < 250; step++) {
            String place = "seed " + seed + ", step " + step;
            CatalogSnapshot before = catalog().snapshot();
            CatalogChange change = model.next(before, step);

            CommitOutcome outcome = catalog().commit(change);

            if (outcome instanceof CommitOutcome.Refused(var problem)) {
                assertThat(catalog().snapshot()).as(place).isSameAs(before);
                words.add(problem.code());
            } else {
                words.add(change.getClass().getSimpleName());
                model.committed(change);
            }
            CatalogSnapshot after =
                    model.random.nextInt(20) == 0 ? reopened().snapshot() : catalog().snapshot();
            model.assertShownBy(after, place + " after " + change);
        }
        assertThat(words)
                .as("what seed " + seed + " tried")
                .contains("ReplaceFiles", "file_between");
    }

    /// What is in files: a value a time, kept by the path of its file. Values grow, so the newest
    /// is the largest.
    final class FileModel {
        private final TableEntry table;
        private final Random random;
        private final Map<String, SortedMap<Long, Integer>> contents = new TreeMap<>();
        private final List<String> live = new ArrayList<>();
        private final List<String> deleted = new ArrayList<>();
        private int paths;
        private int values;

        FileModel(TableEntry table, Random random) {
            this.table = table;
            this.random = random;
        }

        CatalogChange next(CatalogSnapshot snapshot, int step) {
            Instant now = Instant.ofEpochSecond(step);
            List<FileEntry> some = some(snapshot);
            return switch (random.nextInt(10)) {
                case 0, 1, 2, 3 ->
                        new CatalogChange.AddFiles(List.of(added(written())), LogPosition.NONE);
                case 4, 5, 6 ->
                        some.isEmpty()
                                ? new CatalogChange.DeleteFiles(some, now)
                                : new CatalogChange.ReplaceFiles(some, merged(some), now);
                case 7 -> new CatalogChange.DeleteFiles(some.stream().limit(1).toList(), now);
                default ->
                        new CatalogChange.ForgetFiles(
                                snapshot.deletedFiles(now, random.nextInt(3)).stream()
                                        .map(DeletedFile::file)
                                        .toList());
            };
        }

        private List<FileEntry> some(CatalogSnapshot snapshot) {
            List<FileEntry> files = snapshot.files(table.id());
            if (files.isEmpty() || random.nextBoolean()) {
                return files.stream().filter(_ -> random.nextInt(3) == 0).toList();
            }
            // Neighbours have no file between them.
            int from = random.nextInt(files.size());
            return files.subList(from, Math.min(files.size(), from + 1 + random.nextInt(4)));
        }

        private SortedMap<Long, Integer> written() {
            SortedMap<Long, Integer> rows = new TreeMap<>();
            long from = random.nextInt(POINTS);
            int value = ++values;
            for (long time = from; time < Math.min(POINTS, from + 4); time++) {
                rows.put(time, value);
            }
            return rows;
        }

        /// What compaction makes of files: their rows merged in the order of the files, and cut
        /// into two where there is more than one row.
        private List<CatalogChange.AddedFile> merged(List<FileEntry> files) {
            SortedMap<Long, Integer> rows = new TreeMap<>();
            files.forEach(file -> rows.putAll(rowsOf(file.path().value())));
            long cut = rows.firstKey() + (rows.lastKey() - rows.firstKey()) / 2 + 1;
            return Stream.of(new TreeMap<>(rows.headMap(cut)), new TreeMap<>(rows.tailMap(cut)))
                    .filter(part -> !part.isEmpty())
                    .map(this::added)
                    .toList();
        }

        private CatalogChange.AddedFile added(SortedMap<Long, Integer> rows) {
            String path = "data/" + paths++;
            contents.put(path, rows);
            return new CatalogChange.AddedFile(
                    new StoredFile(new ObjectPath(path), 1),
                    table.databaseId(),
                    table.id(),
                    rows.firstKey(),
                    rows.lastKey(),
                    rows.size());
        }

        private SortedMap<Long, Integer> rowsOf(String path) {
            return Objects.requireNonNull(contents.get(path));
        }

        void committed(CatalogChange change) {
            switch (change) {
                case CatalogChange.AddFiles add -> live.addAll(pathsOf(add.files()));
                case CatalogChange.ReplaceFiles replace -> {
                    delete(replace.replaced());
                    live.addAll(pathsOf(replace.added()));
                }
                case CatalogChange.DeleteFiles delete -> delete(delete.files());
                case CatalogChange.ForgetFiles forget ->
                        forget.files().forEach(file -> deleted.remove(file.path().value()));
                default -> throw new IllegalArgumentException("not of this model: " + change);
            }
        }

        private void delete(List<FileEntry> files) {
            for (FileEntry file : files) {
                live.remove(file.path().value());
                deleted.add(file.path().value());
            }
        }

        private static List<String> pathsOf(List<CatalogChange.AddedFile> files) {
            return files.stream().map(file -> file.file().path().value()).toList();
        }

        void assertShownBy(CatalogSnapshot snapshot, String place) {
            TreeMap<Long, Integer> shown = new TreeMap<>();
            List<String> paths = new ArrayList<>();
            for (FileEntry file : snapshot.files(table.id())) {
                shown.putAll(rowsOf(file.path().value()));
                paths.add(file.path().value());
            }
            TreeMap<Long, Integer> newest = new TreeMap<>();
            live.forEach(path ->
                    rowsOf(path).forEach((time, value) -> newest.merge(time, value, Math::max)));
            assertThat(paths).as(place).containsExactlyInAnyOrderElementsOf(live);
            assertThat(shown).as(place).isEqualTo(newest);
            List<DeletedFile> marked = snapshot.deletedFiles(Instant.ofEpochSecond(9_999), 999);
            assertThat(marked)
                    .as(place)
                    .isSortedAccordingTo(Comparator.comparing(DeletedFile::deletedAt));
            assertThat(marked)
                    .as(place)
                    .extracting(file -> file.file().path().value())
                    .containsExactlyInAnyOrderElementsOf(deleted);
        }
    }
}
