// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.util.Arrays;

/// The distinct texts of a column chunk, numbered as they appear, as long as there are few. Refers
/// to the column's bytes and copies none. Not safe for threads.
final class TextDictionary {
    /// More are not worth the look-ups.
    private static final int VALUES_MAX = 1 << 14;

    /// So much text at most; longer texts stay where they are.
    private static final int TEXT_BYTES_MAX = 1 << 20;

    /// So many values are looked at before it gives up on values that hardly repeat.
    private static final int GLANCE = 1024;

    private static final int GLANCE_DISTINCT_MAX = GLANCE / 2;

    private int[] rowOf = new int[64];
    private int[] hashes = new int[64];
    private int size;
    private int textBytes;
    private int[] slots = new int[256];
    private int[] indexes = new int[0];

    /// Numbers the rows that have a value, from `from` up to `to`.
    ///
    /// @return whether they are few enough; if not, it holds nothing of use
    boolean build(TextColumn column, int from, int to) {
        size = 0;
        textBytes = 0;
        Arrays.fill(slots, 0);
        if (indexes.length < to - from) {
            indexes = new int[to - from];
        }
        int count = 0;
        for (int row = from; row < to; row++) {
            if (Presence.count(column.present(), row, row + 1) == 0) {
                continue;
            }
            indexes[count++] = number(column, row);
            if (size > VALUES_MAX
                    || textBytes > TEXT_BYTES_MAX
                    || (count == GLANCE && size > GLANCE_DISTINCT_MAX)) {
                return false;
            }
        }
        return size <= count / 2;
    }

    private int number(TextColumn column, int row) {
        int start = column.start(row);
        int end = column.end(row);
        int hash = hash(column.text(), start, end);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            int known = rowOf[number];
            if (hashes[number] == hash
                    && Arrays.equals(
                            column.text(),
                            column.start(known),
                            column.end(known),
                            column.text(),
                            start,
                            end)) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = size + 1;
        // One text alone may be longer than fits.
        textBytes = (int) Math.min(TEXT_BYTES_MAX + 1L, textBytes + (long) end - start);
        return add(row, hash);
    }

    private int add(int row, int hash) {
        if (size == rowOf.length) {
            rowOf = Arrays.copyOf(rowOf, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            slots = new int[slots.length * 2];
            for (int number = 0; number < size; number++) {
                occupy(number, hashes[number]);
            }
            occupy(size, hash);
        }
        rowOf[size] = row;
        hashes[size] = hash;
        return size++;
    }

    private void occupy(int number, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = number + 1;
    }

    private static int hash(byte[] bytes, int start, int end) {
        int hash = 0x811c9dc5;
        for (int i = start; i < end; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        return hash ^ (hash >>> 15);
    }

    int size() {
        return size;
    }

    /// A row that has the value.
    int rowOf(int number) {
        return rowOf[number];
    }

    /// The number of each row's value, rows without one left out.
    int[] indexes() {
        return indexes;
    }

    /// How many bits an index takes.
    int indexWidth() {
        return Math.max(Byte.SIZE, BitPacking.widthOf(size - 1));
    }
}
