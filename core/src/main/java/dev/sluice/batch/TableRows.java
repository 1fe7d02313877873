// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Some rows of one table, as columns of equal length. Columns stand in the order of their first
/// appearance; the time column is always there and never null.
///
/// Not safe for threads while it is being filled; a filled one is never changed again.
public final class TableRows {
    private final String tableName;
    private final ColumnData time = new ColumnData(new Column(Column.TIME, ColumnType.TIME));
    private final Map<String, ColumnData> byName = new LinkedHashMap<>();

    /// No rows yet.
    public TableRows(String tableName) {
        this.tableName = tableName;
    }

    /// The table's name, byte-exact.
    public String tableName() {
        return tableName;
    }

    /// How many rows are complete.
    public int rowCount() {
        return time.rowCount();
    }

    /// The time column, in nanoseconds since the epoch.
    public ColumnData time() {
        return time;
    }

    /// Tags and fields, without time.
    public List<ColumnData> columns() {
        return Collections.unmodifiableList(new ArrayList<>(byName.values()));
    }

    /// The tag or field with this name, or null.
    public @Nullable ColumnData find(String name) {
        return byName.get(name);
    }

    /// The tag or field with this name, made with `type` where it is new; an existing one keeps its
    /// own type, which the caller compares.
    public ColumnData columnFor(String name, ColumnType type) {
        ColumnData found = byName.get(name);
        if (found == null) {
            found = new ColumnData(new Column(name, type));
            found.padTo(rowCount());
            byName.put(name, found);
        }
        return found;
    }

    /// Completes the row under construction: gives it its time and nulls where it has no value.
    public void endRow(long timeNanos) {
        time.addLong(timeNanos);
        for (ColumnData column : byName.values()) {
            column.padTo(time.rowCount());
        }
    }

    /// Takes back the values of the row under construction, and the columns that it introduced.
    public void cancelRow() {
        int rows = rowCount();
        for (ColumnData column : byName.values()) {
            column.truncate(rows);
        }
        byName.values().removeIf(column -> column.nullCount() == column.rowCount());
    }

    /// The smallest time, in nanoseconds.
    ///
    /// @throws IllegalStateException when there is no row
    public long timeNanosMin() {
        return extreme(true);
    }

    /// The largest time, in nanoseconds.
    ///
    /// @throws IllegalStateException when there is no row
    public long timeNanosMax() {
        return extreme(false);
    }

    /// About how much memory the values take, in bytes.
    public long sizeBytes() {
        long sum = time.sizeBytes();
        for (ColumnData column : byName.values()) {
            sum += column.sizeBytes();
        }
        return sum;
    }

    private long extreme(boolean smallest) {
        if (rowCount() == 0) {
            throw new IllegalStateException("no rows in " + tableName);
        }
        long result = time.longAt(0);
        for (int row = 1; row < rowCount(); row++) {
            long value = time.longAt(row);
            result = smallest ? Math.min(result, value) : Math.max(result, value);
        }
        return result;
    }
}
