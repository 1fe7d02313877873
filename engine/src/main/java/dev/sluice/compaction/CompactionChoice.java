// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import dev.sluice.catalog.FileEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What becomes of the files of one partition (data.md 7.7): those of level 0 are merged to level 1
/// together with the files of level 1 in whose time they fall, and those of level 1 to level 2 in
/// the same way; so files of level 1 do not overlap each other, and neither do those of level 2.
/// Pure.
sealed interface CompactionChoice {
    Comparator<FileEntry> OLDEST_FIRST =
            Comparator.comparingLong(FileEntry::sequence)
                    .thenComparingLong(FileEntry::timeNanosMin);
    Comparator<FileEntry> BY_TIME = Comparator.comparingLong(FileEntry::timeNanosMin);

    /// There is nothing to gain.
    record Nothing() implements CompactionChoice {}

    /// There would be, but too much would have to be merged at once.
    ///
    /// @param reason in words
    record Skipped(String reason) implements CompactionChoice {}

    /// Files to merge.
    ///
    /// @param files in order of sequence, at least one
    /// @param level of the files that take their place
    /// @param ends the times that end the new files but for the last, ascending; each in the file
    ///   that it ends
    record Merge(List<FileEntry> files, int level, List<Long> ends) implements CompactionChoice {
        /// Whether all that can be gained is that there are fewer files.
        boolean joins() {
            return files.size() > 1 && files.stream().allMatch(file -> file.level() == level);
        }
    }

    /// Chooses.
    ///
    /// @param files the live files of one partition
    /// @param cold whether no more are expected
    /// @param columnCount how many columns the table has
    static CompactionChoice of(
            List<FileEntry> files, boolean cold, int columnCount, CompactionLimits limits) {
        Chooser chooser = new Chooser(files, columnCount, limits);
        if (cold && files.size() < 2) {
            return new Nothing();
        }
        if (cold && chooser.fits(files) && chooser.gains(files)) {
            return chooser.merge(files, FileEntry.LEVEL_MAX);
        }
        for (int level = 0; level < FileEntry.LEVEL_MAX; level++) {
            List<FileEntry> young = chooser.ofLevel(level);
            if (young.size() >= limits.filesMin(level) || (cold && !young.isEmpty())) {
                return chooser.raise(young, level);
            }
        }
        return cold ? chooser.joinNeighbours() : new Nothing();
    }

    /// One choice among the files of a partition.
    ///
    /// @param files all of them
    /// @param columnCount how many columns the table has
    record Chooser(List<FileEntry> files, int columnCount, CompactionLimits limits) {
        private List<FileEntry> ofLevel(int level) {
            return files.stream()
                    .filter(file -> file.level() == level)
                    .sorted(OLDEST_FIRST)
                    .toList();
        }

        private boolean fits(List<FileEntry> some) {
            return some.size() <= limits.settings().filesMax()
                    && some.stream().mapToLong(FileEntry::sizeBytes).sum() <= limits.bytesMax();
        }

        /// Whether there are fewer files afterwards, or some are of a higher level.
        private boolean gains(List<FileEntry> some) {
            return some.stream().anyMatch(file -> file.level() < FileEntry.LEVEL_MAX)
                    || NewFiles.count(some, columnCount, limits) < some.size();
        }

        private Merge merge(List<FileEntry> some, int level) {
            List<FileEntry> sorted = some.stream().sorted(OLDEST_FIRST).toList();
            return new Merge(sorted, level, NewFiles.ends(sorted, columnCount, limits));
        }

        /// Merges the oldest files of a level, as many as fit, into the next.
        private CompactionChoice raise(List<FileEntry> young, int level) {
            int most = Math.min(young.size(), limits.settings().filesMax());
            for (int count = most; count > 0; count--) {
                List<FileEntry> together = together(young.subList(0, count), level);
                if (fits(together) || (count == 1 && together.size() <= 2)) {
                    return merge(together, level + 1);
                }
            }
            return part(young.getFirst(), level);
        }

        /// Some files of a level, those of the next in whose time they fall, and whatever else
        /// stands between them in the order of those that may hold the same points.
        private List<FileEntry> together(List<FileEntry> young, int level) {
            List<FileEntry> together = new ArrayList<>(young);
            boolean grown = true;
            while (grown) {
                long first =
                        together.stream().mapToLong(FileEntry::timeNanosMin).min().orElseThrow();
                long last =
                        together.stream().mapToLong(FileEntry::timeNanosMax).max().orElseThrow();
                grown =
                        together.addAll(
                                files.stream()
                                        .filter(file -> !together.contains(file))
                                        .filter(file ->
                                                isOf(level + 1, first, last, file)
                                                        || standsBetween(file, together))
                                        .toList());
            }
            return together;
        }

        private static boolean isOf(int level, long first, long last, FileEntry file) {
            return file.level() == level
                    && file.timeNanosMin() <= last
                    && file.timeNanosMax() >= first;
        }

        /// The new files take the place of the newest in the order, so whatever wins over one of
        /// the others now would lose.
        private static boolean standsBetween(FileEntry file, List<FileEntry> together) {
            return together.stream().anyMatch(other -> other.sequence() >= file.sequence())
                    && together.stream()
                            .anyMatch(other ->
                                    other.sequence() < file.sequence()
                                            && other.mayShareAPointWith(file));
        }

        /// A file with which too much would have to be merged at once is parted where those of the
        /// next level begin and end in whose time it falls; where none does, one of those is parted
        /// where the file does. Each part is merged with its own then.
        private CompactionChoice part(FileEntry file, int level) {
            List<FileEntry> next =
                    ofLevel(level + 1).stream().filter(file::mayShareAPointWith).toList();
            Merge parted = parted(file, next);
            for (int i = 0; i < next.size() && parted == null; i++) {
                parted = parted(next.get(i), List.of(file));
            }
            return parted != null
                    ? parted
                    : new Skipped(
                            "the files that may hold the same points are more than "
                                    + limits.settings().filesMax()
                                    + ", or larger than "
                                    + limits.bytesMax()
                                    + " bytes together");
        }

        /// @return null where none begins or ends within the file
        private static @Nullable Merge parted(FileEntry file, List<FileEntry> others) {
            List<Long> ends =
                    others.stream()
                            .flatMap(other ->
                                    Stream.of(other.timeNanosMin(), other.timeNanosMax() + 1))
                            .filter(start ->
                                    start > file.timeNanosMin() && start <= file.timeNanosMax())
                            .map(start -> start - 1)
                            .distinct()
                            .sorted()
                            .toList();
            return ends.isEmpty() ? null : new Merge(List.of(file), file.level(), ends);
        }

        /// Merges files of the last level that are smaller than they could be.
        private CompactionChoice joinNeighbours() {
            List<FileEntry> byTime = files.stream().sorted(BY_TIME).toList();
            for (int start = 0; start < byTime.size() - 1; start++) {
                int end = start + 1;
                while (end < byTime.size() && fits(byTime.subList(start, end + 1))) {
                    end++;
                }
                List<FileEntry> run = byTime.subList(start, end);
                if (run.size() > 1
                        && gains(run)
                        && together(run, FileEntry.LEVEL_MAX).size() == run.size()) {
                    return merge(run, FileEntry.LEVEL_MAX);
                }
            }
            return new Nothing();
        }
    }
}
