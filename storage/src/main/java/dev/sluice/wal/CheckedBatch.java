// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.batch.TableRows;
import java.util.List;

/// Rows that agree with the catalog: the database and tables exist, every column has the type that
/// the table has. Issued by `dev.sluice.ingest` alone.
///
/// @param databaseId the database's id
/// @param tables the rows, by table; never empty
public record CheckedBatch(long databaseId, List<CheckedTable> tables) {

    /// Copies the list; rejects an empty one.
    public CheckedBatch {
        tables = List.copyOf(tables);
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("a batch without rows is not written");
        }
    }

    /// The rows of one table.
    ///
    /// @param tableId the table's id in the catalog
    /// @param rows at least one row
    public record CheckedTable(long tableId, TableRows rows) {}
}
