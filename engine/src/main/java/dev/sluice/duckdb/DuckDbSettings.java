// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.nio.file.Path;
import java.time.Duration;

/// What the engine may use.
///
/// @param dataDirectory the only directory that queries read files from
/// @param temporaryDirectory where work spills to disk, of one engine at a time; made when it is
///   not there
/// @param memoryBytesMax memory of all queries together
/// @param threads worker threads of all queries together
/// @param queriesMax queries that run at once; others wait
/// @param queueWaitMax how long one waits for its turn
public record DuckDbSettings(
        Path dataDirectory,
        Path temporaryDirectory,
        long memoryBytesMax,
        int threads,
        int queriesMax,
        Duration queueWaitMax) {
    /// Queries at once where nothing else is set (data.md 5.16).
    public static final int QUERIES_MAX_DEFAULT = 10;

    /// How long a query waits for its turn where nothing else is set.
    public static final Duration QUEUE_WAIT_MAX_DEFAULT = Duration.ofSeconds(10);

    /// Checks that every limit is one.
    public DuckDbSettings {
        if (memoryBytesMax < 1 || threads < 1 || queriesMax < 1 || queueWaitMax.isNegative()) {
            throw new IllegalArgumentException("an engine needs memory, threads and places");
        }
    }
}
