// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The way to a cluster: HTTP and gRPC as a profile's `[profile.tls]` wants them, and what went
/// wrong on the way in one sentence.
///
/// Owns: TLS material, time limits of connecting, trouble sentences. Does not own: what is said
/// over the connection. Start at [ClusterConnections].
@NullMarked
package dev.sluice.influxctl.connection;

import org.jspecify.annotations.NullMarked;
