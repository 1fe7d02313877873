// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// `sluice.query`: limits of queries.
///
/// @param memoryBytesMax what all queries together may hold before they spill or fail
/// @param threads how many threads execute queries; 0 is one a processor
/// @param concurrentQueriesMax beyond it a query waits, and then is answered *busy*
/// @param timeoutSeconds how long one query may run
/// @param partitionsMax how many partitions one query may read; 0 is no limit
/// @param parquetFilesMax how many data files one query may read; 0 is no limit
public record QueryConfig(
        long memoryBytesMax,
        int threads,
        int concurrentQueriesMax,
        int timeoutSeconds,
        int partitionsMax,
        int parquetFilesMax) {
    /// 1 GiB.
    public static final long MEMORY_BYTES_MAX_DEFAULT = 1L << 30;

    /// One a processor.
    public static final int THREADS_DEFAULT = 0;

    /// As many as small machines serve well.
    public static final int CONCURRENT_QUERIES_MAX_DEFAULT = 16;

    /// Five minutes.
    public static final int TIMEOUT_SECONDS_DEFAULT = 300;

    /// No limit.
    public static final int PARTITIONS_MAX_DEFAULT = 0;

    /// No limit.
    public static final int PARQUET_FILES_MAX_DEFAULT = 0;
}
