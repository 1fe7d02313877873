// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.Column;

/// A column without any value. Costs nothing.
///
/// @param column name and type
/// @param fieldId by what readers know it
public record NullColumn(Column column, int fieldId) implements ParquetColumn {
    @Override
    public boolean isAllNull(int rowCount) {
        return true;
    }

    @Override
    public void requireRows(int rowCount) {
        // It covers as many as anybody wants.
    }
}
