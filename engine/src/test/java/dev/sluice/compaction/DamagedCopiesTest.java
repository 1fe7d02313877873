// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.FileCache;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to local copies of objects that are not as they were fetched.
final class DamagedCopiesTest {
    private static final List<String> FIELDS = List.of("f");

    @TempDir private Path directory;

    /// Objects elsewhere, and copies of them.
    private record Copied(LocalObjectStore store, FileCache cache) implements ObjectStore {
        @Override
        public StoredFile put(ObjectPath path, Path content) throws IOException {
            return store.put(path, content);
        }

        @Override
        public HeldFile hold(ObjectPath path) throws IOException {
            return hold(path, FileCache.ANY_SIZE);
        }

        @Override
        public HeldFile hold(ObjectPath path, long sizeBytes) throws IOException {
            return cache.hold(
                    path,
                    sizeBytes,
                    target -> {
                        try (HeldFile held = store.hold(path)) {
                            Files.copy(held.path(), target);
                        }
                    });
        }

        @Override
        public List<ListedObject> listWithTimes(String prefix) throws IOException {
            return store.listWithTimes(prefix);
        }

        @Override
        public void delete(ObjectPath path) throws IOException {
            store.delete(path);
            cache.remove(path);
        }
    }

    private WholeStorage open() throws IOException {
        LocalObjectStore store = LocalObjectStore.open(directory.resolve("objects"));
        WholeStorage storage =
                new WholeStorage(
                        directory,
                        new Copied(store, FileCache.open(directory.resolve("cache"), 1 << 20)));
        storage.write("m f=1 1");
        storage.flush();
        storage.write("m f=2 2");
        storage.flush();
        return storage;
    }

    @Test
    void aCopyThatIsCutIsFetchedAnew() throws IOException {
        try (WholeStorage storage = open()) {
            Map<String, Map<String, String>> points = storage.points(List.of(), FIELDS);
            Path copy = storage.pathOf(storage.files().getFirst());
            Files.write(copy, Arrays.copyOf(Files.readAllBytes(copy), 100));

            assertThat(storage.points(List.of(), FIELDS)).isEqualTo(points).hasSize(2);
        }
    }

    @Test
    void aCopyThatAQueryFindsDamagedIsFetchedAnewForTheNext() throws IOException {
        try (WholeStorage storage = open()) {
            Map<String, Map<String, String>> points = storage.points(List.of(), FIELDS);
            damage(storage.pathOf(storage.files().getFirst()));

            assertDamaged(storage);

            assertThat(storage.points(List.of(), FIELDS)).isEqualTo(points).hasSize(2);
        }
    }

    @Test
    void aCopyThatMergingFindsDamagedIsFetchedAnewForTheNext() throws IOException {
        try (WholeStorage storage = open()) {
            Map<String, Map<String, String>> points = storage.points(List.of(), FIELDS);
            damage(storage.pathOf(storage.files().getFirst()));

            assertThat(storage.compactElsewhere(() -> {})).isZero();

            assertThat(storage.compactElsewhere(() -> {})).isEqualTo(1);
            assertThat(storage.points(List.of(), FIELDS)).isEqualTo(points).hasSize(2);
        }
    }

    @Test
    void anObjectThatIsDamagedStaysSo() throws IOException {
        try (WholeStorage storage = open()) {
            damage(directory.resolve("objects/" + storage.files().getFirst().path()));
            for (int query = 0; query < 3; query++) {
                assertDamaged(storage);
            }
        }
    }

    private static void assertDamaged(WholeStorage storage) {
        assertThatThrownBy(() -> storage.points(List.of(), FIELDS))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(HeldFile.DAMAGED));
    }

    /// Changes bits of the first page.
    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 30, 60, (byte) 0x55);
        Files.write(file, bytes);
    }
}
