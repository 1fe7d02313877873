// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.FileEntry;
import dev.sluice.objectstore.ObjectPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that one process merges, without any lock, while others merge them too, collect them, or
/// drop their table: by what the catalog says, no row is lost and none is there twice.
final class TwoProcessesTest {
    private static final List<String> TAGS = List.of("k");
    private static final List<String> FIELDS = List.of("f");

    @TempDir private Path directory;
    private WholeStorage storage;
    private final Map<String, Map<String, String>> expected = new TreeMap<>();
    private int written;

    @BeforeEach
    void open() throws IOException {
        storage = new WholeStorage(directory);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    /// Points of the present hour, so that none has expired, each in a file of its own.
    private void file(Random random) {
        long start = storage.now().getEpochSecond() * 1_000_000_000L;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            String key = "k" + random.nextInt(3);
            long time = start + random.nextInt(20);
            written++;
            lines.append("m,k=%s f=%d %d\n".formatted(key, written, time));
            expected.put(key + " " + time, Map.of("f", written + ".0"));
        }
        storage.write(lines.toString());
        unchecked(storage::flush);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void unchecked(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireRight() {
        assertThat(storage.points(TAGS, FIELDS)).isEqualTo(expected);
    }

    /// Long after, the store holds the objects of live files and nothing else.
    private void requireNothingLeft() throws IOException {
        for (ObjectPath object : storage.objects()) {
            Files.setLastModifiedTime(
                    directory.resolve("objects").resolve(object.value()),
                    FileTime.from(storage.now()));
        }
        storage.letPass(Duration.ofDays(15));
        storage.sweep();
        storage.letPass(Duration.ofDays(31));
        storage.sweep();
        assertThat(storage.objects())
                .containsExactlyInAnyOrderElementsOf(
                        storage.files().stream().map(FileEntry::path).toList());
    }

    @Test
    void whoeverCommitsSecondReplacesNothing() throws IOException {
        Random random = new Random(1);
        file(random);
        file(random);

        int merged =
                storage.compactElsewhere(
                        () -> unchecked(() -> assertThat(storage.compact(true)).isEqualTo(1)));

        assertThat(merged).isZero();
        assertThat(storage.files()).hasSize(1);
        requireRight();
        requireNothingLeft();
        requireRight();
    }

    @Test
    void filesThatAreCollectedMeanwhileAreNotReplaced() throws IOException {
        Random random = new Random(2);
        file(random);
        file(random);
        storage.keepFor(Duration.ofHours(1));
        storage.follow();

        int merged =
                storage.compactElsewhere(() -> {
                    storage.letPass(Duration.ofHours(2));
                    unchecked(storage::sweep);
                });

        assertThat(merged).isZero();
        assertThat(storage.files()).isEmpty();
        requireNothingLeft();
    }

    @Test
    void filesOfATableThatIsDroppedMeanwhileAreNotReplaced() throws IOException {
        Random random = new Random(3);
        file(random);
        file(random);

        assertThat(storage.compactElsewhere(storage::dropForGood)).isZero();

        expected.clear();
        requireRight();
        file(random);
        requireRight();
        requireNothingLeft();
        requireRight();
    }

    @Test
    void pointsThatComeMeanwhileWinOverTheMergedOnes() throws IOException {
        Random random = new Random(4);
        file(random);
        file(random);

        assertThat(storage.compactElsewhere(() -> file(random))).isEqualTo(1);

        assertThat(storage.files()).hasSize(2);
        requireRight();
    }

    @Test
    void whateverTwoProcessesDoAtTheSameTimeEveryAnswerIsRight() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TwoProcessesTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> file(random);
                case 2 -> {
                    int _ = storage.compact(true);
                }
                default -> {
                    int _ =
                            storage.compactElsewhere(() -> {
                                for (int i = random.nextInt(4); i > 0; i--) {
                                    act(random);
                                }
                            });
                }
            }
            requireRight();
        }
        requireNothingLeft();
        requireRight();
    }

    private void act(Random random) {
        switch (random.nextInt(4)) {
            case 0 -> file(random);
            case 1 -> unchecked(() -> storage.compact(true));
            case 2 -> unchecked(storage::sweep);
            default -> {
                storage.dropForGood();
                expected.clear();
                file(random);
            }
        }
    }
}
