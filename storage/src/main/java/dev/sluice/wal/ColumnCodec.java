// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A column as bytes, big-endian:
///
/// ```
/// type code        1 byte   (ColumnType.code)
/// name             4 bytes of length, then UTF-8
/// nulls            1 byte: 0 when every row has a value, else 1 and then one bit a row,
///                  lowest bit first, set where there is a value
/// values           of the rows that have one: booleans 1 byte; text 4 bytes of length each,
///                  then all the text; everything else 8 bytes
/// ```
///
/// The number of rows comes from outside.
final class ColumnCodec {
    private ColumnCodec() {}

    /// How many bytes [#encode] writes.
    static long sizeOf(ColumnData column) {
        long size = 1 + 4L + nameOf(column).length + 1;
        if (column.nullCount() > 0) {
            size += (column.rowCount() + 7L) / 8;
        }
        int values = column.rowCount() - column.nullCount();
        return size + (long) values * bytesPerValue(column.column().type()) + textLength(column);
    }

    static void encode(ColumnData column, ByteBuffer out) {
        byte[] name = nameOf(column);
        out.put((byte) column.column().type().code()).putInt(name.length).put(name);
        encodeNulls(column, out);
        switch (column.column().type()) {
            case TAG, STRING -> encodeText(column, out);
            case BOOLEAN -> {
                for (int row = 0; row < column.rowCount(); row++) {
                    if (!column.isNull(row)) {
                        out.put((byte) column.longAt(row));
                    }
                }
            }
            case INTEGER, UINTEGER, FLOAT, TIME -> {
                for (int row = 0; row < column.rowCount(); row++) {
                    if (!column.isNull(row)) {
                        out.putLong(column.longAt(row));
                    }
                }
            }
        }
    }

    /// Reads a column of `rowCount` rows into a table, whose time column is read last.
    static void decode(ByteBuffer in, int rowCount, TableRows into) {
        ColumnType type = ColumnType.ofCode(in.get());
        byte[] name = new byte[in.getInt()];
        in.get(name);
        ColumnData column =
                type == ColumnType.TIME ? into.time() : into.columnFor(name, 0, name.length, type);
        byte[] present = decodeNulls(in, rowCount);
        switch (type) {
            case TAG, STRING -> decodeText(in, rowCount, present, column);
            case BOOLEAN -> {
                for (int row = 0; row < rowCount; row++) {
                    if (isPresent(present, row)) {
                        column.addLong(in.get());
                    } else {
                        column.padTo(row + 1);
                    }
                }
            }
            case INTEGER, UINTEGER, FLOAT, TIME -> {
                for (int row = 0; row < rowCount; row++) {
                    if (isPresent(present, row)) {
                        column.addLong(in.getLong());
                    } else {
                        column.padTo(row + 1);
                    }
                }
            }
        }
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

    private static int textLength(ColumnData column) {
        return column.isText() ? column.textLength() : 0;
    }

    private static void encodeNulls(ColumnData column, ByteBuffer out) {
        if (column.nullCount() == 0) {
            out.put((byte) 0);
            return;
        }
        out.put((byte) 1);
        for (int row = 0; row < column.rowCount(); row += 8) {
            int bits = 0;
            for (int bit = 0; bit < 8 && row + bit < column.rowCount(); bit++) {
                bits |= column.isNull(row + bit) ? 0 : 1 << bit;
            }
            out.put((byte) bits);
        }
    }

    /// The bits, or no bytes at all when every row has a value.
    private static byte[] decodeNulls(ByteBuffer in, int rowCount) {
        byte[] present = new byte[in.get() == 0 ? 0 : (rowCount + 7) / 8];
        in.get(present);
        return present;
    }

    private static boolean isPresent(byte[] present, int row) {
        return present.length == 0 || (present[row >>> 3] & 1 << (row & 7)) != 0;
    }

    private static void encodeText(ColumnData column, ByteBuffer out) {
        for (int row = 0; row < column.rowCount(); row++) {
            if (!column.isNull(row)) {
                out.putInt(column.textEnd(row) - column.textStart(row));
            }
        }
        out.put(column.textBytes(), 0, column.textLength());
    }

    private static void decodeText(ByteBuffer in, int rowCount, byte[] present, ColumnData column) {
        int[] lengths = new int[rowCount];
        int textLength = 0;
        for (int row = 0; row < rowCount; row++) {
            lengths[row] = isPresent(present, row) ? in.getInt() : -1;
            textLength += Math.max(0, lengths[row]);
        }
        byte[] text = new byte[textLength];
        in.get(text);
        int at = 0;
        for (int row = 0; row < rowCount; row++) {
            if (lengths[row] < 0) {
                column.padTo(row + 1);
            } else {
                column.addText(text, at, lengths[row]);
                at += lengths[row];
            }
        }
    }
}
