// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.Column;

/// The values of one column of a file, for all of its rows. The arrays inside belong to the caller,
/// who leaves them alone until the file is written.
public sealed interface ParquetColumn permits NullColumn, TextColumn, TextRunColumn, WordColumn {
    /// Name and type; the name is written as it is.
    Column column();

    /// By what readers know the column, whatever its name.
    int fieldId();

    /// Whether none of the first `rowCount` rows has a value; such a column is not in the file,
    /// which readers take for null.
    boolean isAllNull(int rowCount);

    /// Refuses a column that does not cover `rowCount` rows.
    ///
    /// @throws IllegalArgumentException says which column
    void requireRows(int rowCount);

    /// The exception for a column that has too little.
    static IllegalArgumentException tooShort(ParquetColumn column, int rowCount) {
        return new IllegalArgumentException(
                "column " + column.column().name() + " does not cover " + rowCount + " rows");
    }
}
