// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

/// A place in a column of runs.
final class RunCursor {
    private final TextRunColumn column;
    private int run;
    private int used;

    RunCursor(TextRunColumn column) {
        this.column = column;
    }

    /// Another one at the same place.
    RunCursor copy() {
        RunCursor copy = new RunCursor(column);
        copy.run = run;
        copy.used = used;
        return copy;
    }

    /// The value here.
    int value() {
        return column.runValue(run);
    }

    /// Goes on within the run, to its end or over `rowsMax` rows.
    ///
    /// @return how many rows that was
    int take(int rowsMax) {
        int rows = Math.min(rowsMax, column.runLength(run) - used);
        used += rows;
        if (used == column.runLength(run)) {
            run++;
            used = 0;
        }
        return rows;
    }

    /// Goes over `rowCount` rows.
    void skip(int rowCount) {
        for (int left = rowCount; left > 0; ) {
            left -= take(left);
        }
    }
}
