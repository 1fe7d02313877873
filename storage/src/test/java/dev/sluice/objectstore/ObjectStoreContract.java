// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every [ObjectStore] promises.
public interface ObjectStoreContract {
    /// Some object.
    ObjectPath PATH = new ObjectPath("data/1/2/part/file.parquet");

    /// Opens the store that is kept under a directory.
    ObjectStore open(Path directory) throws IOException;

    @Test
    default void givesBackWhatWasPut(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));

        StoredFile stored = store.put(PATH, content(place, "content"));

        assertThat(stored).isEqualTo(new StoredFile(PATH, 7));
        assertHolds(store, "content");
    }

    @Test
    default void keepsObjectsWhenOpenedAgain(@TempDir Path place) throws IOException {
        open(place.resolve("store")).put(PATH, content(place, "content"));

        assertHolds(open(place.resolve("store")), "content");
    }

    @Test
    default void doesNotChangeWithTheFileThatWasPut(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        Path source = content(place, "content");
        store.put(PATH, source);

        Files.writeString(source, "changed");

        assertHolds(store, "content");
    }

    @Test
    default void refusesATakenPathAndKeepsWhatIsThere(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        store.put(PATH, content(place, "first"));

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> store.put(PATH, content(place, "second")));
        assertHolds(store, "first");
    }

    @Test
    default void letsOneOfManyRacersWin(@TempDir Path place) throws Exception {
        ObjectStore store = open(place.resolve("store"));
        Path source = content(place, "content");
        List<Future<StoredFile>> running = new ArrayList<>();
        try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                running.add(racers.submit(() -> store.put(PATH, source)));
            }
        }

        assertThat(running).filteredOn(future -> future.state() == Future.State.SUCCESS).hasSize(1);
    }

    @Test
    default void findsNoObjectThatIsNotThere(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));

        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.hold(PATH));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> store.hold(new ObjectPath("data")));
    }

    @Test
    default void listsWhatStartsWithAPrefixInOrder(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        Path source = content(place, "content");
        for (String path : List.of("b/2", "a-b", "b/10", "a/1")) {
            store.put(new ObjectPath(path), source);
        }

        assertThat(store.list(""))
                .map(ObjectPath::value)
                .containsExactly("a-b", "a/1", "b/10", "b/2");
        assertThat(store.list("b/")).map(ObjectPath::value).containsExactly("b/10", "b/2");
        assertThat(store.list("c")).isEmpty();
    }

    @Test
    default void listsSizesAndWhenObjectsWereStored(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        Path source = content(place, "content");
        // Whatever the source says of its age; only its bytes are stored. Stores keep whole
        // seconds.
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        store.put(new ObjectPath("b/2"), source);
        store.put(new ObjectPath("a/1"), content(place, ""));
        Instant after = Instant.now();

        List<ListedObject> listed = store.listWithTimes("");

        assertThat(listed).map(object -> object.path().value()).containsExactly("a/1", "b/2");
        assertThat(listed).map(ListedObject::sizeBytes).containsExactly(0L, 7L);
        assertThat(listed)
                .allSatisfy(object -> assertThat(object.storedAt()).isBetween(before, after));
        assertThat(store.listWithTimes("b/")).hasSize(1);
        assertThat(store.listWithTimes("c")).isEmpty();
    }

    @Test
    default void deletesOnceAndAgain(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        store.put(PATH, content(place, "first"));

        store.delete(PATH);
        store.delete(PATH);

        assertThat(store.list("")).isEmpty();
        store.put(PATH, content(place, "second"));
        assertHolds(store, "second");
    }

    @Test
    default void storesNothingWhenTheContentIsMissing(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store.put(PATH, place.resolve("missing")));
        assertThat(store.list("")).isEmpty();
    }

    @Test
    default void keepsTheFileWhileItIsHeld(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        store.put(PATH, content(place, "content"));

        HeldFile first = store.hold(PATH);
        try (HeldFile second = store.hold(PATH)) {
            first.close();
            assertThat(second.path()).hasContent("content");
        }
    }

    @Test
    default void givesBackLargeAndEmptyObjects(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        byte[] large = new byte[20_000_000];
        new Random(1).nextBytes(large);

        store.put(PATH, Files.write(place.resolve("large"), large));
        store.put(new ObjectPath("empty"), content(place, ""));

        try (HeldFile held = store.hold(PATH);
                HeldFile empty = store.hold(new ObjectPath("empty"))) {
            assertThat(held.path()).hasBinaryContent(large);
            assertThat(empty.path()).isEmptyFile();
        }
    }

    @Test
    default void listsMoreThanAServiceGivesAtOnce(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        Path source = content(place, "x");
        List<ObjectPath> all = new ArrayList<>();
        for (int i = 1000; i < 2_003; i++) {
            all.add(new ObjectPath("many/" + i));
            store.put(all.getLast(), source);
        }
        store.put(new ObjectPath("more"), source);

        assertThat(store.list("many/")).isEqualTo(all);
    }

    @Test
    default void takesEveryNameThatAPathMayHave(@TempDir Path place) throws IOException {
        ObjectStore store = open(place.resolve("store"));
        Path source = content(place, "content");
        List<String> names =
                List.of(
                        "-",
                        "A..b",
                        "_/-.-/__",
                        "a/b-c.D_9",
                        "a/bc",
                        "data/" + "0123456789".repeat(20) + ".parquet");
        for (String name : names) {
            store.put(new ObjectPath(name), source);
        }

        assertThat(store.list("")).map(ObjectPath::value).containsExactlyElementsOf(names);
        assertThat(store.list("a/b")).map(ObjectPath::value).containsExactly("a/b-c.D_9", "a/bc");
    }

    private static void assertHolds(ObjectStore store, String content) throws IOException {
        try (HeldFile held = store.hold(PATH)) {
            assertThat(held.path()).hasContent(content);
        }
    }

    private static Path content(Path place, String text) throws IOException {
        return Files.writeString(Files.createTempFile(place, "content", null), text);
    }
}
