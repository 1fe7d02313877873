// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;

/// Text that stays the same for many rows, as tags do in sorted rows: values, and runs of them.
/// Writing it takes time by the run, not by the row. A text that is there as two values is twice in
/// the file's dictionary, and no worse.
public final class TextRunColumn implements ParquetColumn {
    /// The value of a run without one.
    public static final int NULL = -1;

    private final Column column;
    private final int fieldId;
    private final byte[] text;
    private final int[] offsets;
    private final int[] runValues;
    private final int[] runLengths;
    private final int runCount;

    /// @param column name and type: tag or string
    /// @param fieldId by what readers know it
    /// @param text UTF-8 of the values
    /// @param offsets where value `i` starts; the next one is where it ends
    /// @param runValues by run: the number of its value, or [#NULL]
    /// @param runLengths by run: how many rows, at least one
    /// @param runCount how many runs there are
    /// @throws IllegalArgumentException for what is not text
    public TextRunColumn(
            Column column,
            int fieldId,
            byte[] text,
            int[] offsets,
            int[] runValues,
            int[] runLengths,
            int runCount) {
        requireText(column);
        this.column = column;
        this.fieldId = fieldId;
        this.text = text;
        this.offsets = offsets;
        this.runValues = runValues;
        this.runLengths = runLengths;
        this.runCount = runCount;
    }

    static void requireText(Column column) {
        if (column.type() != ColumnType.TAG && column.type() != ColumnType.STRING) {
            throw new IllegalArgumentException("no text: " + column.name());
        }
    }

    @Override
    public Column column() {
        return column;
    }

    @Override
    public int fieldId() {
        return fieldId;
    }

    @Override
    public boolean isAllNull(int rowCount) {
        for (int run = 0; run < runCount; run++) {
            if (runValues[run] != NULL) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void requireRows(int rowCount) {
        long rows = 0;
        for (int run = 0; run < runCount; run++) {
            if (runLengths[run] < 1 || runValues[run] < NULL || runValues[run] >= valueCount()) {
                throw new IllegalArgumentException(
                        "column " + column.name() + " has no run " + run + " to write");
            }
            rows += runLengths[run];
        }
        if (rows != rowCount) {
            throw ParquetColumn.tooShort(this, rowCount);
        }
    }

    int valueCount() {
        return offsets.length - 1;
    }

    byte[] text() {
        return text;
    }

    int start(int value) {
        return offsets[value];
    }

    int end(int value) {
        return offsets[value + 1];
    }

    int runValue(int run) {
        return runValues[run];
    }

    int runLength(int run) {
        return runLengths[run];
    }
}
