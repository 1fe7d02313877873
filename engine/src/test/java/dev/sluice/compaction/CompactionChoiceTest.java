// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.FileEntry;
import dev.sluice.compaction.CompactionChoice.Merge;
import dev.sluice.compaction.CompactionChoice.Nothing;
import dev.sluice.compaction.CompactionChoice.Skipped;
import dev.sluice.config.CompactionConfig;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.testkit.Conforms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CompactionChoiceTest {
    private static final CompactionLimits LIMITS =
            new CompactionLimits(
                    3,
                    new CompactionConfig(1_000, 20, 80, 5, 4),
                    100_000,
                    100_000,
                    Duration.ofHours(8),
                    Duration.ofSeconds(10));
    private static final int COLUMNS = 10;

    private final List<FileEntry> files = new ArrayList<>();

    @Test
    void leavesFewYoungFilesAlone() {
        file(0, 0, 9, 10);
        file(0, 10, 19, 10);

        assertThat(choice(false)).isEqualTo(new Nothing());
    }

    @Test
    @Conforms("D-240")
    void mergesYoungFilesIntoTheFirstLevelWhenThereAreEnough() {
        file(0, 0, 9, 10);
        file(0, 10, 19, 10);
        file(0, 20, 29, 10);

        assertThat(choice(false)).isEqualTo(new Merge(files, 1, List.of()));
    }

    @Test
    @Conforms("D-240")
    void takesFilesOfTheNextLevelAlongInWhoseTimeTheyFall() {
        FileEntry ofTheSecond = file(2, 0, 40, 10);
        FileEntry apart = file(1, 100, 199, 10);
        FileEntry met = file(1, 0, 15, 10);
        FileEntry inTheGap = file(1, 17, 18, 10);
        List<FileEntry> young = List.of(file(0, 0, 5, 1), file(0, 16, 20, 1), file(0, 8, 9, 1));

        assertThat(choice(false))
                .isInstanceOfSatisfying(
                        Merge.class,
                        merge ->
                                assertThat(merge.files())
                                        .contains(met, inTheGap)
                                        .containsAll(young)
                                        .doesNotContain(apart, ofTheSecond)
                                        .isSortedAccordingTo(CompactionChoice.OLDEST_FIRST));
    }

    @Test
    void takesTheOldestWhereAllAreTooMany() {
        for (int i = 0; i < 9; i++) {
            file(0, i, i, 1);
        }

        assertThat(choice(false)).isEqualTo(new Merge(files.subList(0, 5), 1, List.of()));
    }

    @Test
    @Conforms("D-240")
    void takesTheOldestWhereAllAreTooLarge() {
        for (int i = 0; i < 4; i++) {
            file(0, 0, 999, 1_100);
        }

        assertThat(choice(false)).isEqualTo(new Merge(files.subList(0, 2), 1, List.of(333L, 666L)));
    }

    @Test
    void takesWhatStandsBetweenAlong() {
        file(1, 0, 9, 10);
        FileEntry between = file(2, 5, 50, 10);
        file(0, 0, 9, 10);
        file(0, 0, 9, 10);
        file(0, 0, 9, 10);

        assertThat(choice(false)).isEqualTo(new Merge(files, 1, List.of()));
        assertThat(files).contains(between);
    }

    @Test
    @Conforms("D-240")
    void mergesTheFirstLevelIntoTheSecondFromTheNumberOn() {
        file(2, 0, 12, 10);
        file(2, 80, 99, 10);
        file(1, 0, 9, 10);
        file(1, 10, 19, 10);
        file(1, 20, 29, 10);
        assertThat(choice(false)).isEqualTo(new Nothing());

        file(1, 30, 39, 10);
        file(0, 30, 39, 10);

        List<FileEntry> merged = new ArrayList<>(files.subList(2, 6));
        merged.addFirst(files.getFirst());
        assertThat(choice(false)).isEqualTo(new Merge(merged, 2, List.of()));
    }

    /// Small, neither small nor large, and large (data.md 7.7).
    @Test
    @Conforms("D-240")
    void partsTheResultByItsSize() {
        assertThat(endsOf(200)).isEmpty();
        assertThat(endsOf(201)).containsExactly(799L);
        assertThat(endsOf(1_200)).containsExactly(799L);
        assertThat(endsOf(1_201)).containsExactly(499L);
        assertThat(endsOf(2_001)).containsExactly(333L, 666L);
    }

    private List<Long> endsOf(long sizeBytes) {
        return NewFiles.ends(
                List.of(entry(0, 0, 999, 1_000, sizeBytes), entry(0, 0, 999, 0, 0)),
                COLUMNS,
                LIMITS);
    }

    @Test
    void partsTheResultWhereItsRowsAre() {
        List<FileEntry> dense = List.of(entry(0, 0, 9, 1_000, 1_000), entry(0, 0, 999, 0, 1_000));

        assertThat(NewFiles.ends(dense, COLUMNS, LIMITS)).containsExactly(4L);
    }

    @Test
    void partsNoMomentAndSurvivesTheEndsOfTime() {
        List<FileEntry> moment = List.of(entry(0, 7, 7, 1_000, 5_000));
        List<FileEntry> ever = List.of(entry(0, Long.MIN_VALUE, Long.MAX_VALUE, 1_000, 2_000));

        assertThat(NewFiles.ends(moment, COLUMNS, LIMITS)).isEmpty();
        assertThat(NewFiles.ends(ever, COLUMNS, LIMITS))
                .hasSize(1)
                .allSatisfy(end -> assertThat(end).isBetween(-1L << 54, 1L << 54));
    }

    @Test
    void partsAResultThatMemoryCannotHold() {
        assertThat(NewFiles.ends(List.of(entry(0, 0, 999, 40_000, 10)), COLUMNS, LIMITS))
                .containsExactly(249L, 499L, 749L);
    }

    @Test
    @Conforms("D-240")
    void partsAFileInWhoseTimeTooMuchFalls() {
        for (int i = 0; i < 4; i++) {
            file(1, i * 10L, i * 10L + 8, 1_000);
        }
        FileEntry wide = file(0, 5, 35, 10);
        file(0, 5, 35, 10);
        file(0, 5, 35, 10);

        assertThat(choice(false))
                .isEqualTo(new Merge(List.of(wide), 0, List.of(8L, 9L, 18L, 19L, 28L, 29L)));
    }

    /// Those of one merge stand in one place, so all of them would go along with the wide one.
    @Test
    void partsTheFileOfTheNextLevelThatTooManyFallInto() {
        FileEntry wide = file(2, 0, 99, 1_000);
        for (int i = 0; i < 6; i++) {
            files.add(
                    new FileEntry(
                            10 + i,
                            new ObjectPath("data/late" + i),
                            1,
                            i * 10L,
                            i * 10L + 8,
                            10,
                            10,
                            10,
                            1,
                            "p",
                            null));
        }

        assertThat(choice(false)).isEqualTo(new Merge(List.of(wide), 2, List.of(8L)));
    }

    @Test
    @Conforms("D-241")
    void saysWhenTooMuchWouldHaveToBeMergedAtOnce() {
        file(1, 0, 9, 10);
        for (int i = 0; i < 8; i++) {
            file(2, 0, 9, 10);
        }
        file(0, 0, 9, 10);
        file(0, 0, 9, 10);
        file(0, 0, 9, 10);

        assertThat(choice(false))
                .isEqualTo(
                        new Skipped(
                                "the files that may hold the same points are more than 5, or"
                                        + " larger than 3000 bytes together"));
    }

    @Test
    void mergesAColdPartitionWhole() {
        file(2, 0, 9, 10);
        file(1, 10, 19, 10);
        file(0, 20, 29, 10);

        assertThat(choice(false)).isEqualTo(new Nothing());
        assertThat(choice(true)).isEqualTo(new Merge(files, 2, List.of()));
    }

    @Test
    void mergesAColdPartitionStepByStepWhereItIsTooMuch() {
        for (int i = 0; i < 7; i++) {
            file(2, i, i, 1_000);
        }
        file(0, 6, 6, 10);

        assertThat(choice(true)).isEqualTo(new Merge(files.subList(7, 8), 1, List.of()));
    }

    @Test
    void joinsSmallNeighboursOfAColdPartition() {
        file(2, 50, 59, 100);
        file(2, 0, 9, 900);
        file(2, 10, 19, 2_000);
        file(2, 20, 29, 50);

        assertThat(choice(true))
                .isEqualTo(new Merge(List.of(files.getFirst(), files.getLast()), 2, List.of()));
    }

    @Test
    void leavesAColdPartitionAloneOnceItIsDone() {
        file(2, 0, 9, 1_000);
        file(2, 10, 19, 1_000);

        assertThat(choice(true)).isEqualTo(new Nothing());
    }

    @Test
    void leavesASingleFileAlone() {
        file(0, 0, 9, 10);

        assertThat(choice(true)).isEqualTo(new Nothing());
    }

    private CompactionChoice choice(boolean cold) {
        return CompactionChoice.of(files, cold, COLUMNS, LIMITS);
    }

    /// A file of a byte a row.
    private FileEntry file(int level, long min, long max, long rowCount) {
        FileEntry file = entry(level, min, max, rowCount, rowCount);
        files.add(file);
        return file;
    }

    private FileEntry entry(int level, long min, long max, long rowCount, long sizeBytes) {
        long sequence = files.size() + 1L;
        return new FileEntry(
                sequence,
                new ObjectPath("data/" + sequence),
                1,
                min,
                max,
                rowCount,
                sizeBytes,
                sequence,
                level,
                "p",
                null);
    }
}
