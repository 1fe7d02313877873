// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.SmallObjects;
import dev.sluice.wal.LogFiles.SegmentContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One object of an [ObjectLog]. Big-endian:
///
/// ```
/// magic            4 bytes, "SLWO"
/// version          4 bytes, 1
/// tenure           16 bytes
/// group            8 bytes
/// flags            4 bytes: 1 begins its tenure, 2 the object before is void
/// checksum         4 bytes, CRC-32C of the 36 bytes before
/// frame            as Frame has it
/// ```
///
/// @param label whose it is
/// @param frame the batches
record LogObject(Label label, Frame frame) {
    /// What the paths of all of them begin with.
    static final String PREFIX = "log/";

    private static final int MAGIC = 0x534c574f;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 40;
    private static final int CHECKED_HEADER_BYTES = 36;
    private static final int BEGINS = 1;
    private static final int VOIDS_PREVIOUS = 2;

    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{20})");

    /// What stands before the batches.
    ///
    /// @param tenure of whoever put it: each opening of the log has one
    /// @param group counts what the tenure has put, from 1
    /// @param begins whether it is there to begin the tenure; it has no batches then
    /// @param voidsPrevious whether the object before it counts for nothing: nobody was told that
    ///   its batches are stored
    record Label(UUID tenure, long group, boolean begins, boolean voidsPrevious) {}

    /// The path of the object of a number, from 1. Paths sort as their numbers do.
    static ObjectPath path(long number) {
        return new ObjectPath(PREFIX + String.format(Locale.ROOT, "%020d", number));
    }

    /// The number that a path stands for; nothing when it is no object of a log.
    static OptionalLong number(ObjectPath path) {
        Matcher name = NAME.matcher(path.value());
        return name.matches()
                ? OptionalLong.of(Long.parseLong(name.group(1)))
                : OptionalLong.empty();
    }

    /// An object as it is stored.
    ///
    /// @param firstPosition of the first batch; of the one that comes next where there is none
    static byte[] encode(Label label, long firstPosition, List<byte[]> batches) {
        byte[] frame = Frame.encode(firstPosition, batches);
        ByteBuffer out = ByteBuffer.allocate(Math.addExact(HEADER_BYTES, frame.length));
        out.putInt(MAGIC).putInt(VERSION);
        out.putLong(label.tenure.getMostSignificantBits());
        out.putLong(label.tenure.getLeastSignificantBits());
        out.putLong(label.group);
        out.putInt((label.begins ? BEGINS : 0) | (label.voidsPrevious ? VOIDS_PREVIOUS : 0));
        out.putInt(checksum(out)).put(frame);
        return out.array();
    }

    /// Reads the object of a number.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    /// @throws IOException when it cannot be read, or is damaged; the message names it
    static LogObject read(SmallObjects store, long number) throws IOException {
        ObjectPath path = path(number);
        return decode(new Bytes(store.read(path)), path);
    }

    private static LogObject decode(SegmentContent content, ObjectPath path) throws IOException {
        long size = content.size();
        if (size < HEADER_BYTES) {
            throw damaged(path, "it is not whole");
        }
        ByteBuffer header = Frame.readFully(content, 0, HEADER_BYTES);
        if (header.getInt(0) != MAGIC) {
            throw damaged(path, "it is no part of a log");
        }
        if (header.getInt(4) != VERSION) {
            throw damaged(
                    path, "it has version " + header.getInt(4) + ", this server reads " + VERSION);
        }
        if (header.getInt(CHECKED_HEADER_BYTES) != checksum(header)) {
            throw damaged(path, "its checksum is wrong");
        }
        Frame frame = Frame.read(content, HEADER_BYTES, size);
        if (frame == null || HEADER_BYTES + frame.sizeBytes() != size) {
            int version = Frame.otherVersionAt(content, HEADER_BYTES, size);
            throw damaged(
                    path,
                    version == 0
                            ? "its batches are not whole"
                            : "its batches have version "
                                    + version
                                    + ", this server reads "
                                    + Frame.VERSION);
        }
        int flags = header.getInt(32);
        Label label =
                new Label(
                        new UUID(header.getLong(8), header.getLong(16)),
                        header.getLong(24),
                        (flags & BEGINS) != 0,
                        (flags & VOIDS_PREVIOUS) != 0);
        return new LogObject(label, frame);
    }

    /// An object in memory, to be read as a segment.
    private static final class Bytes implements SegmentContent {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(ByteBuffer into, long at) {
            int length = (int) Math.min(into.remaining(), bytes.length - at);
            if (length <= 0) {
                return -1;
            }
            into.put(bytes, (int) at, length);
            return length;
        }

        @Override
        public void close() {
            // Memory.
        }
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CHECKED_HEADER_BYTES));
        return (int) crc.getValue();
    }

    /// What is told of an object that is not as it was put.
    static IOException damaged(ObjectPath path, String what) {
        return damaged(path, what, null);
    }

    static IOException damaged(ObjectPath path, String what, @Nullable Throwable cause) {
        return new IOException("the log's object " + path + " is damaged: " + what, cause);
    }
}
