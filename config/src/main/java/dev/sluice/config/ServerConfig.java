// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import org.jspecify.annotations.Nullable;

/// Every setting of a server, checked as a whole. Made by [ConfigLoader] alone.
///
/// @param admin who administers and how they sign in; null when there is no identity provider, and
///   then only the admin token administers (admin.md 1.4)
/// @param internalSigningKey the key pair of the cluster's own tokens; null when the cluster makes
///   it
/// @param catalog the database that keeps the catalog; null where the data directory does
/// @param bucket the one that keeps the files; null where the data directory does
/// @param sluice our own settings; each has a default
/// @param collector when the garbage collector does what
/// @param compaction how files are merged
public record ServerConfig(
        @Nullable AdminConfig admin,
        @Nullable InternalSigningKey internalSigningKey,
        @Nullable PostgresConfig catalog,
        @Nullable BucketConfig bucket,
        SluiceConfig sluice,
        CollectorConfig collector,
        CompactionConfig compaction) {
    /// The same for a server that nobody administers, because another one of the cluster is.
    public ServerConfig withoutAdministrators() {
        return new ServerConfig(
                null, internalSigningKey, catalog, bucket, sluice, collector, compaction);
    }
}
