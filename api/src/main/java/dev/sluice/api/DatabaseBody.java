// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.partition.PartitionTemplate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A database as the management API shows it (admin.md 4.4).
///
/// @param id never used again
/// @param name unique among live databases
/// @param maxTables limit of tables
/// @param maxColumnsPerTable limit of columns in a table, `time` included
/// @param retentionPeriodNanos how long points stay; 0 is for ever
/// @param template of its tables; null for the default
/// @param deletedAt since when it is out of sight; null while it is live
public record DatabaseBody(
        long id,
        String name,
        int maxTables,
        int maxColumnsPerTable,
        long retentionPeriodNanos,
        @Nullable PartitionTemplate template,
        @Nullable Instant deletedAt) {
    /// A live database with the default template.
    public DatabaseBody(
            long id,
            String name,
            int maxTables,
            int maxColumnsPerTable,
            long retentionPeriodNanos) {
        this(id, name, maxTables, maxColumnsPerTable, retentionPeriodNanos, null, null);
    }
}
