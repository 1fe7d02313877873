// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Orders the rows of an answer, key by key: a later key is only looked at where the rows are the
/// same by those before it. For one thread.
final class SliceOrder {
    /// So many bytes of a text are compared at once.
    private static final int PREFIX_BYTES = Long.BYTES;

    private final int[] rows;
    private final List<SliceColumn> columns;
    private final List<SliceQuery.Order> keys;

    /// By place among the rows: the word by which the key at hand puts it in order, without a sign.
    private final long[] words;

    private final int[] spareRows;
    private final long[] spareWords;

    private SliceOrder(int[] rows, List<SliceColumn> columns, List<SliceQuery.Order> keys) {
        this.rows = rows;
        this.columns = columns;
        this.keys = keys;
        this.words = new long[rows.length];
        this.spareRows = new int[rows.length];
        this.spareWords = new long[rows.length];
    }

    /// Puts numbers of rows in order; equal ones stay as they come.
    ///
    /// @param rows is changed
    static void sort(int[] rows, List<SliceColumn> columns, List<SliceQuery.Order> keys) {
        if (!keys.isEmpty() && rows.length > 1) {
            new SliceOrder(rows, columns, keys).sort(0, rows.length, 0);
        }
    }

    /// Puts rows in order that are the same by the keys before `place`.
    private void sort(int start, int end, int place) {
        SliceQuery.Order key = keys.get(place);
        SliceColumn column = columns.get(key.output());
        int nulls = column.data().nullCount() == 0 ? 0 : nullsFirst(start, end, column);
        if (nulls > 0 && !key.nullsFirst()) {
            rotate(start, end, nulls);
            same(end - nulls, end, place);
            values(start, end - nulls, place, column, key.down());
        } else {
            same(start, start + nulls, place);
            values(start + nulls, end, place, column, key.down());
        }
    }

    /// Rows that are the same by the key at `place` too.
    private void same(int start, int end, int place) {
        if (end - start > 1 && place + 1 < keys.size()) {
            sort(start, end, place + 1);
        }
    }

    /// @return how many nulls there are
    private int nullsFirst(int start, int end, SliceColumn column) {
        int nulls = 0;
        int others = 0;
        for (int at = start; at < end; at++) {
            if (column.isNull(rows[at])) {
                rows[start + nulls++] = rows[at];
            } else {
                spareRows[others++] = rows[at];
            }
        }
        System.arraycopy(spareRows, 0, rows, start + nulls, others);
        return nulls;
    }

    /// Puts the first rows behind the others.
    private void rotate(int start, int end, int count) {
        System.arraycopy(rows, start, spareRows, 0, count);
        System.arraycopy(rows, start + count, rows, start, end - start - count);
        System.arraycopy(spareRows, 0, rows, end - count, count);
    }

    /// Rows that have a value.
    private void values(int start, int end, int place, SliceColumn column, boolean down) {
        boolean text = column.data().isText();
        for (int at = start; at < end; at++) {
            long word = word(column, rows[at]);
            words[at] = down ? ~word : word;
        }
        merge(start, end);
        for (int from = start; from < end; ) {
            int to = from + 1;
            while (to < end && words[to] == words[from]) {
                to++;
            }
            if (text && to - from > 1) {
                texts(from, to, place, column, down);
            } else {
                same(from, to, place);
            }
            from = to;
        }
    }

    /// Texts that begin with the same bytes.
    private void texts(int start, int end, int place, SliceColumn column, boolean down) {
        Comparator<Integer> order = column::compareText;
        Integer[] boxed = Arrays.stream(rows, start, end).boxed().toArray(Integer[]::new);
        Arrays.sort(boxed, down ? order.reversed() : order);
        for (int at = start; at < end; at++) {
            rows[at] = boxed[at - start];
        }
        for (int from = start; from < end; ) {
            int to = from + 1;
            while (to < end && column.compareText(rows[from], rows[to]) == 0) {
                to++;
            }
            same(from, to, place);
            from = to;
        }
    }

    /// What puts a value in order when it is read without a sign.
    private static long word(SliceColumn column, int row) {
        return switch (column.data().column().type()) {
            case TAG, STRING -> prefix(column, row);
            case UINTEGER -> column.longAt(row);
            case FLOAT -> {
                // As Double.compare.
                long bits = Double.doubleToLongBits(column.doubleAt(row));
                yield bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
            }
            case INTEGER, BOOLEAN, TIME -> column.longAt(row) ^ Long.MIN_VALUE;
        };
    }

    /// The first bytes of a text; what is shorter ends as if zeros followed.
    private static long prefix(SliceColumn column, int row) {
        ColumnData data = column.data();
        byte[] bytes = data.textBytes();
        int start = data.textStart(column.place(row));
        int end = data.textEnd(column.place(row));
        long prefix = 0;
        for (int at = start; at < start + PREFIX_BYTES; at++) {
            prefix = prefix << Byte.SIZE | (at < end ? bytes[at] & 0xff : 0);
        }
        return prefix;
    }

    /// Puts rows in order by their words; equal ones stay as they come.
    private void merge(int start, int end) {
        if (isInOrder(start, end)) {
            return;
        }
        int middle = (start + end) >>> 1;
        merge(start, middle);
        merge(middle, end);
        int count = middle - start;
        System.arraycopy(words, start, spareWords, 0, count);
        System.arraycopy(rows, start, spareRows, 0, count);
        int left = 0;
        int right = middle;
        for (int at = start; left < count; at++) {
            if (right < end && Long.compareUnsigned(words[right], spareWords[left]) < 0) {
                words[at] = words[right];
                rows[at] = rows[right++];
            } else {
                words[at] = spareWords[left];
                rows[at] = spareRows[left++];
            }
        }
    }

    private boolean isInOrder(int start, int end) {
        for (int at = start + 1; at < end; at++) {
            if (Long.compareUnsigned(words[at], words[at - 1]) < 0) {
                return false;
            }
        }
        return true;
    }
}
