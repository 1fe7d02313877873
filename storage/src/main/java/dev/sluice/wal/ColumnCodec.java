// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.batch.ColumnData;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column as bytes, in the order that the buffer has (little-endian):
///
/// ```
/// type code        1 byte   (ColumnType.code)
/// name             4 bytes of length, then UTF-8
/// nulls            1 byte: 0 when every entry has a value, else 1 and then one bit an entry in
///                  words of 8 bytes, lowest bit first, set where there is a value
/// values           of every entry, whatever it is where there is no value: booleans 1 byte; text
///                  4 bytes of where it ends, then 4 bytes of length and all the text; everything
///                  else 8 bytes
/// ```
///
/// The number of entries comes from outside. Values are copied whole, nulls and all: it is faster
/// than picking, and columns with many nulls are few.
final class ColumnCodec {
    private ColumnCodec() {}

    /// How many bytes [#encode] writes.
    static long sizeOf(ColumnData column) {
        long size = 1 + 4L + nameOf(column).length + 1;
        if (column.nullCount() > 0) {
            size += 8L * wordsOf(column.rowCount());
        }
        size += (long) column.rowCount() * bytesPerValue(column.column().type());
        return column.isText() ? size + 4 + column.textLength() : size;
    }

    static void encode(ColumnData column, ByteBuffer out) {
        byte[] name = nameOf(column);
        out.put((byte) column.column().type().code()).putInt(name.length).put(name);
        int rowCount = column.rowCount();
        out.put((byte) (column.nullCount() == 0 ? 0 : 1));
        if (column.nullCount() > 0) {
            putLongs(column.present(), wordsOf(rowCount), out);
        }
        switch (column.column().type()) {
            case TAG, STRING -> {
                for (int row = 0; row < rowCount; row++) {
                    out.putInt(column.textEnd(row));
                }
                out.putInt(column.textLength());
                out.put(column.textBytes(), 0, column.textLength());
            }
            case BOOLEAN -> {
                for (int row = 0; row < rowCount; row++) {
                    out.put((byte) column.longAt(row));
                }
            }
            case INTEGER, UINTEGER, FLOAT, TIME -> putLongs(column.words(), rowCount, out);
        }
    }

    /// Reads a column of `rowCount` entries.
    static ColumnData decode(ByteBuffer in, int rowCount) {
        ColumnType type = ColumnType.ofCode(in.get());
        byte[] name = new byte[in.getInt()];
        in.get(name);
        Column column = new Column(new String(name, StandardCharsets.UTF_8), type);
        long @Nullable [] present = in.get() == 0 ? null : getLongs(wordsOf(rowCount), in);
        return switch (type) {
            case TAG, STRING -> {
                long[] ends = new long[rowCount];
                Arrays.setAll(ends, _ -> in.getInt());
                byte[] text = new byte[in.getInt()];
                in.get(text);
                yield ColumnData.ofText(column, rowCount, ends, present, text);
            }
            case BOOLEAN -> {
                long[] words = new long[rowCount];
                Arrays.setAll(words, _ -> in.get());
                yield ColumnData.ofScalars(column, rowCount, words, present);
            }
            case INTEGER, UINTEGER, FLOAT, TIME ->
                    ColumnData.ofScalars(column, rowCount, getLongs(rowCount, in), present);
        };
    }

    private static byte[] nameOf(ColumnData column) {
        return column.column().name().getBytes(StandardCharsets.UTF_8);
    }

    private static int bytesPerValue(ColumnType type) {
        return switch (type) {
            case TAG, STRING -> 4;
            case BOOLEAN -> 1;
            case INTEGER, UINTEGER, FLOAT, TIME -> 8;
        };
    }

    private static int wordsOf(int bits) {
        return (bits + Long.SIZE - 1) / Long.SIZE;
    }

    private static void putLongs(long[] values, int count, ByteBuffer out) {
        out.asLongBuffer().put(values, 0, count);
        out.position(out.position() + Long.BYTES * count);
    }

    private static long[] getLongs(int count, ByteBuffer in) {
        long[] values = new long[count];
        in.asLongBuffer().get(values);
        in.position(in.position() + Long.BYTES * count);
        return values;
    }
}
