// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import org.jspecify.annotations.Nullable;

/// A number, truth value or time a row, in the bits of a `long` each.
public final class WordColumn implements ParquetColumn {
    private final Column column;
    private final int fieldId;
    private final long[] words;
    private final long @Nullable [] present;

    /// @param column name and type: integer, unsigned integer, float, boolean or time
    /// @param fieldId by what readers know it
    /// @param words by row: the integer, the unsigned integer's bits, the double's raw bits, 0 or
    ///   1, nanoseconds since the epoch; of no matter where null
    /// @param present a bit a row, the lowest of each word first, set where there is a value; null
    ///   where every row has one, as times have
    /// @throws IllegalArgumentException for text, and for times that may be null
    public WordColumn(Column column, int fieldId, long[] words, long @Nullable [] present) {
        if (column.type() == ColumnType.TAG || column.type() == ColumnType.STRING) {
            throw new IllegalArgumentException("text is no word: " + column.name());
        }
        if (column.type() == ColumnType.TIME && present != null) {
            throw new IllegalArgumentException("time is never null: " + column.name());
        }
        this.column = column;
        this.fieldId = fieldId;
        this.words = words;
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
        if (words.length < rowCount || !Presence.covers(present, rowCount)) {
            throw ParquetColumn.tooShort(this, rowCount);
        }
    }

    long[] words() {
        return words;
    }

    long @Nullable [] present() {
        return present;
    }
}
