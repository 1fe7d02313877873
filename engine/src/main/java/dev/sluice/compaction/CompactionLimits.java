// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import java.time.Duration;

/// When files are merged, and how many at once.
///
/// @param filesMin so many files of one level in a partition are merged into the next level
/// @param filesMax most files that are merged at once
/// @param cellsMax most rows times columns that are merged at once; they are held in memory, at
///   about 10 bytes each, twice
/// @param coldAfter a partition that got no file for so long is merged whole
/// @param pause between two looks
public record CompactionLimits(
        int filesMin, int filesMax, long cellsMax, Duration coldAfter, Duration pause) {
    /// The numbers of files are those of data.md 7.7, and so is the time until a partition is cold.
    public static final CompactionLimits DEFAULT =
            new CompactionLimits(
                    10, 20, 32 * 1024 * 1024, Duration.ofHours(8), Duration.ofSeconds(10));

    /// Rejects limits under which nothing could be merged.
    public CompactionLimits {
        if (filesMin < 2
                || filesMax < filesMin
                || cellsMax < 1
                || coldAfter.isNegative()
                || !pause.isPositive()) {
            throw new IllegalArgumentException(
                    "compaction limits: filesMin "
                            + filesMin
                            + ", filesMax "
                            + filesMax
                            + ", cellsMax "
                            + cellsMax
                            + ", coldAfter "
                            + coldAfter
                            + ", pause "
                            + pause);
        }
    }
}
