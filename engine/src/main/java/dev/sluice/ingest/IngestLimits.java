// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import java.time.Duration;

/// The limits and the pace of ingest.
///
/// @param bufferBytesMax about how much memory unpersisted rows may take; beyond it writes are
///   *busy*
/// @param flushBytes live rows of this size are persisted at once
/// @param flushInterval rows are persisted at least this often
/// @param retryInterval how long to wait after persisting failed
/// @param schemaAttemptsMax how often a write tries again when other writers change the schema at
///   the same time
public record IngestLimits(
        long bufferBytesMax,
        long flushBytes,
        Duration flushInterval,
        Duration retryInterval,
        int schemaAttemptsMax) {
    private static final long MEBIBYTE = 1024 * 1024;

    /// What a server uses unless it is told otherwise; the interval is the rotation period of
    /// data.md 7.2.
    public static final IngestLimits DEFAULT =
            new IngestLimits(
                    256 * MEBIBYTE,
                    64 * MEBIBYTE,
                    Duration.ofSeconds(300),
                    Duration.ofSeconds(10),
                    5);

    /// Rejects limits that leave no room to persist while writes go on.
    public IngestLimits {
        if (flushBytes < 1
                || bufferBytesMax < flushBytes
                || !flushInterval.isPositive()
                || !retryInterval.isPositive()
                || schemaAttemptsMax < 1) {
            throw new IllegalArgumentException(
                    "ingest limits: flushBytes "
                            + flushBytes
                            + ", bufferBytesMax "
                            + bufferBytesMax
                            + ", flushInterval "
                            + flushInterval
                            + ", retryInterval "
                            + retryInterval
                            + ", schemaAttemptsMax "
                            + schemaAttemptsMax);
        }
    }
}
