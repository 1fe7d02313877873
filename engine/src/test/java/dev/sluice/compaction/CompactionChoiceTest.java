// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.FileEntry;
import dev.sluice.compaction.CompactionChoice.Merge;
import dev.sluice.compaction.CompactionChoice.Nothing;
import dev.sluice.compaction.CompactionChoice.Skipped;
import dev.sluice.objectstore.ObjectPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CompactionChoiceTest {
    private static final CompactionLimits LIMITS =
            new CompactionLimits(3, 5, 1_000, Duration.ofHours(8), Duration.ofSeconds(10));

    private final List<FileEntry> files = new ArrayList<>();

    @Test
    void leavesFewYoungFilesAlone() {
        file(0, 0, 9, 10);
        file(0, 10, 19, 10);

        assertThat(choice(false)).isEqualTo(new Nothing());
    }

    @Test
    void mergesYoungFilesWhenThereAreEnough() {
        file(0, 0, 9, 10);
        file(0, 10, 19, 10);
        file(0, 20, 29, 10);

        assertThat(choice(false)).isEqualTo(new Merge(files, 1));
    }

    @Test
    void takesOlderFilesAlongThatMayHoldTheSamePoints() {
        FileEntry apart = file(1, 100, 199, 10);
        FileEntry met = file(1, 0, 15, 10);
        FileEntry metByThat = file(2, 12, 40, 10);
        List<FileEntry> young = List.of(file(0, 0, 5, 1), file(0, 6, 7, 1), file(0, 8, 9, 1));

        assertThat(choice(false))
                .isInstanceOfSatisfying(
                        Merge.class,
                        merge ->
                                assertThat(merge.files())
                                        .contains(met, metByThat)
                                        .containsAll(young)
                                        .doesNotContain(apart)
                                        .isSortedAccordingTo((a, b) ->
                                                Long.compare(a.sequence(), b.sequence())));
    }

    @Test
    void takesTheOldestWhereAllAreTooMany() {
        for (int i = 0; i < 9; i++) {
            file(0, i, i, 1);
        }

        assertThat(choice(false)).isEqualTo(new Merge(files.subList(0, 5), 1));
    }

    @Test
    void takesTheOldestWhereAllHaveTooManyValues() {
        for (int i = 0; i < 4; i++) {
            file(0, i, i, 40);
        }

        assertThat(choice(false)).isEqualTo(new Merge(files.subList(0, 2), 1));
    }

    @Test
    void mergesYoungFilesWithEachOtherWhereOldOnesAreFull() {
        file(2, 0, 99, 95);
        List<FileEntry> young = List.of(file(0, 0, 5, 10), file(0, 0, 5, 10), file(0, 0, 5, 10));

        assertThat(choice(false)).isEqualTo(new Merge(young, 1));
    }

    @Test
    void saysWhenEvenTwoAreTooMuch() {
        file(0, 0, 9, 90);
        file(0, 0, 9, 90);
        file(0, 0, 9, 90);

        assertThat(choice(false)).isInstanceOf(Skipped.class);
    }

    @Test
    void mergesTheFirstLevelIntoTheSecond() {
        file(1, 0, 9, 10);
        file(1, 10, 19, 10);
        file(1, 20, 29, 10);
        file(0, 30, 39, 10);

        assertThat(choice(false)).isEqualTo(new Merge(files.subList(0, 3), 2));
    }

    @Test
    void mergesAColdPartitionWhole() {
        file(2, 0, 9, 10);
        file(1, 10, 19, 10);
        file(0, 20, 29, 10);

        assertThat(choice(false)).isEqualTo(new Nothing());
        assertThat(choice(true)).isEqualTo(new Merge(files, 1));
    }

    @Test
    void leavesAColdPartitionAloneOnceItIsDone() {
        file(2, 0, 9, 10);
        file(2, 10, 19, 10);

        assertThat(choice(true)).isEqualTo(new Nothing());
    }

    @Test
    void leavesASingleFileAlone() {
        file(0, 0, 9, 10);

        assertThat(choice(true)).isEqualTo(new Nothing());
    }

    private CompactionChoice choice(boolean cold) {
        return CompactionChoice.of(files, cold, 10, LIMITS);
    }

    private FileEntry file(int level, long min, long max, long rowCount) {
        long sequence = files.size() + 1L;
        FileEntry file =
                new FileEntry(
                        sequence,
                        new ObjectPath("data/" + sequence),
                        1,
                        min,
                        max,
                        rowCount,
                        1,
                        sequence,
                        level,
                        "p",
                        null);
        files.add(file);
        return file;
    }
}
