// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import java.time.Duration;

/// The limits and the pace of ingest.
///
/// @param bufferBytesMax about how much memory unpersisted rows may take; beyond it writes wait
/// @param flushBytes live rows of this size are persisted at once
/// @param flushInterval rows are persisted at least this often
/// @param retryInterval how long to wait after persisting failed
/// @param schemaAttemptsMax how often a write tries again when other writers change the schema at
///   the same time
/// @param roomWait how long a write waits for room in the buffer until it is *busy*
/// @param roomWaitersMax how many writes may wait for it; further ones are *busy* at once
public record IngestLimits(
        long bufferBytesMax,
        long flushBytes,
        Duration flushInterval,
        Duration retryInterval,
        int schemaAttemptsMax,
        Duration roomWait,
        int roomWaitersMax) {
    private static final long MEBIBYTE = 1024 * 1024;

    /// What is left of the heap is for bodies, for rows on their way to the buffer, and for what
    /// [Persister] makes of the buffer's.
    private static final long BUFFER_EIGHTHS_OF_HEAP = 3;

    /// The buffer holds at least so many flushes: one goes on while writers fill others.
    private static final long FLUSHES_PER_BUFFER = 6;

    /// A larger flush makes files no better, and takes memory beside the buffer.
    private static final long FLUSH_BYTES_MAX = 256 * MEBIBYTE;

    private static final Duration FLUSH_INTERVAL = Duration.ofMinutes(5);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    private static final int SCHEMA_ATTEMPTS_MAX = 5;

    /// As long as a write waits for memory for its rows.
    private static final Duration ROOM_WAIT = Duration.ofSeconds(10);

    private static final int ROOM_WAITERS_MAX = 64;

    /// With the usual waiting for room.
    public IngestLimits(
            long bufferBytesMax,
            long flushBytes,
            Duration flushInterval,
            Duration retryInterval,
            int schemaAttemptsMax) {
        this(
                bufferBytesMax,
                flushBytes,
                flushInterval,
                retryInterval,
                schemaAttemptsMax,
                ROOM_WAIT,
                ROOM_WAITERS_MAX);
    }

    /// Rejects limits that leave no room to persist while writes go on.
    public IngestLimits {
        if (flushBytes < 1
                || bufferBytesMax < flushBytes
                || !flushInterval.isPositive()
                || !retryInterval.isPositive()
                || schemaAttemptsMax < 1
                || roomWait.isNegative()
                || roomWaitersMax < 0) {
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
                            + schemaAttemptsMax
                            + ", roomWait "
                            + roomWait
                            + ", roomWaitersMax "
                            + roomWaitersMax);
        }
    }

    /// What a server uses unless it is told otherwise: three eighths of the heap are the buffer's.
    /// The interval is the rotation period of data.md 7.2.
    ///
    /// @param heapBytesMax how much memory the process may use for objects
    public static IngestLimits ofHeap(long heapBytesMax) {
        return ofBuffer(
                Math.max(MEBIBYTE, heapBytesMax / 8 * BUFFER_EIGHTHS_OF_HEAP), FLUSH_INTERVAL);
    }

    /// Limits that go with a buffer of some size, so that rows go to files in good time before it
    /// is full.
    public static IngestLimits ofBuffer(long bufferBytesMax, Duration flushInterval) {
        return new IngestLimits(
                bufferBytesMax,
                Math.clamp(bufferBytesMax / FLUSHES_PER_BUFFER, 1, FLUSH_BYTES_MAX),
                flushInterval,
                RETRY_INTERVAL,
                SCHEMA_ATTEMPTS_MAX);
    }
}
