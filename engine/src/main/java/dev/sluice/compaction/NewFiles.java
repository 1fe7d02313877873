// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import dev.sluice.catalog.FileEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Into how many files some are merged, and where these part. Estimates: the new files are taken to
/// be as large as the old ones, and the rows of each to be spread evenly over its time.
final class NewFiles {
    private NewFiles() {}

    /// How many files these become (data.md 7.7): one as long as it is small; two, the first of
    /// which is the larger, since it is the second that late points meet; beyond that as many as
    /// have the desired size. More where one would have too many values to be held in memory.
    static int count(List<FileEntry> files, int columnCount, CompactionLimits limits) {
        long bySize =
                isSmall(files, limits)
                        ? 1
                        : isMedium(files, limits)
                                ? 2
                                : upwards(bytes(files), limits.settings().fileBytesMax());
        return Math.toIntExact(Math.max(bySize, byMemory(files, columnCount, limits)));
    }

    private static boolean isSmall(List<FileEntry> files, CompactionLimits limits) {
        return bytes(files) <= slack(limits);
    }

    private static boolean isMedium(List<FileEntry> files, CompactionLimits limits) {
        return bytes(files) <= limits.settings().fileBytesMax() + slack(limits);
    }

    private static long slack(CompactionLimits limits) {
        return limits.settings().fileBytesMax() * limits.settings().smallFilePercent() / 100;
    }

    private static long bytes(List<FileEntry> files) {
        return files.stream().mapToLong(FileEntry::sizeBytes).sum();
    }

    private static long byMemory(List<FileEntry> files, int columnCount, CompactionLimits limits) {
        long rows = files.stream().mapToLong(FileEntry::rowCount).sum();
        return upwards(Math.multiplyExact(rows, columnCount), limits.cellsMax());
    }

    private static long upwards(long total, long part) {
        return (total + part - 1) / part;
    }

    /// The times that end the new files but for the last, each in the file that it ends.
    static List<Long> ends(List<FileEntry> files, int columnCount, CompactionLimits limits) {
        int count = count(files, columnCount, limits);
        boolean uneven = count == 2 && isMedium(files, limits) && !isSmall(files, limits);
        long first = files.stream().mapToLong(FileEntry::timeNanosMin).min().orElseThrow();
        long last = files.stream().mapToLong(FileEntry::timeNanosMax).max().orElseThrow();
        TreeSet<Long> ends = new TreeSet<>();
        for (int i = 1; i < count; i++) {
            double part = uneven ? limits.settings().splitPercent() / 100.0 : (double) i / count;
            long end = timeOf(part, files, first, last);
            if (end < last) {
                ends.add(end);
            }
        }
        return new ArrayList<>(ends);
    }

    /// The first time up to and with which there is a part of the rows.
    private static long timeOf(double part, List<FileEntry> files, long first, long last) {
        double wanted = part * rowsUntil(last, files);
        long low = first;
        long high = last;
        while (low < high) {
            long middle = (low & high) + ((low ^ high) >> 1);
            if (rowsUntil(middle, files) >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double rowsUntil(long time, List<FileEntry> files) {
        double rows = 0;
        for (FileEntry file : files) {
            if (time >= file.timeNanosMax()) {
                rows += file.rowCount();
            } else if (time >= file.timeNanosMin()) {
                double whole = (double) file.timeNanosMax() - file.timeNanosMin() + 1;
                double until = (double) time - file.timeNanosMin() + 1;
                rows += file.rowCount() * until / whole;
            }
        }
        return rows;
    }
}
