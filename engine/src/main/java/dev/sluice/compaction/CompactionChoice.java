// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import dev.sluice.catalog.FileEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What becomes of the files of one partition (data.md 7.7): young ones (level 0) are merged to
/// level 1 together with the older ones that may hold the same points, and those of level 1 to
/// level 2. Pure.
sealed interface CompactionChoice {

    /// There is nothing to gain.
    record Nothing() implements CompactionChoice {}

    /// There would be, but too much would have to be merged at once.
    ///
    /// @param reason in words
    record Skipped(String reason) implements CompactionChoice {}

    /// Files to merge.
    ///
    /// @param files in order of sequence, at least two
    /// @param level of the files that take their place
    record Merge(List<FileEntry> files, int level) implements CompactionChoice {}

    /// Chooses.
    ///
    /// @param files the live files of one partition
    /// @param cold whether no more are expected
    /// @param columnCount how many columns the table has
    static CompactionChoice of(
            List<FileEntry> files, boolean cold, int columnCount, CompactionLimits limits) {
        for (int level = 0; level < FileEntry.LEVEL_MAX; level++) {
            List<FileEntry> young = ofLevel(files, level);
            boolean last = cold && files.size() > 1 && !young.isEmpty();
            if (last || young.size() >= limits.filesMin()) {
                return merge(files, cold, young, level + 1, columnCount, limits);
            }
        }
        return new Nothing();
    }

    private static CompactionChoice merge(
            List<FileEntry> files,
            boolean cold,
            List<FileEntry> young,
            int level,
            int columnCount,
            CompactionLimits limits) {
        List<FileEntry> together =
                prefix(cold ? files : closure(files, young), columnCount, limits);
        if (together.size() < 2) {
            // Old files are full. Young ones can still be merged with each other.
            together = prefix(young, columnCount, limits);
        }
        return together.size() < 2
                ? new Skipped(
                        "the two oldest of "
                                + files.size()
                                + " files have more than "
                                + limits.cellsMax()
                                + " values")
                : new Merge(together, level);
    }

    private static List<FileEntry> ofLevel(List<FileEntry> files, int level) {
        return files.stream().filter(file -> file.level() == level).toList();
    }

    /// Some files and all that may hold a point of one of them, and of those, and so on.
    private static List<FileEntry> closure(List<FileEntry> files, List<FileEntry> some) {
        Set<FileEntry> closure = new LinkedHashSet<>(some);
        boolean grown = true;
        while (grown) {
            List<FileEntry> more =
                    files.stream()
                            .filter(file -> !closure.contains(file))
                            .filter(file -> closure.stream().anyMatch(file::mayShareAPointWith))
                            .toList();
            grown = closure.addAll(more);
        }
        return List.copyOf(closure);
    }

    /// As many files as may be merged at once, the oldest first: what stays is newer, so the merged
    /// ones can take the place of the newest of them.
    private static List<FileEntry> prefix(
            List<FileEntry> files, int columnCount, CompactionLimits limits) {
        List<FileEntry> chosen = new ArrayList<>();
        long cells = 0;
        for (FileEntry file :
                files.stream().sorted(Comparator.comparingLong(FileEntry::sequence)).toList()) {
            cells += file.rowCount() * columnCount;
            if (chosen.size() == limits.filesMax() || cells > limits.cellsMax()) {
                break;
            }
            chosen.add(file);
        }
        return chosen;
    }
}
