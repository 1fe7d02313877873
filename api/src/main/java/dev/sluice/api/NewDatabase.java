// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.partition.PartitionTemplate;
import org.jspecify.annotations.Nullable;

/// A request for a database (admin.md 4.4). What the request left out has its default here.
///
/// @param name not yet checked
/// @param maxTables limit of tables; not yet checked
/// @param maxColumnsPerTable limit of columns in a table; not yet checked
/// @param retentionPeriodNanos how long points stay, 0 for ever; not yet checked
/// @param template of its tables; null for the default
public record NewDatabase(
        String name,
        int maxTables,
        int maxColumnsPerTable,
        long retentionPeriodNanos,
        @Nullable PartitionTemplate template) {
    /// The table limit of a request that names none (admin.md 4.3).
    public static final int MAX_TABLES_DEFAULT = 500;

    /// The column limit of a request that names none (admin.md 0.3, C5).
    public static final int MAX_COLUMNS_PER_TABLE_DEFAULT = 200;

    /// A request for a database with the default template.
    public NewDatabase(
            String name, int maxTables, int maxColumnsPerTable, long retentionPeriodNanos) {
        this(name, maxTables, maxColumnsPerTable, retentionPeriodNanos, null);
    }

    /// A request that names nothing but the database.
    public static NewDatabase of(String name) {
        return new NewDatabase(name, MAX_TABLES_DEFAULT, MAX_COLUMNS_PER_TABLE_DEFAULT, 0);
    }
}
