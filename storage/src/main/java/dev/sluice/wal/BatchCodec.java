// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A batch as bytes, big-endian; the frame around it carries version and checksum:
///
/// ```
/// database id      8 bytes
/// tables           4 bytes of count, then each:
///   table id       8 bytes
///   name           4 bytes of length, then UTF-8
///   rows           4 bytes
///   columns        4 bytes of count without time; then the columns and time by ColumnCodec
/// ```
final class BatchCodec {
    private BatchCodec() {}

    /// How many bytes [#encode] makes.
    static long sizeOf(CheckedBatch batch) {
        long size = 8 + 4;
        for (CheckedTable table : batch.tables()) {
            size += 8 + 4L + nameOf(table).length + 4 + 4;
            size += ColumnCodec.sizeOf(table.rows().time());
            for (ColumnData column : table.rows().columns()) {
                size += ColumnCodec.sizeOf(column);
            }
        }
        return size;
    }

    /// The bytes of a batch whose [#sizeOf] fits an array.
    static byte[] encode(CheckedBatch batch) {
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(sizeOf(batch)));
        out.putLong(batch.databaseId()).putInt(batch.tables().size());
        for (CheckedTable table : batch.tables()) {
            byte[] name = nameOf(table);
            out.putLong(table.tableId()).putInt(name.length).put(name);
            out.putInt(table.rows().rowCount()).putInt(table.rows().columns().size());
            for (ColumnData column : table.rows().columns()) {
                ColumnCodec.encode(column, out);
            }
            // Time comes last: reading it completes the rows.
            ColumnCodec.encode(table.rows().time(), out);
        }
        return out.array();
    }

    /// The batch of some bytes whose checksum was right.
    ///
    /// @throws RuntimeException when they are no batch all the same
    static CheckedBatch decode(ByteBuffer in) {
        long databaseId = in.getLong();
        int tableCount = in.getInt();
        List<CheckedTable> tables = new ArrayList<>();
        for (int i = 0; i < tableCount; i++) {
            long tableId = in.getLong();
            byte[] name = new byte[in.getInt()];
            in.get(name);
            TableRows rows = new TableRows(new String(name, StandardCharsets.UTF_8));
            int rowCount = in.getInt();
            int columnCount = in.getInt();
            for (int column = 0; column <= columnCount; column++) {
                ColumnCodec.decode(in, rowCount, rows);
            }
            tables.add(new CheckedTable(tableId, rows));
        }
        return new CheckedBatch(databaseId, tables);
    }

    private static byte[] nameOf(CheckedTable table) {
        return table.rows().tableName().getBytes(StandardCharsets.UTF_8);
    }
}
