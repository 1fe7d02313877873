// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.batch.ColumnData;
import dev.sluice.query.SliceColumn;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/// Puts rows of columns into Arrow's vectors: each column is gathered in arrays of this process,
/// and copied as a whole, since writing into native memory value by value is what takes time.
final class SliceVectors {
    private SliceVectors() {}

    /// Fills a vector.
    ///
    /// @param wanted which rows of the column, in order
    static void fill(FieldVector vector, SliceColumn column, int[] wanted) {
        ColumnData data = column.data();
        int[] rows = wanted;
        if (column.hasPlaces()) {
            rows = new int[wanted.length];
            Arrays.setAll(rows, at -> column.place(wanted[at]));
        }
        vector.reset();
        if (rows.length == 0) {
            vector.setValueCount(0);
            return;
        }
        switch (vector) {
            case VarCharVector texts -> texts(texts, data, rows);
            case BitVector bits -> bits(bits, data, rows);
            case BaseFixedWidthVector words -> words(words, data, rows);
            default -> throw new IllegalStateException("no values of " + vector.getField());
        }
        vector.setValueCount(rows.length);
    }

    /// Words of 64 bits, whatever they mean.
    private static void words(BaseFixedWidthVector vector, ColumnData data, int[] rows) {
        long[] words = new long[rows.length];
        for (int at = 0; at < words.length; at++) {
            int row = rows[at];
            words[at] = data.isNull(row) ? 0 : data.longAt(row);
        }
        vector.allocateNew(words.length);
        vector.getDataBuffer()
                .nioBuffer(0, words.length * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .put(words);
        validity(vector, data, rows);
    }

    private static void bits(BitVector vector, ColumnData data, int[] rows) {
        vector.allocateNew(rows.length);
        for (int at = 0; at < rows.length; at++) {
            int row = rows[at];
            if (!data.isNull(row)) {
                vector.set(at, (int) data.longAt(row));
            }
        }
    }

    private static void texts(VarCharVector vector, ColumnData data, int[] rows) {
        int[] offsets = new int[rows.length + 1];
        for (int at = 0; at < rows.length; at++) {
            int row = rows[at];
            int length = data.isNull(row) ? 0 : data.textEnd(row) - data.textStart(row);
            offsets[at + 1] = Math.addExact(offsets[at], length);
        }
        byte[] texts = new byte[offsets[rows.length]];
        byte[] source = data.textBytes();
        for (int at = 0; at < rows.length; at++) {
            int length = offsets[at + 1] - offsets[at];
            if (length > 0) {
                System.arraycopy(source, data.textStart(rows[at]), texts, offsets[at], length);
            }
        }
        vector.allocateNew(texts.length, rows.length);
        vector.getOffsetBuffer()
                .nioBuffer(0, offsets.length * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .put(offsets);
        vector.getDataBuffer().setBytes(0, texts);
        validity(vector, data, rows);
        vector.setLastSet(rows.length - 1);
    }

    private static void validity(FieldVector vector, ColumnData data, int[] rows) {
        byte[] present = new byte[Math.ceilDiv(rows.length, Byte.SIZE)];
        if (data.nullCount() == 0) {
            Arrays.fill(present, (byte) -1);
        } else {
            for (int at = 0; at < rows.length; at++) {
                if (!data.isNull(rows[at])) {
                    present[at / Byte.SIZE] |= (byte) (1 << at % Byte.SIZE);
                }
            }
        }
        vector.getValidityBuffer().setBytes(0, present);
    }
}
