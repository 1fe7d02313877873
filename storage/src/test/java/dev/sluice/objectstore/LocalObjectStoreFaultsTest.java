// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lets each file operation of a store fail once, at its n-th use, for every n: what was stored is
/// whole and lasting, what was not is either absent or whole, and the error names the cause.
final class LocalObjectStoreFaultsTest {
    private static final String CONTENT = "content";
    private static final List<ObjectPath> PATHS =
            List.of(
                    new ObjectPath("data/1/a/one"),
                    new ObjectPath("data/1/a/two"),
                    new ObjectPath("data/2/b/three"));

    @TempDir private Path directory;
    private final Set<ObjectPath> stored = new HashSet<>();

    @Test
    void isWholeOrAbsentWhicheverOperationFails() throws IOException {
        Path content = Files.writeString(directory.resolve("content"), CONTENT);
        Set<String> failed = new TreeSet<>();
        int succeeding = 0;
        while (true) {
            FaultyStoreFiles files = new FaultyStoreFiles(succeeding);
            Path root = directory.resolve("run-" + succeeding + "/store");
            stored.clear();
            LocalObjectStore store = opened(root, files);
            for (ObjectPath path : PATHS) {
                put(store, path, content, files);
            }
            store = opened(root, files);
            for (ObjectPath path : PATHS) {
                put(store, path, content, files);
            }
            requireWhole(LocalObjectStore.open(root));
            assertThat(stored).containsExactlyInAnyOrderElementsOf(PATHS);
            assertThat(root.resolve(".unfinished")).isEmptyDirectory();
            if (files.failed().isEmpty()) {
                break;
            }
            failed.addAll(files.failed());
            succeeding++;
        }
        assertThat(failed)
                .containsExactly(
                        "copy",
                        "createDirectory",
                        "createFile",
                        "createPrivateDirectory",
                        "delete",
                        "link",
                        "sync");
    }

    /// A server that could not start is started again.
    private static LocalObjectStore opened(Path root, FaultyStoreFiles files) throws IOException {
        try {
            return LocalObjectStore.open(root, files);
        } catch (IOException e) {
            assertThat(e).hasMessage(FaultyStoreFiles.CAUSE);
            return LocalObjectStore.open(root, files);
        }
    }

    /// Puts, and once more where that failed.
    private void put(LocalObjectStore store, ObjectPath path, Path content, FaultyStoreFiles files)
            throws IOException {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                assertThat(store.put(path, content))
                        .isEqualTo(new StoredFile(path, CONTENT.length()));
                requireLasting(store, path, files);
                stored.add(path);
            } catch (FileAlreadyExistsException e) {
                // Of this run, or of an attempt whose outcome was left open.
                stored.add(path);
            } catch (IOException e) {
                assertThat(e).hasMessage(FaultyStoreFiles.CAUSE);
            }
            requireWhole(store);
        }
    }

    /// No crash can take the object's name, or that of a directory above it.
    private static void requireLasting(
            LocalObjectStore store, ObjectPath path, FaultyStoreFiles files) throws IOException {
        try (HeldFile held = store.hold(path)) {
            for (Path above = held.path(); above != null; above = above.getParent()) {
                assertThat(files.unsynced()).doesNotContain(above);
            }
        }
    }

    private void requireWhole(LocalObjectStore store) throws IOException {
        List<ObjectPath> listed = store.list("");
        assertThat(listed).containsAll(stored);
        for (ObjectPath path : listed) {
            try (HeldFile held = store.hold(path)) {
                assertThat(held.path()).hasContent(CONTENT);
            }
        }
    }
}
