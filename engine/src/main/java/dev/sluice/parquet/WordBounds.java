// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.format.Statistics;

/// Bounds of words, exact. Unsigned integers compare as such. Floats: -0.0 stands for either zero
/// below and +0.0 above, said to be inexact where the column does not have it; and where there is a
/// NaN there are no bounds, since readers differ on where it sorts.
final class WordBounds implements Bounds {
    private final ColumnType type;
    private long min;
    private long max;
    private boolean known;
    private boolean minExact = true;
    private boolean maxExact = true;

    private WordBounds(ColumnType type) {
        this.type = type;
    }

    /// The bounds of `words[from..to)`.
    static WordBounds of(ColumnType type, long[] words, int from, int to) {
        WordBounds bounds = new WordBounds(type);
        if (from < to) {
            bounds.known = true;
            switch (type) {
                case FLOAT -> bounds.lookAtDoubles(words, from, to);
                case UINTEGER -> bounds.lookAt(words, from, to, Long.MIN_VALUE);
                case INTEGER, BOOLEAN, TIME -> bounds.lookAt(words, from, to, 0);
                case TAG, STRING -> throw new IllegalArgumentException("text is no word");
            }
        }
        return bounds;
    }

    private void lookAt(long[] words, int from, int to, long flip) {
        long smallest = Long.MAX_VALUE;
        long largest = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            long value = words[i] ^ flip;
            smallest = Math.min(smallest, value);
            largest = Math.max(largest, value);
        }
        min = smallest ^ flip;
        max = largest ^ flip;
    }

    private void lookAtDoubles(long[] words, int from, int to) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            double value = Double.longBitsToDouble(words[i]);
            // NaN wins on both sides.
            smallest = Math.min(smallest, value);
            largest = Math.max(largest, value);
        }
        known = !Double.isNaN(smallest);
        min = Double.doubleToRawLongBits(smallest == 0 ? -0.0 : smallest);
        max = Double.doubleToRawLongBits(largest == 0 ? 0.0 : largest);
        // The smaller of the two zeros is the negative one, if there is one.
        minExact = min == Double.doubleToRawLongBits(smallest);
        maxExact = max == Double.doubleToRawLongBits(largest);
    }

    @Override
    public Statistics statistics(long nullCount) {
        Statistics statistics = new Statistics().setNull_count(nullCount);
        if (known) {
            statistics
                    .setMin_value(bytes(min))
                    .setMax_value(bytes(max))
                    .setIs_min_value_exact(minExact)
                    .setIs_max_value_exact(maxExact);
        }
        return statistics;
    }

    private byte[] bytes(long word) {
        if (type == ColumnType.BOOLEAN) {
            return new byte[] {(byte) word};
        }
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(word).array();
    }
}
