// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.wal.LogFiles.SegmentContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What one group commit writes: batches with consecutive positions. Big-endian:
///
/// ```
/// magic            4 bytes, "SLWL"
/// version          4 bytes, 5
/// payload length   4 bytes
/// batch count      4 bytes
/// first position   8 bytes
/// checksum         4 bytes, CRC-32C of the 24 bytes before
/// checksum         4 bytes, CRC-32C of the payload
/// payload          each batch: 4 bytes of length, then BatchCodec
/// ```
///
/// A frame is written whole and synced before the next one is begun. So a bad frame with a good one
/// after it was damaged later, and a bad one at the end may merely be unfinished. What looks like a
/// frame within the payload of another one is what somebody wrote there: the header's own checksum
/// tells how far an unfinished frame would have reached.
///
/// @param firstPosition the position of the first batch
/// @param batchCount how many there are
/// @param payload the batches
record Frame(long firstPosition, int batchCount, ByteBuffer payload) {
    static final int MAGIC = 0x534c574c;
    static final int VERSION = 5;
    static final int HEADER_BYTES = 32;

    private static final int CHECKED_HEADER_BYTES = 24;
    private static final int PAYLOAD_CHECKSUM_AT = 28;
    private static final int LENGTH_BYTES = 4;

    /// How many bytes the frame takes in the file.
    int sizeBytes() {
        return HEADER_BYTES + payload.limit();
    }

    /// The position after the last batch.
    long nextPosition() {
        return firstPosition + batchCount;
    }

    /// Hands its batches after `from` to `sink`. Once.
    ///
    /// @throws IOException when one cannot be read
    void deliver(LogPosition from, Consumer<LoggedBatch> sink) throws IOException {
        for (long position = firstPosition; position < nextPosition(); position++) {
            int length = payload.getInt();
            ByteBuffer encoded = payload.slice(payload.position(), length);
            payload.position(payload.position() + length);
            if (position > from.value()) {
                sink.accept(new LoggedBatch(new LogPosition(position), decode(encoded, position)));
            }
        }
    }

    private static CheckedBatch decode(ByteBuffer encoded, long position) throws IOException {
        try {
            return BatchCodec.decode(encoded);
        } catch (RuntimeException e) {
            throw new IOException("the batch at position " + position + " cannot be read", e);
        }
    }

    /// The frame of some encoded batches, as it goes into the file.
    static byte[] encode(long firstPosition, List<byte[]> batches) {
        int payloadLength = 0;
        for (byte[] batch : batches) {
            payloadLength = Math.addExact(payloadLength, LENGTH_BYTES + batch.length);
        }
        ByteBuffer out = ByteBuffer.allocate(Math.addExact(HEADER_BYTES, payloadLength));
        out.putInt(MAGIC).putInt(VERSION).putInt(payloadLength).putInt(batches.size());
        out.putLong(firstPosition).putInt(checksum(out, 0, CHECKED_HEADER_BYTES)).putInt(0);
        for (byte[] batch : batches) {
            out.putInt(batch.length).put(batch);
        }
        out.putInt(PAYLOAD_CHECKSUM_AT, checksum(out, HEADER_BYTES, payloadLength));
        return out.array();
    }

    /// The frame that starts at `offset` of a file of `size` bytes, or null when what is there is
    /// no whole and sound frame.
    static @Nullable Frame read(SegmentContent file, long offset, long size) throws IOException {
        long frameBytes = sizeAt(file, offset, size);
        if (frameBytes == 0 || frameBytes > size - offset) {
            return null;
        }
        ByteBuffer whole = readFully(file, offset, (int) frameBytes);
        int payloadLength = (int) frameBytes - HEADER_BYTES;
        if (whole.getInt(PAYLOAD_CHECKSUM_AT) != checksum(whole, HEADER_BYTES, payloadLength)) {
            return null;
        }
        ByteBuffer payload = whole.slice(HEADER_BYTES, payloadLength);
        return new Frame(whole.getLong(16), whole.getInt(12), payload);
    }

    /// How many bytes the frame that starts at `offset` takes, or would take if it were whole; 0
    /// when no sound header is there.
    static long sizeAt(SegmentContent file, long offset, long size) throws IOException {
        if (size - offset < HEADER_BYTES) {
            return 0;
        }
        ByteBuffer header = readFully(file, offset, HEADER_BYTES);
        boolean sound =
                header.getInt(0) == MAGIC
                        && header.getInt(4) == VERSION
                        && header.getInt(8) >= 0
                        && header.getInt(CHECKED_HEADER_BYTES)
                                == checksum(header, 0, CHECKED_HEADER_BYTES);
        return sound ? HEADER_BYTES + (long) header.getInt(8) : 0;
    }

    /// The version of a frame at `offset` that another server version has written, or 0 when there
    /// is none. Such a frame is not torn, and must not be cut off.
    static int otherVersionAt(SegmentContent file, long offset, long size) throws IOException {
        if (size - offset < HEADER_BYTES) {
            return 0;
        }
        ByteBuffer header = readFully(file, offset, HEADER_BYTES);
        return header.getInt(0) == MAGIC && header.getInt(4) != VERSION ? header.getInt(4) : 0;
    }

    /// Reads exactly `length` bytes.
    static ByteBuffer readFully(SegmentContent file, long offset, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            if (file.read(into, offset + into.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return into.flip();
    }

    private static int checksum(ByteBuffer frame, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(frame.slice(from, length));
        return (int) crc.getValue();
    }
}
