// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// `sluice.cluster`: the other processes of the cluster.
///
/// @param ingester the one that takes writes, whose unpersisted rows a querier adds to the files,
///   and to which a router hands writes on; null where none is named
/// @param writeHoldSeconds how long a router holds a write at most that the ingester does not
///   answer
public record ClusterConfig(@Nullable URI ingester, int writeHoldSeconds) {
    /// Less than the minute that proxies commonly wait for an answer.
    public static final int WRITE_HOLD_SECONDS_DEFAULT = 45;
}
