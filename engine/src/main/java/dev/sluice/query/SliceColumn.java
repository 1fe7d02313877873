// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.model.ColumnType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column of rows in memory, by the numbers of the rows.
public final class SliceColumn {
    private final ColumnData data;
    private final int @Nullable [] places;

    /// @param data the values
    /// @param places where the value of each row is, or null where that is its number; nobody
    ///   changes it any more
    SliceColumn(ColumnData data, int @Nullable [] places) {
        this.data = data;
        this.places = places;
    }

    /// One whose values are in the order of the rows.
    static SliceColumn of(ColumnData data) {
        return new SliceColumn(data, null);
    }

    /// The values.
    public ColumnData data() {
        return data;
    }

    /// Whether values are at other places than the numbers of their rows.
    public boolean hasPlaces() {
        return places != null;
    }

    /// Where the value of a row is in [#data].
    public int place(int row) {
        return places == null ? row : places[row];
    }

    /// The same by the places of some rows.
    ///
    /// @param rows their numbers
    SliceColumn at(int[] rows) {
        return new SliceColumn(data, Arrays.stream(rows).map(this::place).toArray());
    }

    int rowCount() {
        return places == null ? data.rowCount() : places.length;
    }

    /// Whether a row has no value.
    boolean isNull(int row) {
        return data.isNull(place(row));
    }

    /// The bits of a value; 0 where null.
    long longAt(int row) {
        return data.longAt(place(row));
    }

    /// The value of a number, also of a whole one.
    double numberAt(int row) {
        return data.column().type() == ColumnType.FLOAT ? doubleAt(row) : (double) longAt(row);
    }

    double doubleAt(int row) {
        return data.doubleAt(place(row));
    }

    @Nullable String textAt(int row) {
        return data.textAt(place(row));
    }

    /// As [ColumnData#compareText].
    int compareText(int rowA, int rowB) {
        return ColumnData.compareText(data, place(rowA), data, place(rowB));
    }
}
