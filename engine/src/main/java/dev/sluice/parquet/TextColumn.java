// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.Column;
import org.jspecify.annotations.Nullable;

/// A text a row, end to end.
public final class TextColumn implements ParquetColumn {
    private final Column column;
    private final int fieldId;
    private final byte[] text;
    private final int[] ends;
    private final long @Nullable [] present;

    /// @param column name and type: tag or string
    /// @param fieldId by what readers know it
    /// @param text UTF-8 of the rows, end to end from 0 on
    /// @param ends by row: where its text ends, which is where the next one starts; never falling
    /// @param present a bit a row, the lowest of each word first, set where there is a value; null
    ///   where every row has one. A row without a value has no text.
    /// @throws IllegalArgumentException for what is not text
    public TextColumn(
            Column column, int fieldId, byte[] text, int[] ends, long @Nullable [] present) {
        TextRunColumn.requireText(column);
        this.column = column;
        this.fieldId = fieldId;
        this.text = text;
        this.ends = ends;
        this.present = present;
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
        return Presence.count(present, 0, rowCount) == 0;
    }

    @Override
    public void requireRows(int rowCount) {
        if (ends.length < rowCount
                || !Presence.covers(present, rowCount)
                || (rowCount > 0 && text.length < ends[rowCount - 1])) {
            throw ParquetColumn.tooShort(this, rowCount);
        }
    }

    byte[] text() {
        return text;
    }

    long @Nullable [] present() {
        return present;
    }

    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    int end(int row) {
        return ends[row];
    }
}
