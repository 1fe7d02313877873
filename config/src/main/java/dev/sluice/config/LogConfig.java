// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// `sluice.log`: the write-ahead log.
///
/// @param inBucket whether it is in the bucket beside the data files, and not in the data directory
/// @param objectMillis in a bucket: how long from one object to the next, at least; each one costs
///   money
public record LogConfig(boolean inBucket, int objectMillis) {
    /// On the server's own disk.
    public static final boolean IN_BUCKET_DEFAULT = false;

    /// Ten objects a second.
    public static final int OBJECT_MILLIS_DEFAULT = 100;
}
