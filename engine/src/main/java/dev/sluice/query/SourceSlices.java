// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.FileEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Cuts the sources of a table by time, so that rows are compared with each other only where two
/// sources can hold the same point (data.md 7.6, 3).
///
/// Files of different partitions never hold the same point. Buffered rows that are not late are
/// distinct among themselves; late ones may repeat anything.
///
/// @param files in order of commit
/// @param aloneBatches buffered rows some of which are in no other source
/// @param bufferedAlone where to read those
/// @param sharedBatches buffered rows some of which may be in other sources too, oldest first
/// @param bufferedShared where to read those
record SourceSlices(
        List<FileSlice> files,
        List<TableRows> aloneBatches,
        TimeSpans bufferedAlone,
        List<TableRows> sharedBatches,
        TimeSpans bufferedShared) {
    /// The most ranges that one source is cut into: each is a condition that every row is asked.
    static final int RANGES_MAX = 16;

    /// The most files of which a part is read by itself: each is a relation that the engine plans,
    /// for which it takes more than twice as long where there are twice as many.
    static final int CUT_FILES_MAX = 64;

    /// A file, cut.
    ///
    /// @param alone where nobody else can have its points
    /// @param shared where somebody can
    record FileSlice(FileEntry file, TimeSpans alone, TimeSpans shared) {
        /// Whether nobody else can have any of its points.
        boolean isAlone() {
            return shared.isEmpty();
        }

        private boolean isCut() {
            return !shared.isEmpty() && !alone.isEmpty();
        }

        /// All of it read as what somebody else can have, too.
        private FileSlice whole(TimeRange wanted) {
            return isCut()
                    ? new FileSlice(file, TimeSpans.NONE, TimeSpans.of(rangeOf(file).and(wanted)))
                    : this;
        }
    }

    /// Whether each point is there once.
    boolean isApart() {
        return sharedBatches.isEmpty() && files.stream().allMatch(FileSlice::isAlone);
    }

    /// @param files in order of commit
    /// @param buffered oldest first, each with at least one row
    /// @param wanted what lies outside is not read
    static SourceSlices of(List<FileEntry> files, List<BufferedRows> buffered, TimeRange wanted) {
        TimeSpans inOrder = covered(buffered.stream().filter(rows -> !rows.late()));
        TimeSpans late = covered(buffered.stream().filter(BufferedRows::late));
        // Late rows count twice: they may repeat each other.
        List<TimeRange> everywhere = new ArrayList<>(inOrder.ranges());
        everywhere.addAll(late.ranges());
        everywhere.addAll(late.ranges());

        List<FileEntry> read =
                files.stream()
                        .filter(file -> wanted.overlaps(file.timeNanosMin(), file.timeNanosMax()))
                        .toList();
        Map<String, TimeSpans> byPartition = shared(read, everywhere);
        List<TimeRange> all = new ArrayList<>(everywhere);
        read.forEach(file -> all.add(rangeOf(file)));
        TimeSpans shared = TimeSpans.covered(all, 2);
        List<FileSlice> slices = new ArrayList<>();
        for (FileEntry file : read) {
            // A file whose partition nobody wrote down is compared with all.
            TimeSpans ofFile = byPartition.getOrDefault(file.partition(), shared);
            slices.add(slice(file, ofFile, wanted));
        }
        TimeSpans bufferedShared =
                shared.within(inOrder.or(late)).and(wanted).coarsened(RANGES_MAX);
        // Not only where there are rows: the fewer ranges, the less every row is asked.
        TimeSpans bufferedAlone = TimeSpans.of(wanted).without(bufferedShared);
        boolean many = slices.stream().filter(FileSlice::isCut).count() > CUT_FILES_MAX;
        return new SourceSlices(
                many ? slices.stream().map(slice -> slice.whole(wanted)).toList() : slices,
                rowsIn(bufferedAlone, buffered.stream().filter(rows -> !rows.late())),
                bufferedAlone,
                rowsIn(bufferedShared, buffered.stream()),
                bufferedShared);
    }

    /// Rows that are all there is, each point once.
    ///
    /// @param wanted what lies outside is not read
    static SourceSlices of(List<TableRows> rows, TimeRange wanted) {
        return new SourceSlices(
                List.of(),
                rows,
                new TimeSpans(List.of(wanted)),
                List.of(),
                new TimeSpans(List.of()));
    }

    private static TimeSpans covered(Stream<BufferedRows> rows) {
        return TimeSpans.covered(rows.map(SourceSlices::rangeOf).toList(), 1);
    }

    private static TimeRange rangeOf(BufferedRows rows) {
        return new TimeRange(rows.rows().timeNanosMin(), rows.rows().timeNanosMax());
    }

    private static TimeRange rangeOf(FileEntry file) {
        return new TimeRange(file.timeNanosMin(), file.timeNanosMax());
    }

    /// Where a point of a partition may be in two sources, by partition.
    ///
    /// @param everywhere what holds points of any partition, beside files of unknown ones
    private static Map<String, TimeSpans> shared(
            List<FileEntry> files, List<TimeRange> everywhere) {
        List<TimeRange> ofAny = new ArrayList<>(everywhere);
        Map<String, List<TimeRange>> byPartition = new HashMap<>();
        for (FileEntry file : files) {
            List<TimeRange> sources =
                    file.partition() == null
                            ? ofAny
                            : byPartition.computeIfAbsent(file.partition(), _ -> new ArrayList<>());
            sources.add(rangeOf(file));
        }
        Map<String, TimeSpans> shared = new HashMap<>();
        byPartition.forEach((partition, sources) -> {
            sources.addAll(ofAny);
            shared.put(partition, TimeSpans.covered(sources, 2));
        });
        return shared;
    }

    private static FileSlice slice(FileEntry file, TimeSpans shared, TimeRange wanted) {
        TimeRange range = rangeOf(file);
        TimeSpans coarse = shared.and(range).coarsened(RANGES_MAX);
        return new FileSlice(
                file,
                new TimeSpans(List.of(range)).without(coarse).and(wanted),
                coarse.and(wanted));
    }

    private static List<TableRows> rowsIn(TimeSpans spans, Stream<BufferedRows> rows) {
        return rows.map(BufferedRows::rows)
                .filter(batch -> spans.overlaps(batch.timeNanosMin(), batch.timeNanosMax()))
                .toList();
    }
}
