// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import org.jspecify.annotations.Nullable;

/// A request for other limits of a database (admin.md 4.4); null leaves a limit as it is. Nothing
/// is checked yet but that some limit is given.
///
/// @param maxTables limit of tables
/// @param maxColumnsPerTable limit of columns of tables that are made from then on
/// @param retentionPeriodNanos how long points stay, 0 for ever
public record DatabaseUpdate(
        @Nullable Integer maxTables,
        @Nullable Integer maxColumnsPerTable,
        @Nullable Long retentionPeriodNanos) {}
