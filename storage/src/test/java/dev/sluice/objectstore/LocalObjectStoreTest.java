// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
