// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// The section `sluice`: what only this server has. Each member has a default, so that the section
/// may be absent.
///
/// @param http the one port
/// @param data where everything is kept
/// @param objectStore how a bucket is used
/// @param log the write-ahead log
/// @param ingest buffering and persisting
/// @param write limits of a write request
/// @param query limits of queries
/// @param access fine points of authentication
/// @param audit the audit log
/// @param metrics what watches the server
/// @param egress what the server fetches
/// @param cluster its other processes
public record SluiceConfig(
        HttpConfig http,
        DataConfig data,
        ObjectStoreConfig objectStore,
        LogConfig log,
        IngestConfig ingest,
        WriteConfig write,
        QueryConfig query,
        AccessConfig access,
        AuditConfig audit,
        MetricsConfig metrics,
        EgressConfig egress,
        ClusterConfig cluster) {}
