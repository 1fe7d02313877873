// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Rows of one table as bytes, as the log has them; whoever keeps or sends them adds a checksum:
///
/// ```
/// name             4 bytes of length, then UTF-8
/// tag sets         4 bytes
/// tags             4 bytes of count, then each by ColumnCodec with a value a tag set
/// rows             4 bytes
/// tag set          of every row its number, in as many bytes as ColumnCodec gives a tag's
/// fields           4 bytes of count, then each by ColumnCodec with a value a row
/// time             by ColumnCodec
/// ```
///
/// Buffers are little-endian and have an array.
public final class RowsCodec {
    private RowsCodec() {}

    /// How many bytes [#encode] writes.
    public static long sizeOf(TableRows rows) {
        return 4L
                + nameOf(rows).length
                + 4
                + 4
                + 4
                + 4
                + ColumnCodec.sizeOfNumbers(rows.rowCount(), rows.tagSetCount())
                + sizeOf(rows.tags())
                + sizeOf(rows.fields())
                + ColumnCodec.sizeOf(rows.time());
    }

    /// Writes rows.
    public static void encode(TableRows rows, ByteBuffer out) {
        byte[] name = nameOf(rows);
        out.putInt(name.length).put(name);
        out.putInt(rows.tagSetCount());
        encode(rows.tags(), out);
        int rowCount = rows.rowCount();
        out.putInt(rowCount);
        ColumnCodec.putNumbers(rows.tagSets(), rowCount, rows.tagSetCount(), out);
        encode(rows.fields(), out);
        ColumnCodec.encode(rows.time(), out);
    }

    /// Reads rows from bytes whose checksum was right.
    ///
    /// @throws RuntimeException when they are none all the same
    public static TableRows decode(ByteBuffer in) {
        byte[] name = new byte[in.getInt()];
        in.get(name);
        int tagSetCount = in.getInt();
        List<ColumnData> tags = decodeColumns(in, tagSetCount);
        int rowCount = in.getInt();
        int[] tagSets = ColumnCodec.getNumbers(rowCount, tagSetCount, in);
        List<ColumnData> fields = decodeColumns(in, rowCount);
        ColumnData time = ColumnCodec.decode(in, rowCount);
        return TableRows.of(
                new String(name, StandardCharsets.UTF_8), tagSetCount, tags, tagSets, fields, time);
    }

    private static long sizeOf(List<ColumnData> columns) {
        long size = 0;
        for (ColumnData column : columns) {
            size += ColumnCodec.sizeOf(column);
        }
        return size;
    }

    private static void encode(List<ColumnData> columns, ByteBuffer out) {
        out.putInt(columns.size());
        for (ColumnData column : columns) {
            ColumnCodec.encode(column, out);
        }
    }

    private static List<ColumnData> decodeColumns(ByteBuffer in, int entryCount) {
        int count = in.getInt();
        List<ColumnData> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(ColumnCodec.decode(in, entryCount));
        }
        return columns;
    }

    private static byte[] nameOf(TableRows rows) {
        return rows.tableName().getBytes(StandardCharsets.UTF_8);
    }
}
