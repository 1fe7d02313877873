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
/// @param coldAfter a partition that got no file for so long is merged whole
/// @param pause between two looks
public record CompactionLimits(
        int youngFilesMin,
        CompactionConfig settings,
        long cellsMax,
        Duration coldAfter,
        Duration pause) {
    /// So many times the size of one new file is merged at once.
    private static final int FILES_AT_ONCE = 3;

    /// The time until a partition is cold is that of data.md 7.7.
    ///
    /// @param settings what can be set
    public static CompactionLimits of(CompactionConfig settings) {
        return new CompactionLimits(
                10, settings, 32 * 1024 * 1024, Duration.ofHours(8), Duration.ofSeconds(10));
    }

    /// Rejects limits under which nothing could be merged.
    public CompactionLimits {
        if (youngFilesMin < 2 || cellsMax < 1 || coldAfter.isNegative() || !pause.isPositive()) {
            throw new IllegalArgumentException(
                    "compaction limits: youngFilesMin "
                            + youngFilesMin
                            + ", cellsMax "
                            + cellsMax
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
