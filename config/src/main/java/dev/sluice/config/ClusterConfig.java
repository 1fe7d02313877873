// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// `sluice.cluster`: the other processes of the cluster.
///
/// @param ingester the one that takes writes, whose unpersisted rows a querier adds to the files;
///   null where none is named
public record ClusterConfig(@Nullable URI ingester) {}
