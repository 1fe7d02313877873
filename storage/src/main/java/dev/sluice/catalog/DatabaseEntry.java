// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.partition.PartitionTemplate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A database, live or deleted.
///
/// @param id never used again
/// @param name unique among live databases
/// @param retentionNanos how long points stay; 0 is for ever
/// @param tablesMax limit of tables
/// @param columnsPerTableMax limit of columns of tables that are made from now on, `time` included
/// @param template of its tables; null for the default
/// @param deletedAt since when it is out of sight; null while it is live
public record DatabaseEntry(
        long id,
        String name,
        long retentionNanos,
        int tablesMax,
        int columnsPerTableMax,
        @Nullable PartitionTemplate template,
        @Nullable Instant deletedAt) {
    /// The table limit where none is given (admin.md 4.3).
    public static final int TABLES_MAX_DEFAULT = 500;

    /// The column limit of the management API where none is given (admin.md 0.3, C5).
    public static final int COLUMNS_PER_TABLE_MAX_DEFAULT = 200;

    /// The highest column limit (admin.md 5.2).
    public static final int COLUMNS_PER_TABLE_MAX_LIMIT = 1000;

    /// Whether it is not deleted.
    public boolean isLive() {
        return deletedAt == null;
    }

    /// The same database with another name.
    public DatabaseEntry renamed(String newName) {
        return new DatabaseEntry(
                id, newName, retentionNanos, tablesMax, columnsPerTableMax, template, deletedAt);
    }

    /// The same database, deleted, or live again.
    ///
    /// @param since when; null for live
    public DatabaseEntry deleted(@Nullable Instant since) {
        return new DatabaseEntry(
                id, name, retentionNanos, tablesMax, columnsPerTableMax, template, since);
    }

    /// The same database with other limits.
    public DatabaseEntry limited(long retention, int tables, int columnsPerTable) {
        return new DatabaseEntry(id, name, retention, tables, columnsPerTable, template, deletedAt);
    }
}
