// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.util.Comparator;
import java.util.List;

/// Orders the rows of an answer.
final class SliceOrder {
    /// So many bytes of a text are compared at once.
    private static final int PREFIX_BYTES = Long.BYTES;

    private SliceOrder() {}

    /// Puts numbers of rows in order; equal ones stay as they come.
    ///
    /// @param rows is changed
    static void sort(List<Integer> rows, List<SliceColumn> columns, List<SliceQuery.Order> keys) {
        if (!keys.isEmpty()) {
            rows.sort(comparator(columns, keys));
        }
    }

    private static Comparator<Integer> comparator(
            List<SliceColumn> columns, List<SliceQuery.Order> keys) {
        Comparator<Integer> all =
                comparator(columns.get(keys.getFirst().output()), keys.getFirst());
        for (SliceQuery.Order key : keys.subList(1, keys.size())) {
            all = all.thenComparing(comparator(columns.get(key.output()), key));
        }
        return all;
    }

    private static Comparator<Integer> comparator(SliceColumn data, SliceQuery.Order key) {
        Comparator<Integer> values =
                data.data().isText() && data.data().nullCount() == 0 ? texts(data) : values(data);
        Comparator<Integer> directed = key.down() ? values.reversed() : values;
        if (data.data().nullCount() == 0) {
            return directed;
        }
        int nulls = key.nullsFirst() ? -1 : 1;
        return (a, b) -> {
            boolean nullA = data.isNull(a);
            boolean nullB = data.isNull(b);
            if (nullA || nullB) {
                return nullA == nullB ? 0 : nullA ? nulls : -nulls;
            }
            return directed.compare(a, b);
        };
    }

    /// Texts by their first bytes as numbers, and where those are the same as a whole: what is
    /// shorter than that ends as if zeros followed.
    private static Comparator<Integer> texts(SliceColumn data) {
        long[] prefixes = new long[data.rowCount()];
        byte[] bytes = data.data().textBytes();
        for (int row = 0; row < prefixes.length; row++) {
            int start = data.data().textStart(data.place(row));
            int end = data.data().textEnd(data.place(row));
            for (int at = start; at < start + PREFIX_BYTES; at++) {
                prefixes[row] = prefixes[row] << Byte.SIZE | (at < end ? bytes[at] & 0xff : 0);
            }
        }
        return (a, b) -> {
            int order = Long.compareUnsigned(prefixes[a], prefixes[b]);
            return order == 0 ? data.compareText(a, b) : order;
        };
    }

    private static Comparator<Integer> values(SliceColumn data) {
        return switch (data.data().column().type()) {
            case TAG, STRING -> data::compareText;
            case UINTEGER -> (a, b) -> Long.compareUnsigned(data.longAt(a), data.longAt(b));
            case FLOAT -> (a, b) -> Double.compare(data.doubleAt(a), data.doubleAt(b));
            case INTEGER, BOOLEAN, TIME -> (a, b) -> Long.compare(data.longAt(a), data.longAt(b));
        };
    }
}
