// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

/// A database as the management API shows it (admin.md 4.4).
///
/// @param id never used again
/// @param name unique among live databases
/// @param maxTables limit of tables
/// @param maxColumnsPerTable limit of columns in a table, `time` included
/// @param retentionPeriodNanos how long points stay; 0 is for ever
public record DatabaseBody(
        long id, String name, int maxTables, int maxColumnsPerTable, long retentionPeriodNanos) {}
