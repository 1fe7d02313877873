// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

/// How much of the stored data one query may read (data.md 5.16).
///
/// @param partitionsMax partitions, over all its tables; 0 is no limit
/// @param filesMax data files, over all its tables; 0 is no limit
public record ScanLimits(int partitionsMax, int filesMax) {
    /// As much as there is.
    public static final ScanLimits NONE = new ScanLimits(0, 0);

    /// @throws IllegalArgumentException for a negative limit
    public ScanLimits {
        if (partitionsMax < 0 || filesMax < 0) {
            throw new IllegalArgumentException(
                    "scan limits: " + partitionsMax + " partitions, " + filesMax + " files");
        }
    }

    /// The stricter of both, one by one.
    public ScanLimits and(ScanLimits other) {
        return new ScanLimits(
                lower(partitionsMax, other.partitionsMax), lower(filesMax, other.filesMax));
    }

    private static int lower(int one, int other) {
        return one == 0 ? other : other == 0 ? one : Math.min(one, other);
    }
}
