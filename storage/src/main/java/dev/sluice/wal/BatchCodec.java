// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A batch as bytes, little-endian; the frame around it carries version and checksum:
///
/// ```
/// database id      8 bytes
/// tables           4 bytes of count, then each:
///   table id       8 bytes
///   name           4 bytes of length, then UTF-8
///   tag sets       4 bytes
///   tags           4 bytes of count, then each by ColumnCodec with a value a tag set
///   rows           4 bytes
///   tag set        of every row its number, in as many bytes as ColumnCodec gives a tag's
///   fields         4 bytes of count, then each by ColumnCodec with a value a row
///   time           by ColumnCodec
/// ```
final class BatchCodec {
    private BatchCodec() {}

    /// How many bytes [#encode] makes.
    static long sizeOf(CheckedBatch batch) {
        long size = 8 + 4;
        for (CheckedTable table : batch.tables()) {
            TableRows rows = table.rows();
            size += 8 + 4L + nameOf(table).length + 4 + 4 + 4 + 4;
            size += ColumnCodec.sizeOfNumbers(rows.rowCount(), rows.tagSetCount());
            size += sizeOf(rows.tags()) + sizeOf(rows.fields()) + ColumnCodec.sizeOf(rows.time());
        }
        return size;
    }

    /// The bytes of a batch whose [#sizeOf] fits an array.
    static byte[] encode(CheckedBatch batch) {
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(sizeOf(batch))).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(batch.databaseId()).putInt(batch.tables().size());
        for (CheckedTable table : batch.tables()) {
            byte[] name = nameOf(table);
            out.putLong(table.tableId()).putInt(name.length).put(name);
            encode(table.rows(), out);
        }
        return out.array();
    }

    /// The batch of some bytes whose checksum was right.
    ///
    /// @throws RuntimeException when they are no batch all the same
    static CheckedBatch decode(ByteBuffer bytes) {
        ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
        long databaseId = in.getLong();
        int tableCount = in.getInt();
        List<CheckedTable> tables = new ArrayList<>();
        for (int i = 0; i < tableCount; i++) {
            long tableId = in.getLong();
            byte[] name = new byte[in.getInt()];
            in.get(name);
            tables.add(
                    new CheckedTable(
                            tableId, decode(new String(name, StandardCharsets.UTF_8), in)));
        }
        return new CheckedBatch(databaseId, tables);
    }

    private static void encode(TableRows rows, ByteBuffer out) {
        out.putInt(rows.tagSetCount());
        encode(rows.tags(), out);
        int rowCount = rows.rowCount();
        out.putInt(rowCount);
        ColumnCodec.putNumbers(rows.tagSets(), rowCount, rows.tagSetCount(), out);
        encode(rows.fields(), out);
        ColumnCodec.encode(rows.time(), out);
    }

    private static TableRows decode(String tableName, ByteBuffer in) {
        int tagSetCount = in.getInt();
        List<ColumnData> tags = decodeColumns(in, tagSetCount);
        int rowCount = in.getInt();
        int[] tagSets = ColumnCodec.getNumbers(rowCount, tagSetCount, in);
        List<ColumnData> fields = decodeColumns(in, rowCount);
        ColumnData time = ColumnCodec.decode(in, rowCount);
        return TableRows.of(tableName, tagSetCount, tags, tagSets, fields, time);
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

    private static byte[] nameOf(CheckedTable table) {
        return table.rows().tableName().getBytes(StandardCharsets.UTF_8);
    }
}
