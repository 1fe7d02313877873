// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

/// A column's name and type. Names are case-sensitive and byte-exact.
///
/// @param name never empty; `time` exactly for the column of type [ColumnType#TIME]
/// @param type what it holds
public record Column(String name, ColumnType type) {
    /// The name of the one column of type [ColumnType#TIME].
    public static final String TIME = "time";

    /// Rejects an empty name and a misplaced `time`.
    public Column {
        if (name.isEmpty() || name.equals(TIME) != (type == ColumnType.TIME)) {
            throw new IllegalArgumentException("not a column: " + name + " " + type);
        }
    }

    /// The column of times, which every table has.
    public static Column ofTime() {
        return new Column(TIME, ColumnType.TIME);
    }
}
