// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.model.Column;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/// Some columns of a table, by their places in [TableEntry#columns], which never change. Immutable.
public final class ColumnSet {
    private final BitSet places;

    private ColumnSet(BitSet places) {
        this.places = places;
    }

    /// Those of `some` that the table has.
    public static ColumnSet of(List<Column> tableColumns, List<Column> some) {
        BitSet places = new BitSet(tableColumns.size());
        for (int place = 0; place < tableColumns.size(); place++) {
            places.set(place, some.contains(tableColumns.get(place)));
        }
        return new ColumnSet(places);
    }

    /// What [#toString] wrote.
    ///
    /// @throws IllegalArgumentException for any other text
    public static ColumnSet parse(String text) {
        BitSet places = new BitSet();
        try {
            for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                int dash = range.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
                places.set(first, last + 1);
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("no set of columns: " + text, e);
        }
        return new ColumnSet(places);
    }

    /// Whether the column at a place is among them.
    public boolean contains(int place) {
        return places.get(place);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnSet set && places.equals(set.places);
    }

    @Override
    public int hashCode() {
        return places.hashCode();
    }

    /// Places and ranges of places, such as `0-3,7`.
    @Override
    public String toString() {
        StringJoiner ranges = new StringJoiner(",");
        int first = places.nextSetBit(0);
        while (first >= 0) {
            int end = places.nextClearBit(first);
            ranges.add(first == end - 1 ? String.valueOf(first) : first + "-" + (end - 1));
            first = places.nextSetBit(end);
        }
        return ranges.toString();
    }
}
