// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.wal.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each row of each source is read once, and compared with all that can hold the same point.
final class SourceSlicesTest {
    private static FileEntry file(long id, long min, long max, @Nullable String partition) {
        return new FileEntry(
                id, new ObjectPath("f" + id), 1, min, max, 1, 1, id, 0, partition, null);
    }

    private static BufferedRows rows(long position, boolean late, long... times) {
        TableRows rows = new TableRows("t");
        for (long time : times) {
            rows.endRow(time);
        }
        return new BufferedRows(new LogPosition(position), rows, late);
    }

    private static TimeSpans spans(TimeRange... ranges) {
        return new TimeSpans(List.of(ranges));
    }

    @Test
    void comparesOnlyWhereNeighboursOverlap() {
        FileEntry first = file(1, 0, 100, "day");
        FileEntry second = file(2, 99, 200, "day");
        FileEntry third = file(3, 201, 300, "day");

        SourceSlices slices =
                SourceSlices.of(
                        List.of(first, second, third),
                        List.of(rows(1, false, 299, 400)),
                        TimeRange.ALL);

        assertThat(slices.files())
                .containsExactly(
                        new SourceSlices.FileSlice(
                                first, spans(new TimeRange(0, 98)), spans(new TimeRange(99, 100))),
                        new SourceSlices.FileSlice(
                                second,
                                spans(new TimeRange(101, 200)),
                                spans(new TimeRange(99, 100))),
                        new SourceSlices.FileSlice(
                                third,
                                spans(new TimeRange(201, 298)),
                                spans(new TimeRange(299, 300))));
        assertThat(slices.bufferedAlone())
                .isEqualTo(
                        spans(
                                new TimeRange(Long.MIN_VALUE, 298),
                                new TimeRange(301, Long.MAX_VALUE)));
        assertThat(slices.bufferedShared()).isEqualTo(spans(new TimeRange(299, 300)));
    }

    /// The engine would plan each part of each file by itself.
    @Test
    void ofManyFilesNoneIsCut() {
        List<FileEntry> files = new ArrayList<>();
        for (int day = 0; day < SourceSlices.CUT_FILES_MAX / 2; day++) {
            files.add(file(2L * day, 100L * day, 100L * day + 10, "d" + day));
            files.add(file(2L * day + 1, 100L * day + 5, 100L * day + 15, "d" + day));
        }
        TimeRange wanted = new TimeRange(3, 1_000_000);
        assertThat(SourceSlices.of(files, List.of(), wanted).files())
                .allMatch(slice -> !slice.alone().isEmpty() && !slice.shared().isEmpty());

        files.add(file(1000, 1_000_000, 1_000_010, "last"));
        files.add(file(1001, 1_000_000, 1_000_020, "last"));
        files.add(file(1002, 500_000, 500_001, "other"));
        List<SourceSlices.FileSlice> slices = SourceSlices.of(files, List.of(), wanted).files();
        // These two are shared in all that is wanted of them.
        assertThat(slices.get(files.size() - 2).alone().isEmpty()).isTrue();
        assertThat(slices).filteredOn(slice -> !slice.alone().isEmpty()).hasSizeGreaterThan(1);

        files.add(file(1003, 500_001, 500_005, "other"));
        slices = SourceSlices.of(files, List.of(), wanted).files();
        assertThat(slices).allMatch(slice -> slice.alone().isEmpty());
        assertThat(slices.getFirst().shared()).isEqualTo(spans(new TimeRange(3, 10)));
        assertThat(slices.getLast().shared()).isEqualTo(spans(new TimeRange(500_001, 500_005)));
    }

    @Test
    void keepsPartitionsApart() {
        SourceSlices slices =
                SourceSlices.of(
                        List.of(file(1, 0, 9, "a"), file(2, 0, 9, "b"), file(3, 5, 9, "a")),
                        List.of(),
                        TimeRange.ALL);

        assertThat(slices.files())
                .extracting(SourceSlices.FileSlice::shared)
                .containsExactly(
                        spans(new TimeRange(5, 9)), TimeSpans.NONE, spans(new TimeRange(5, 9)));
    }

    @Test
    void comparesAFileOfAnUnknownPartitionWithAll() {
        SourceSlices slices =
                SourceSlices.of(
                        List.of(file(1, 0, 9, "a"), file(2, 0, 9, null)), List.of(), TimeRange.ALL);

        assertThat(slices.files()).noneMatch(SourceSlices.FileSlice::isAlone);
    }

    @Test
    void comparesLateRowsWithEachOtherAndOthersOnlyWithFiles() {
        SourceSlices inOrder =
                SourceSlices.of(
                        List.of(), List.of(rows(1, false, 0, 9), rows(2, false, 5)), TimeRange.ALL);
        SourceSlices late =
                SourceSlices.of(
                        List.of(), List.of(rows(1, false, 0, 9), rows(2, true, 5)), TimeRange.ALL);

        assertThat(inOrder.sharedBatches()).isEmpty();
        assertThat(inOrder.aloneBatches()).hasSize(2);
        assertThat(inOrder.bufferedAlone()).as("asks no row").isEqualTo(spans(TimeRange.ALL));
        assertThat(late.bufferedShared()).isEqualTo(spans(new TimeRange(5, 5)));
        assertThat(late.sharedBatches()).hasSize(2);
        assertThat(late.aloneBatches()).hasSize(1);
    }

    @Test
    void leavesOutWhatIsNotWanted() {
        SourceSlices slices =
                SourceSlices.of(
                        List.of(file(1, 0, 9, "a"), file(2, 20, 29, "a"), file(3, 5, 9, "a")),
                        List.of(rows(1, false, 0, 50), rows(2, false, 60)),
                        new TimeRange(25, 40));

        assertThat(slices.files()).extracting(slice -> slice.file().id()).containsExactly(2L);
        assertThat(slices.bufferedShared()).isEqualTo(spans(new TimeRange(25, 29)));
        assertThat(slices.bufferedAlone()).isEqualTo(spans(new TimeRange(30, 40)));
        assertThat(slices.aloneBatches()).hasSize(1);
    }

    @Test
    void readsEachInstantOfEachSourceOnceAndSharedOnesTogether() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<FileEntry> files = new ArrayList<>();
            int fileCount = random.nextInt(25);
            for (int i = 0; i < fileCount; i++) {
                long min = random.nextInt(300);
                String partition = random.nextInt(5) == 0 ? null : "p" + random.nextInt(2);
                files.add(file(i, min, min + random.nextInt(40), partition));
            }
            List<BufferedRows> buffered = new ArrayList<>();
            int batchCount = random.nextInt(4);
            for (int i = 0; i < batchCount; i++) {
                long min = random.nextInt(300);
                buffered.add(rows(i, random.nextInt(3) == 0, min, min + random.nextInt(40)));
            }
            TimeRange wanted = new TimeRange(random.nextInt(60), 250 + random.nextInt(100));
            check("seed " + seed, files, buffered, wanted);
        }
    }

    private static void check(
            String what, List<FileEntry> files, List<BufferedRows> buffered, TimeRange wanted) {
        SourceSlices slices = SourceSlices.of(files, buffered, wanted);
        for (long instant = 0; instant < 400; instant++) {
            long at = instant;
            boolean isWanted = wanted.overlaps(at, at);
            List<FileEntry> here =
                    files.stream()
                            .filter(file -> file.timeNanosMin() <= at && at <= file.timeNanosMax())
                            .toList();
            long inOrder = covering(buffered.stream().filter(rows -> !rows.late()), at);
            long late = covering(buffered.stream().filter(BufferedRows::late), at);
            for (FileEntry file : here) {
                List<SourceSlices.FileSlice> slice =
                        slices.files().stream().filter(one -> one.file().equals(file)).toList();
                long alone = slice.stream().filter(one -> one.alone().overlaps(at, at)).count();
                long shared = slice.stream().filter(one -> one.shared().overlaps(at, at)).count();
                assertThat(alone + shared).as(what + " at " + at).isEqualTo(isWanted ? 1 : 0);
                boolean others =
                        inOrder + late > 0
                                || here.stream()
                                        .anyMatch(other ->
                                                !other.equals(file) && !file.isApartFrom(other));
                assertThat(alone == 1 && others).as(what + " at " + at).isFalse();
            }
            boolean readAlone = slices.bufferedAlone().overlaps(at, at);
            boolean readShared = slices.bufferedShared().overlaps(at, at);
            if (inOrder + late > 0) {
                assertThat(readAlone ^ readShared).as(what + " at " + at).isEqualTo(isWanted);
                assertThat(readAlone && (late > 0 || !here.isEmpty()))
                        .as(what + " at " + at)
                        .isFalse();
            }
        }
    }

    private static long covering(Stream<BufferedRows> rows, long at) {
        return rows.filter(
                        one -> one.rows().timeNanosMin() <= at && at <= one.rows().timeNanosMax())
                .count();
    }
}
