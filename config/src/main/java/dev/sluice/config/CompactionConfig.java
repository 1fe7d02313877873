// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// The compactor's variables (data.md 7.7, 7.13).
///
/// @param fileBytesMax how large a new file is to be at most, roughly
/// @param smallFilePercent a result of no more than this part of `fileBytesMax` stays in one file;
///   one that is larger than `fileBytesMax` by no more than this is parted in two
/// @param splitPercent how much of such a result comes first
/// @param filesMax most files that are merged at once
/// @param level1FilesMin so many files of level 1 in a partition are merged into level 2
public record CompactionConfig(
        long fileBytesMax,
        int smallFilePercent,
        int splitPercent,
        int filesMax,
        int level1FilesMin) {
    /// The original's numbers.
    public static final CompactionConfig DEFAULT =
            new CompactionConfig(104_857_600, 20, 80, 20, 10);
}
