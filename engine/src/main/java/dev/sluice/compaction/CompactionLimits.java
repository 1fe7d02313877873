// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import dev.sluice.config.CompactionConfig;
import java.time.Duration;

/// When files are merged, how many at once, and how large the new ones are to be.
///
/// @param youngFilesMin so many files of level 0 in a partition are merged into level 1
/// @param settings what can be set
/// @param cellsMax most rows times columns of one new file; they are held in memory while it is
///   made, at about 10 bytes each, twice
/// @param textBytesMax most bytes of text of one new file, held in memory likewise
/// @param coldAfter a partition that got no file for so long is merged whole
/// @param pause between two looks
public record CompactionLimits(
        int youngFilesMin,
        CompactionConfig settings,
        long cellsMax,
        long textBytesMax,
        Duration coldAfter,
        Duration pause) {
    /// So many times the size of one new file is merged at once.
    private static final int FILES_AT_ONCE = 3;

    private static final long CELLS_MAX = 32 * 1024 * 1024;
    private static final long TEXT_BYTES_MAX = 128 * 1024 * 1024;

    /// Cells take up to a third of the heap, and text as much at most where an array of it grows.
    private static final long HEAP_BYTES_A_CELL = 64;

    private static final long HEAP_BYTES_A_TEXT_BYTE = 16;

    /// The time until a partition is cold is that of data.md 7.7.
    ///
    /// @param settings what can be set
    /// @param heapBytesMax how much memory the process may use for objects
    public static CompactionLimits of(CompactionConfig settings, long heapBytesMax) {
        return new CompactionLimits(
                10,
                settings,
                Math.clamp(heapBytesMax / HEAP_BYTES_A_CELL, 1, CELLS_MAX),
                Math.clamp(heapBytesMax / HEAP_BYTES_A_TEXT_BYTE, 1, TEXT_BYTES_MAX),
                Duration.ofHours(8),
                Duration.ofSeconds(10));
    }

    /// Rejects limits under which nothing could be merged.
    public CompactionLimits {
        if (youngFilesMin < 2
                || cellsMax < 1
                || textBytesMax < 1
                || coldAfter.isNegative()
                || !pause.isPositive()) {
            throw new IllegalArgumentException(
                    "compaction limits: youngFilesMin "
                            + youngFilesMin
                            + ", cellsMax "
                            + cellsMax
                            + ", textBytesMax "
                            + textBytesMax
                            + ", coldAfter "
                            + coldAfter
                            + ", pause "
                            + pause);
        }
    }

    /// So many files of a level in a partition are merged into the next.
    int filesMin(int level) {
        return level == 0 ? youngFilesMin : settings.level1FilesMin();
    }

    /// Most bytes of the files that are merged at once.
    long bytesMax() {
        return FILES_AT_ONCE * settings.fileBytesMax();
    }
}
