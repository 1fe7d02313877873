// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.partition.PartitionTemplate;
import org.jspecify.annotations.Nullable;

/// A request for a table (admin.md 4.4).
///
/// @param name not yet checked
/// @param template by what its rows are told apart; null for that of its database
public record NewTable(String name, @Nullable PartitionTemplate template) {}
