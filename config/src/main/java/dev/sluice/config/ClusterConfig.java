// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.net.URI;
import java.util.List;

/// `sluice.cluster`: the other processes of the cluster.
///
/// @param ingesters where the one may be that takes writes, whose unpersisted rows a querier adds
///   to the files, and to which a router hands writes on; none where none is named
/// @param writeHoldSeconds how long a router holds a write at most that the ingester does not
///   answer
public record ClusterConfig(List<URI> ingesters, int writeHoldSeconds) {
    /// Less than the minute that proxies commonly wait for an answer.
    public static final int WRITE_HOLD_SECONDS_DEFAULT = 45;

    /// Copies the list.
    public ClusterConfig {
        ingesters = List.copyOf(ingesters);
    }
}
