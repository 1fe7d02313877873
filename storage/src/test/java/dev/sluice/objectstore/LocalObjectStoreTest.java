// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalObjectStoreTest implements ObjectStoreContract {

    @Override
    public ObjectStore open(Path directory) throws IOException {
        return LocalObjectStore.open(directory);
    }

    @Test
    void leavesNoUnfinishedCopies(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        store.put(PATH, Files.writeString(place.resolve("content"), "content"));

        assertThat(place.resolve("store/.unfinished")).isEmptyDirectory();
    }

    @Test
    void removesUnfinishedCopiesOfAnEarlierProcess(@TempDir Path place) throws IOException {
        Files.createDirectories(place.resolve(".unfinished"));
        Files.writeString(place.resolve(".unfinished/put-1.tmp"), "half");

        ObjectStore store = open(place);

        assertThat(place.resolve(".unfinished")).isEmptyDirectory();
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void passesOverWhatIsNoObject(@TempDir Path place) throws IOException {
        ObjectStore store = open(place);
        Files.writeString(Files.createDirectories(place.resolve("data")).resolve(".hidden"), "x");
        Files.writeString(place.resolve("with space"), "x");

        assertThat(store.list("")).isEmpty();
    }

    @Test
    void removesDirectoriesWithTheirLastObject(@TempDir Path place) throws IOException {
        Path content = Files.writeString(place.resolve("content"), "content");
        Path root = place.resolve("store");
        ObjectStore store = open(root);
        ObjectPath one = new ObjectPath("data/1/2026-01-01/one");
        ObjectPath two = new ObjectPath("data/1/2026-01-02/two");
        store.put(one, content);
        store.put(two, content);

        store.delete(one);
        assertThat(root.resolve("data/1")).isDirectoryNotContaining("glob:**01-01");
        assertThat(store.list("")).containsExactly(two);
        store.delete(two);
        assertThat(root).isDirectoryNotContaining("glob:**/data");

        store.put(one, content);
        assertThat(store.list("")).containsExactly(one);
    }

    @Test
    void findsItsDirectoryWhileTheLastObjectInItIsDeleted(@TempDir Path place) throws Exception {
        Path content = Files.writeString(place.resolve("content"), "content");
        ObjectStore store = open(place.resolve("store"));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ends = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                String name = "data/1/day/" + caller;
                ends.add(
                        callers.submit(() -> {
                            for (int round = 0; round < 200; round++) {
                                ObjectPath path = new ObjectPath(name + "-" + round);
                                store.put(path, content);
                                store.delete(path);
                            }
                            return null;
                        }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }

        assertThat(store.list("")).isEmpty();
    }
}
