// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.partition.PartitionTemplate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A table as the management API shows it (admin.md 4.4).
///
/// @param databaseName its database
/// @param id never used again
/// @param name its name now
/// @param template by what its rows are told apart; null for the default
/// @param deletedAt since when it is out of sight; null while it is live
public record TableBody(
        String databaseName,
        long id,
        String name,
        @Nullable PartitionTemplate template,
        @Nullable Instant deletedAt) {}
