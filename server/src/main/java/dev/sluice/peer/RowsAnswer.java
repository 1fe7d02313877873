// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import dev.sluice.buffer.BufferChange;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.RowsCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/// What the process with the buffer answers, as bytes, little-endian:
///
/// ```
/// magic            4 bytes, "SLBR"
/// version          4 bytes, 2
/// checksum         4 bytes, CRC-32C of what follows
/// process          16 bytes, whose buffer
/// catalog          8 bytes, the catalog's version after the rows were taken
/// whole            1 byte: 1 when nothing is left out that the copy lacks
/// generation       8 bytes, of the live rows
/// settled          8 bytes, the position up to which all batches have come; 0 when not whole
/// frozen, live     each: 4 bytes of how many rows come before, which the copy has; 4 bytes of how
///                  many batches follow; then each: 8 bytes of position, 1 byte whether late, and
///                  rows by RowsCodec
/// ```
///
/// @param process whose buffer
/// @param catalogVersion at least this has to be known of the catalog to read files beside the rows
/// @param whole whether nothing is left out
/// @param change what the copy lacks
record RowsAnswer(UUID process, long catalogVersion, boolean whole, BufferChange change) {
    private static final int MAGIC = 0x5242_4c53;
    private static final int VERSION = 2;
    private static final int CHECKED_FROM = 12;
    private static final int HEAD_BYTES = CHECKED_FROM + 16 + 8 + 1 + 8 + 8;
    private static final int PART_BYTES = 4 + 4;
    private static final int ENTRY_BYTES = 8 + 1;

    /// The answer of at most so many bytes, or of one entry when that alone has more.
    static RowsAnswer of(UUID process, long catalogVersion, BufferChange change, long bytesMax) {
        long left = bytesMax;
        List<BufferedRows> all = new ArrayList<>(change.frozen().rows());
        all.addAll(change.live().rows());
        int fits = 0;
        for (BufferedRows rows : all) {
            left -= sizeOf(rows);
            if (left < 0 && fits > 0) {
                break;
            }
            fits++;
        }
        int frozen = Math.min(fits, change.frozen().rows().size());
        int live = fits - frozen;
        boolean whole = fits == all.size();
        return new RowsAnswer(
                process, catalogVersion, whole, whole ? change : change.cut(frozen, live));
    }

    /// The bytes.
    byte[] encode() {
        long size = HEAD_BYTES + sizeOf(change.frozen()) + sizeOf(change.live());
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(VERSION).putInt(0);
        out.putLong(process.getMostSignificantBits()).putLong(process.getLeastSignificantBits());
        out.putLong(catalogVersion).put((byte) (whole ? 1 : 0)).putLong(change.generation());
        out.putLong(change.settled().value());
        encode(change.frozen(), out);
        encode(change.live(), out);
        out.putInt(CHECKED_FROM - Integer.BYTES, checksum(out.array()));
        return out.array();
    }

    /// The answer of some bytes.
    ///
    /// @throws IllegalArgumentException when they are none, or of another version
    static RowsAnswer decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEAD_BYTES || in.getInt() != MAGIC) {
            throw new IllegalArgumentException("it is no answer about rows");
        }
        int version = in.getInt();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "it has the form "
                            + version
                            + ", not "
                            + VERSION
                            + ": run one version of both");
        }
        if (in.getInt() != checksum(bytes)) {
            throw new IllegalArgumentException("its checksum is wrong");
        }
        UUID process = new UUID(in.getLong(), in.getLong());
        long catalogVersion = in.getLong();
        boolean whole = in.get() != 0;
        long generation = in.getLong();
        LogPosition settled = new LogPosition(in.getLong());
        BufferChange.Part frozen = decodePart(in);
        BufferChange.Part live = decodePart(in);
        return new RowsAnswer(
                process,
                catalogVersion,
                whole,
                new BufferChange(generation, frozen, live, settled));
    }

    private static void encode(BufferChange.Part part, ByteBuffer out) {
        out.putInt(part.first()).putInt(part.rows().size());
        for (BufferedRows rows : part.rows()) {
            out.putLong(rows.position().value()).put((byte) (rows.late() ? 1 : 0));
            RowsCodec.encode(rows.rows(), out);
        }
    }

    private static BufferChange.Part decodePart(ByteBuffer in) {
        int first = in.getInt();
        int count = in.getInt();
        List<BufferedRows> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LogPosition position = new LogPosition(in.getLong());
            boolean late = in.get() != 0;
            rows.add(new BufferedRows(position, RowsCodec.decode(in), late));
        }
        return new BufferChange.Part(first, rows);
    }

    private static long sizeOf(BufferChange.Part part) {
        long size = PART_BYTES;
        for (BufferedRows rows : part.rows()) {
            size += sizeOf(rows);
        }
        return size;
    }

    private static long sizeOf(BufferedRows rows) {
        return ENTRY_BYTES + RowsCodec.sizeOf(rows.rows());
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, CHECKED_FROM, bytes.length - CHECKED_FROM);
        return (int) crc.getValue();
    }
}
