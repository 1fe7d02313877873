// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TextValues;
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
/// values           of every entry, whatever it is where there is no value: booleans 1 byte; floats
///                  8 bytes; strings 4 bytes of where it ends, then 4 bytes of length and all the
///                  text; tags as below; integers and times as PackedWords
/// ```
///
/// A text of a tag is there once, however many entries have it:
///
/// ```
/// texts            4 bytes of count, then 4 bytes each of where it ends
/// text             4 bytes of length, then all the texts
/// distinct         1 byte: 1 when all texts are different
/// numbers          of every entry the number of its text, in 1 byte when there are at most 256
///                  texts, in 2 when there are at most 65 536, else in 4
/// ```
///
/// The number of entries comes from outside. Values are copied whole, nulls and all: it is faster
/// than picking, and columns with many nulls are few.
final class ColumnCodec {
    private ColumnCodec() {}

    /// How many bytes [#encode] writes.
    static long sizeOf(ColumnData column) {
        long size = 1 + 4L + nameOf(column).length + 1;
        int rowCount = column.rowCount();
        if (column.nullCount() > 0) {
            size += 8L * wordsOf(rowCount);
        }
        return size
                + switch (column.column().type()) {
                    case TAG -> {
                        TextValues values = column.values();
                        long texts = 4 + 4L * values.size() + 4 + values.length() + 1;
                        yield texts + sizeOfNumbers(rowCount, values.size());
                    }
                    case STRING -> 4L * rowCount + 4 + column.textLength();
                    case INTEGER, UINTEGER, TIME ->
                            PackedWords.of(column.words(), rowCount).sizeBytes(rowCount);
                    case FLOAT -> 8L * rowCount;
                    case BOOLEAN -> rowCount;
                };
    }

    static void encode(ColumnData column, ByteBuffer out) {
        byte[] name = nameOf(column);
        out.put((byte) column.column().type().code()).putInt(name.length).put(name);
        int rowCount = column.rowCount();
        long[] present = column.present();
        out.put((byte) (present == null ? 0 : 1));
        if (present != null) {
            putLongs(present, wordsOf(rowCount), out);
        }
        switch (column.column().type()) {
            case TAG -> encodeTag(column, out);
            case STRING -> {
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
            case INTEGER, UINTEGER, TIME ->
                    PackedWords.of(column.words(), rowCount).put(column.words(), rowCount, out);
            case FLOAT -> putLongs(column.words(), rowCount, out);
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
            case TAG -> decodeTag(column, rowCount, present, in);
            case STRING -> {
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
            case INTEGER, UINTEGER, TIME ->
                    ColumnData.ofScalars(column, rowCount, PackedWords.get(rowCount, in), present);
            case FLOAT -> ColumnData.ofScalars(column, rowCount, getLongs(rowCount, in), present);
        };
    }

    private static void encodeTag(ColumnData column, ByteBuffer out) {
        TextValues values = column.values();
        out.putInt(values.size());
        out.asIntBuffer().put(values.offsets(), 1, values.size());
        out.position(out.position() + Integer.BYTES * values.size());
        out.putInt(values.length()).put(values.bytes(), 0, values.length());
        out.put((byte) (values.isDistinct() ? 1 : 0));
        putNumbers(column.numbers(), column.rowCount(), values.size(), out);
    }

    /// How many bytes [#putNumbers] writes.
    static long sizeOfNumbers(int rowCount, int count) {
        return (long) rowCount * bytesPerNumber(count);
    }

    /// Writes numbers below `count`, or whatever they are where there is no value, as short as that
    /// allows.
    static void putNumbers(int[] numbers, int rowCount, int count, ByteBuffer out) {
        switch (bytesPerNumber(count)) {
            case Byte.BYTES -> {
                for (int row = 0; row < rowCount; row++) {
                    out.put((byte) numbers[row]);
                }
            }
            case Short.BYTES -> {
                for (int row = 0; row < rowCount; row++) {
                    out.putShort((short) numbers[row]);
                }
            }
            default -> {
                out.asIntBuffer().put(numbers, 0, rowCount);
                out.position(out.position() + Integer.BYTES * rowCount);
            }
        }
    }

    /// Reads what [#putNumbers] wrote.
    static int[] getNumbers(int rowCount, int count, ByteBuffer in) {
        int[] numbers = new int[rowCount];
        switch (bytesPerNumber(count)) {
            case Byte.BYTES -> Arrays.setAll(numbers, _ -> in.get() & 0xff);
            case Short.BYTES -> Arrays.setAll(numbers, _ -> in.getShort() & 0xffff);
            default -> Arrays.setAll(numbers, _ -> in.getInt());
        }
        return numbers;
    }

    private static ColumnData decodeTag(
            Column column, int rowCount, long @Nullable [] present, ByteBuffer in) {
        int[] offsets = new int[in.getInt() + 1];
        in.asIntBuffer().get(offsets, 1, offsets.length - 1);
        in.position(in.position() + Integer.BYTES * (offsets.length - 1));
        byte[] text = new byte[in.getInt()];
        in.get(text);
        TextValues values = TextValues.of(text, offsets, in.get() != 0);
        int[] numbers = getNumbers(rowCount, values.size(), in);
        return ColumnData.ofTag(column, rowCount, numbers, present, values);
    }

    private static byte[] nameOf(ColumnData column) {
        return column.column().name().getBytes(StandardCharsets.UTF_8);
    }

    private static int bytesPerNumber(int count) {
        return count <= 1 << Byte.SIZE
                ? Byte.BYTES
                : count <= 1 << Short.SIZE ? Short.BYTES : Integer.BYTES;
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
