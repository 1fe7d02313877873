// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How this server uses an object store; without effect while files are kept in the data directory.
///
/// @param prefix what the names of all objects begin with, before a slash; empty for none
/// @param cacheBytesMax how much of the local disk fetched files may take; running queries may hold
///   more
/// @param azureEndpoint where the blobs of an account of Azure are, with its name in the path where
///   they share a host with those of others; null for where Microsoft has them
/// @param googleEndpoint where Google Cloud Storage is; null for where Google has it
public record ObjectStoreConfig(
        String prefix,
        long cacheBytesMax,
        @Nullable URI azureEndpoint,
        @Nullable URI googleEndpoint) {
    /// The whole bucket is ours.
    public static final String PREFIX_DEFAULT = "";

    /// 10 GiB.
    public static final long CACHE_BYTES_MAX_DEFAULT = 10L << 30;
}
