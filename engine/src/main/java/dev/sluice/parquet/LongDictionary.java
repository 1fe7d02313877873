// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.util.Arrays;

/// The distinct words of a column chunk, numbered as they appear, as long as there are few. Its
/// arrays are kept for the next chunk. Not safe for threads.
final class LongDictionary {
    /// More are not worth the look-ups: 15 bits a row and 8 bytes a value.
    static final int VALUES_MAX = 1 << 15;

    /// So many values are looked at before it gives up on values that hardly repeat.
    private static final int GLANCE = 2048;

    private static final int GLANCE_DISTINCT_MAX = GLANCE / 16 * 15;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long[] values = new long[VALUES_MAX];
    private int size;
    private int[] slots = new int[0];
    private int[] indexes = new int[0];

    /// Numbers `words[from..to)`.
    ///
    /// @return whether they are few enough; if not, it holds nothing of use
    boolean build(long[] words, int from, int to) {
        int count = to - from;
        reset(count);
        int valuesMax = Math.min(VALUES_MAX, Math.max(1, count / 2));
        int glance = Math.min(count, GLANCE);
        return number(words, from, glance, valuesMax, 0)
                && size <= GLANCE_DISTINCT_MAX
                && number(words, from, count, valuesMax, glance);
    }

    private void reset(int count) {
        size = 0;
        if (indexes.length < count) {
            indexes = new int[count];
        }
        int slotsWanted = Integer.highestOneBit(Math.max(1, Math.min(count, VALUES_MAX))) << 2;
        if (slots.length == slotsWanted) {
            Arrays.fill(slots, 0);
        } else {
            slots = new int[slotsWanted];
        }
    }

    private boolean number(long[] words, int from, int count, int valuesMax, int start) {
        int[] table = slots;
        int mask = table.length - 1;
        int shift = Long.SIZE - Integer.numberOfTrailingZeros(table.length);
        for (int i = start; i < count; i++) {
            long word = words[from + i];
            int slot = (int) (((word ^ (word >>> 32)) * MIX) >>> shift);
            int number = table[slot] - 1;
            while (number >= 0 && values[number] != word) {
                slot = (slot + 1) & mask;
                number = table[slot] - 1;
            }
            if (number < 0) {
                if (size == valuesMax) {
                    return false;
                }
                number = size++;
                values[number] = word;
                table[slot] = number + 1;
            }
            indexes[i] = number;
        }
        return true;
    }

    int size() {
        return size;
    }

    /// The values in the order of their numbers.
    long[] values() {
        return values;
    }

    /// The number of each word, counted from the first.
    int[] indexes() {
        return indexes;
    }

    /// How many bits an index takes: whole bytes if few, which compress better.
    int indexWidth() {
        int width = BitPacking.widthOf(size - 1);
        return Math.max(Byte.SIZE, width);
    }
}
