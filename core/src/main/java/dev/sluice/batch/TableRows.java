// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some rows of one table, as columns of equal length. Columns stand in the order of their first
/// appearance; the time column is always there and never null.
///
/// Not safe for threads while it is being filled; a filled one is never changed again.
public final class TableRows {
    private final String tableName;
    private final ColumnData time = new ColumnData(new Column(Column.TIME, ColumnType.TIME));
    private final List<ColumnData> columns = new ArrayList<>();

    /// The place of each name in `columns`.
    private final NameIndex names = new NameIndex();

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

    /// Tags and fields, without time. A live view that nobody can change.
    public List<ColumnData> columns() {
        return Collections.unmodifiableList(columns);
    }

    /// The tag or field with this name, or null.
    public @Nullable ColumnData find(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return find(bytes, 0, bytes.length);
    }

    /// The same for a name given as UTF-8, from `start` up to `end`.
    public @Nullable ColumnData find(byte[] name, int start, int end) {
        int number = names.find(name, start, end);
        return number == NameIndex.ABSENT ? null : columns.get(number);
    }

    /// The tag or field with this name, made with `type` where it is new; an existing one keeps its
    /// own type, which the caller compares.
    public ColumnData columnFor(String name, ColumnType type) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return columnFor(bytes, 0, bytes.length, type);
    }

    /// The same for a name given as UTF-8, from `start` up to `end`; makes no object for a name
    /// that was seen before.
    public ColumnData columnFor(byte[] name, int start, int end, ColumnType type) {
        ColumnData found = find(name, start, end);
        if (found != null) {
            return found;
        }
        String text = names.textAt(names.add(name, start, end));
        ColumnData made = new ColumnData(new Column(text, type));
        made.padTo(rowCount());
        columns.add(made);
        return made;
    }

    /// Completes the row under construction: gives it its time and nulls where it has no value.
    public void endRow(long timeNanos) {
        time.addLong(timeNanos);
        int rows = time.rowCount();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).padTo(rows);
        }
    }

    /// Takes back the values of the row under construction, and the columns that it introduced.
    public void cancelRow() {
        int rows = rowCount();
        for (ColumnData column : columns) {
            column.truncate(rows);
        }
        // A column of a complete row has a value in it; those of this row alone stand at the end.
        while (!columns.isEmpty() && columns.getLast().nullCount() == rows) {
            columns.removeLast();
            names.removeLast();
        }
    }

    /// Copies the rows whose bit is clear in `dropped`, in their order, without the columns that
    /// have a value in dropped rows only.
    public TableRows without(BitSet dropped) {
        TableRows kept = new TableRows(tableName);
        @Nullable ColumnData[] targets = new ColumnData[columns.size()];
        for (int row = dropped.nextClearBit(0);
                row < rowCount();
                row = dropped.nextClearBit(row + 1)) {
            for (int i = 0; i < targets.length; i++) {
                ColumnData source = columns.get(i);
                if (!source.isNull(row)) {
                    ColumnData target = targets[i];
                    if (target == null) {
                        target = kept.columnFor(source.column().name(), source.column().type());
                        targets[i] = target;
                    }
                    target.addFrom(source, row);
                }
            }
            kept.endRow(time.longAt(row));
        }
        return kept;
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
        for (ColumnData column : columns) {
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
