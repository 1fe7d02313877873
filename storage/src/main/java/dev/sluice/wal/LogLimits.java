// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

/// The limits of a [FileLog].
///
/// @param pendingBytesMax encoded batches that may wait for their sync; beyond it callers are
///   *busy*. At least `batchBytesMax`
/// @param groupBytesMax one group commit stops taking further batches here
/// @param batchBytesMax the largest encoded batch
public record LogLimits(int pendingBytesMax, int groupBytesMax, int batchBytesMax) {
    private static final int MEBIBYTE = 1024 * 1024;

    /// What a server uses unless it is told otherwise.
    public static final LogLimits DEFAULT =
            new LogLimits(256 * MEBIBYTE, 8 * MEBIBYTE, 256 * MEBIBYTE);

    /// Rejects limits under which a batch could never be written.
    public LogLimits {
        if (groupBytesMax < 1 || batchBytesMax < 1 || pendingBytesMax < batchBytesMax) {
            throw new IllegalArgumentException(
                    "log limits: pendingBytesMax "
                            + pendingBytesMax
                            + ", groupBytesMax "
                            + groupBytesMax
                            + ", batchBytesMax "
                            + batchBytesMax);
        }
    }
}
