// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.wal.CheckedBatch.CheckedTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A batch as bytes, little-endian; the frame around it carries version and checksum:
///
/// ```
/// database id      8 bytes
/// tables           4 bytes of count, then each:
///   table id       8 bytes
///   rows           by RowsCodec
/// ```
final class BatchCodec {
    private BatchCodec() {}

    /// How many bytes [#encode] makes.
    static long sizeOf(CheckedBatch batch) {
        long size = 8 + 4;
        for (CheckedTable table : batch.tables()) {
            size += 8 + RowsCodec.sizeOf(table.rows());
        }
        return size;
    }

    /// The bytes of a batch whose [#sizeOf] fits an array.
    static byte[] encode(CheckedBatch batch) {
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(sizeOf(batch))).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(batch.databaseId()).putInt(batch.tables().size());
        for (CheckedTable table : batch.tables()) {
            out.putLong(table.tableId());
            RowsCodec.encode(table.rows(), out);
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
            tables.add(new CheckedTable(tableId, RowsCodec.decode(in)));
        }
        return new CheckedBatch(databaseId, tables);
    }
}
