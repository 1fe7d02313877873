// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The cluster as the management API shows it (admin.md 4.6).
///
/// @param ids of account and cluster
/// @param name the host by which the caller reached it
/// @param state `ready`, or `stopping`
/// @param url scheme, host and port by which the caller reached it
/// @param version of the server
/// @param createdAt when it was started for the first time; null where nobody wrote that down
public record ClusterBody(
        ClusterIds ids,
        String name,
        String state,
        String url,
        String version,
        @Nullable Instant createdAt) {}
