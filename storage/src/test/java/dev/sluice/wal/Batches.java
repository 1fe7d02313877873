// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.ColumnType;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import java.util.List;

/// Batches for tests of the log, and their content as text.
final class Batches {
    private Batches() {}

    /// One row of one table.
    static CheckedBatch row(long value) {
        TableRows rows = new TableRows("m");
        rows.columnFor("f", ColumnType.INTEGER).addLong(value);
        rows.endRow(value);
        return new CheckedBatch(1, List.of(new CheckedTable(10, rows)));
    }

    /// Two tables; every type, once with and once without nulls.
    static CheckedBatch everything() {
        TableRows full = new TableRows("fül,l");
        TableRows sparse = new TableRows("sparse");
        for (int row = 0; row < 70; row++) {
            addValues(full, row);
            full.endRow(row - 35L);
            if (row % 3 == 0) {
                addValues(sparse, row);
            }
            sparse.endRow(Long.MIN_VALUE + row);
        }
        return new CheckedBatch(
                Long.MAX_VALUE, List.of(new CheckedTable(1, full), new CheckedTable(2, sparse)));
    }

    private static void addValues(TableRows rows, int row) {
        rows.columnFor("tag", ColumnType.TAG).addText("ä" + row);
        rows.columnFor("text", ColumnType.STRING).addText(row % 2 == 0 ? "" : "x\ny" + row);
        rows.columnFor("float", ColumnType.FLOAT).addDouble(row == 6 ? -0.0 : row / 7.0);
        rows.columnFor("int", ColumnType.INTEGER).addLong(Long.MIN_VALUE + row);
        rows.columnFor("uint", ColumnType.UINTEGER).addLong(-1L - row);
        rows.columnFor("bool", ColumnType.BOOLEAN).addLong(row % 2);
    }

    /// Every value of a batch.
    static String show(CheckedBatch batch) {
        StringBuilder text = new StringBuilder("database " + batch.databaseId() + "\n");
        for (CheckedTable table : batch.tables()) {
            text.append(table.tableId()).append(' ').append(table.rows().tableName()).append('\n');
            for (int row = 0; row < table.rows().rowCount(); row++) {
                text.append(table.rows().time().longAt(row));
                for (ColumnData column : table.rows().columns()) {
                    text.append(' ').append(column.column()).append('=');
                    text.append(value(column, table.rows().placeOf(column, row)));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String value(ColumnData column, int row) {
        if (column.isNull(row)) {
            return "null";
        }
        return column.isText()
                ? "'" + column.textAt(row) + "'"
                : Long.toHexString(column.longAt(row));
    }
}
