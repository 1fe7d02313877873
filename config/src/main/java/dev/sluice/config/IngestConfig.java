// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// `sluice.ingest`: buffering and persisting.
///
/// @param flushIntervalSeconds how long points stay in the buffer and the log before they are
///   persisted as files
/// @param bufferBytesMax how much the buffer may hold; beyond it writes wait and are then answered
///   *busy*; [#BUFFER_BYTES_MAX_OF_HEAP] where the server finds it from the size of its heap
public record IngestConfig(int flushIntervalSeconds, long bufferBytesMax) {
    /// Five minutes: files are worth their overhead, and the log replays in seconds.
    public static final int FLUSH_INTERVAL_SECONDS_DEFAULT = 300;

    /// Not given: a part of the heap.
    public static final long BUFFER_BYTES_MAX_OF_HEAP = 0;
}
