// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

/// A database.
///
/// @param id never used again
/// @param name unique among live ones
/// @param retentionNanos how long points stay; 0 is for ever
/// @param tablesMax limit of tables
/// @param columnsPerTableMax limit of columns in a table, `time` included
public record DatabaseEntry(
        long id, String name, long retentionNanos, int tablesMax, int columnsPerTableMax) {
    /// The table limit where none is given (admin.md 4.3).
    public static final int TABLES_MAX_DEFAULT = 500;

    /// The column limit of the management API where none is given (admin.md 0.3, C5).
    public static final int COLUMNS_PER_TABLE_MAX_DEFAULT = 200;

    /// The highest column limit (admin.md 5.2).
    public static final int COLUMNS_PER_TABLE_MAX_LIMIT = 1000;
}
