// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// `sluice.write`: limits of write requests (data.md 2.7).
///
/// @param bodyBytesMax of a body, compressed and again decompressed
/// @param concurrentRequestsMax beyond it a write is answered 503
public record WriteConfig(long bodyBytesMax, int concurrentRequestsMax) {
    /// 50 MB.
    public static final long BODY_BYTES_MAX_DEFAULT = 50_000_000L;

    /// As documented for one router.
    public static final int CONCURRENT_REQUESTS_MAX_DEFAULT = 200;
}
