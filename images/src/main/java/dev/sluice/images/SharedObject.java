// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a program or library for Linux says of what it needs (elf(5), 64 bits, little endian).
///
/// @param needed names of the libraries that the loader must find
/// @param loader path of the loader; null for libraries
record SharedObject(List<String> needed, @Nullable String loader) {
    private static final int MAGIC = 0x464c457f;
    private static final byte BITS_64 = 2;
    private static final int HEADER_BYTES = 64;
    private static final int SEGMENT_BYTES = 56;
    private static final int SEGMENTS_MAX = 100;
    private static final int DYNAMIC_BYTES_MAX = 1 << 20;
    private static final int NAME_BYTES_MAX = 4096;

    private static final int LOADED = 1;
    private static final int DYNAMIC = 2;
    private static final int INTERPRETER = 3;

    private static final long TAG_END = 0;
    private static final long TAG_NEEDED = 1;
    private static final long TAG_NAMES = 5;

    /// Copies the list.
    SharedObject {
        needed = List.copyOf(needed);
    }

    /// Reads a file; empty when it is no program and no library.
    static Optional<SharedObject> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < HEADER_BYTES) {
                return Optional.empty();
            }
            ByteBuffer header = bytes(channel, 0, HEADER_BYTES);
            if (header.getInt(0) != MAGIC || header.get(4) != BITS_64) {
                return Optional.empty();
            }
            return Optional.of(new Reader(channel, segments(channel, header)).read());
        }
    }

    private record Segment(int type, long offset, long address, long size) {}

    private static List<Segment> segments(FileChannel channel, ByteBuffer header)
            throws IOException {
        int count = Math.min(header.getShort(56), SEGMENTS_MAX);
        ByteBuffer table = bytes(channel, header.getLong(32), count * SEGMENT_BYTES);
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at < count * SEGMENT_BYTES; at += SEGMENT_BYTES) {
            segments.add(
                    new Segment(
                            table.getInt(at),
                            table.getLong(at + 8),
                            table.getLong(at + 16),
                            table.getLong(at + 32)));
        }
        return segments;
    }

    private static ByteBuffer bytes(FileChannel channel, long offset, int count)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // Until all are there, or the file ends.
        }
        return buffer.flip();
    }

    private record Reader(FileChannel channel, List<Segment> segments) {
        SharedObject read() throws IOException {
            Segment interpreter = find(INTERPRETER);
            Segment dynamic = find(DYNAMIC);
            return new SharedObject(
                    dynamic == null ? List.of() : needed(dynamic),
                    interpreter == null ? null : text(interpreter.offset()));
        }

        private @Nullable Segment find(int type) {
            return segments.stream()
                    .filter(segment -> segment.type() == type)
                    .findFirst()
                    .orElse(null);
        }

        private List<String> needed(Segment dynamic) throws IOException {
            int size = (int) Math.min(dynamic.size(), DYNAMIC_BYTES_MAX);
            ByteBuffer tags = bytes(channel, dynamic.offset(), size);
            List<Long> offsets = new ArrayList<>();
            long names = 0;
            while (tags.remaining() >= 16) {
                long tag = tags.getLong();
                long value = tags.getLong();
                if (tag == TAG_END) {
                    break;
                } else if (tag == TAG_NEEDED) {
                    offsets.add(value);
                } else if (tag == TAG_NAMES) {
                    names = inFile(value);
                }
            }
            List<String> found = new ArrayList<>();
            for (long offset : offsets) {
                found.add(text(names + offset));
            }
            return found;
        }

        /// Where in the file lies what the loader puts at an address.
        private long inFile(long address) throws IOException {
            for (Segment segment : segments) {
                if (segment.type() == LOADED
                        && address >= segment.address()
                        && address < segment.address() + segment.size()) {
                    return address - segment.address() + segment.offset();
                }
            }
            throw new IOException("the names of a library are in none of its segments");
        }

        private String text(long offset) throws IOException {
            byte[] bytes = bytes(channel, offset, NAME_BYTES_MAX).array();
            int end = 0;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            return new String(bytes, 0, end, UTF_8);
        }
    }
}
