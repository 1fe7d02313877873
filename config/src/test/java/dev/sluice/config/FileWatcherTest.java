// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Between two looks a test does what somebody else would do to the file.
final class FileWatcherTest {
    private final List<String> told = new ArrayList<>();
    private final Queue<Deed> deeds = new ArrayDeque<>();
    private final Queue<Throwable> failures = new ArrayDeque<>();
    @TempDir private Path directory;
    private Path file = Path.of("unset");

    /// What happens while the watcher waits.
    @FunctionalInterface
    private interface Deed {
        void happen() throws IOException;
    }

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(directory.resolve("server.yaml"), "first");
    }

    @Test
    void tellsTheFirstContentBecauseItMayBeNewerThanWhatWasRead() {
        watch(this::nothing);

        assertThat(told).containsExactly("first");
    }

    @Test
    void tellsAChangeOnce() {
        watch(this::nothing, () -> write("second"), this::nothing, this::nothing, this::nothing);

        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void keepsQuietWhenTheFileIsWrittenAnewWithTheSameContent() {
        watch(this::nothing, () -> write("first"), this::nothing, this::nothing);

        assertThat(told).containsExactly("first");
    }

    @Test
    void waitsUntilTheFileIsNoLongerBeingWritten() {
        watch(
                this::nothing,
                () -> write(""),
                () -> write("sec"),
                () -> write("second"),
                this::nothing);

        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void tellsARemovalAndTheReturnOfTheFile() {
        watch(
                this::nothing,
                () -> Files.delete(file),
                this::nothing,
                () -> write("first"),
                this::nothing);

        assertThat(told).containsExactly("first", "none", "first");
    }

    @Test
    void takesNoNoticeOfAShortAbsence() {
        watch(this::nothing, () -> Files.delete(file), () -> write("first"), this::nothing);

        assertThat(told).containsExactly("first");
    }

    @Test
    void seesThroughTheLinksThatKubernetesSwaps() throws IOException {
        Path older = Files.createDirectory(directory.resolve("..2026_01"));
        Path newer = Files.createDirectory(directory.resolve("..2026_02"));
        Files.writeString(older.resolve("mounted.yaml"), "older");
        Files.writeString(newer.resolve("mounted.yaml"), "newer");
        Path data = Files.createSymbolicLink(directory.resolve("..data"), older.getFileName());
        file =
                Files.createSymbolicLink(
                        directory.resolve("mounted.yaml"), Path.of("..data/mounted.yaml"));

        watch(
                this::nothing,
                () ->
                        Files.move(
                                Files.createSymbolicLink(
                                        directory.resolve("..data_tmp"), newer.getFileName()),
                                data,
                                StandardCopyOption.ATOMIC_MOVE),
                this::nothing);

        assertThat(told).containsExactly("older", "newer");
    }

    @Test
    void knowsWhichOfSeveralFilesHasWhat() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "");
        SettledContent both = new SettledContent(List.of(file, other));
        assertThat(both.changed()).isFalse();
        assertThat(both.changed()).isTrue();
        both.told();

        write("");
        Files.writeString(other, "first");

        assertThat(both.changed()).isFalse();
        assertThat(both.changed()).isTrue();
    }

    @Test
    void followsASettingThatNamesAnotherFile() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "second");
        List<Path> named = new ArrayList<>(List.of(file));
        SettledContent content = new SettledContent(() -> List.copyOf(named));
        assertThat(content.changed()).isFalse();
        assertThat(content.changed()).isTrue();
        content.told();

        named.set(0, other);

        assertThat(content.changed()).isFalse();
        assertThat(content.changed()).isTrue();
    }

    @Test
    void tellsAgainWhatMemoryWasMissingFor() {
        failures.add(new OutOfMemoryError("of the test"));
        failures.add(new IllegalStateException("of the test"));

        watch(this::nothing, this::nothing, this::nothing, this::nothing);

        assertThat(told).containsExactly("first");
        assertThat(failures).isEmpty();
    }

    @Test
    void tellsNothingOnceItIsClosed() throws InterruptedException {
        CountDownLatch listening = new CountDownLatch(1);
        FileWatcher watcher = FileWatcher.start(List.of(file), listening::countDown);
        listening.await();

        watcher.close();

        assertThat(watcher.isWatching()).isFalse();
    }

    /// Watches with these deeds between the looks, one each, and ends after the last.
    private void watch(Deed... between) {
        deeds.addAll(List.of(between));
        FileWatcher.run(
                new SettledContent(List.of(file)),
                this::hear,
                _ -> {
                    Deed next = deeds.poll();
                    if (next == null) {
                        throw new InterruptedException("the test is over");
                    }
                    happen(next);
                });
    }

    private void hear() {
        switch (failures.poll()) {
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case null, default -> told.add(content());
        }
    }

    private static void happen(Deed deed) {
        try {
            deed.happen();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void nothing() {}

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private String content() {
        try {
            return Files.exists(file) ? Files.readString(file) : "none";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
