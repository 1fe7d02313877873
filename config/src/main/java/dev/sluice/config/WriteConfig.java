// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// `sluice.write`: limits and choices of write requests (data.md 2.5 to 2.7).
///
/// @param bodyBytesMax of a body, compressed and again decompressed
/// @param concurrentRequestsMax beyond it a write is answered 503
/// @param partialWrites whether the good lines of a write are stored when others are refused
/// @param autoCreateDatabase whether a write makes the database that it names
/// @param autoCreateRetentionHours how long such a database keeps points; 0 is for ever
public record WriteConfig(
        long bodyBytesMax,
        int concurrentRequestsMax,
        boolean partialWrites,
        boolean autoCreateDatabase,
        int autoCreateRetentionHours) {
    /// 50 MB.
    public static final long BODY_BYTES_MAX_DEFAULT = 50_000_000L;

    /// As documented for one router.
    public static final int CONCURRENT_REQUESTS_MAX_DEFAULT = 200;

    /// As documented.
    public static final boolean PARTIAL_WRITES_DEFAULT = true;

    /// A mistyped name should be an error, not another database.
    public static final boolean AUTO_CREATE_DATABASE_DEFAULT = false;

    /// For ever.
    public static final int AUTO_CREATE_RETENTION_HOURS_DEFAULT = 0;

    /// A century, well within 64 bits of nanoseconds.
    public static final int AUTO_CREATE_RETENTION_HOURS_MAX = 876_000;
}
