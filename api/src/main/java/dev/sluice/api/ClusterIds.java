// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.util.UUID;

/// The two ids in the account form of the paths (admin.md 4.1).
///
/// @param accountId made at first start
/// @param clusterId made at first start
public record ClusterIds(UUID accountId, UUID clusterId) {}
