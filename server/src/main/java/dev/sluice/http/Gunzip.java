// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decodes gzip (RFC 1952), one member or several in a row and perhaps zeros behind them, all of it
/// or not at all. The JDK's stream takes garbage after a member for the end of the data and a
/// server's decoder may pass on part of a truncated body; here either is an error, because part of
/// a write is not the write.
final class Gunzip {
    private static final byte MAGIC_FIRST = 0x1f;
    private static final byte MAGIC_SECOND = (byte) 0x8b;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int DEFLATE = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xe0;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final byte[] input;
    private final int end;
    private final Output output;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int position;

    /// Where the decoded bytes go.
    @FunctionalInterface
    private interface Output {
        void append(byte[] bytes, int count);
    }

    private Gunzip(Body compressed, Output output) {
        this.input = compressed.array();
        this.end = compressed.size();
        this.output = output;
    }

    /// @param bytesMax limit of what comes out; passing it stops the decoding at once
    /// @return to be closed by the caller
    /// @throws ProblemException *invalid* for anything that is not gzip to its last byte, *too
    ///   large*, *busy*
    static Body decode(Body compressed, BodyMemory memory, long bytesMax) {
        Body output = new Body(memory, bytesMax);
        boolean complete = false;
        try {
            new Gunzip(compressed, output::append).run();
            complete = true;
            return output;
        } finally {
            if (!complete) {
                output.close();
            }
        }
    }

    /// Whether somebody else will be able to decode it; nothing of it is kept here.
    ///
    /// @param bytesMax limit of what comes out; passing it stops the decoding at once
    /// @throws ProblemException *invalid* for anything that is not gzip to its last byte, *too
    ///   large*
    static void check(Body compressed, long bytesMax) {
        new Gunzip(compressed, new Counted(bytesMax)).run();
    }

    /// Counts what comes out and drops it.
    private static final class Counted implements Output {
        private final long bytesMax;
        private long size;

        Counted(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        @Override
        public void append(byte[] bytes, int count) {
            size += count;
            if (size > bytesMax) {
                throw Body.tooLarge(bytesMax).asException();
            }
        }
    }

    private void run() {
        try (Inflater inflater = new Inflater(true)) {
            member(inflater);
            while (!isPadding()) {
                if (!startsMember()) {
                    throw bad("what follows its end is no gzip");
                }
                member(inflater);
            }
        }
    }

    /// Whether nothing but zeros is left, or nothing at all: whoever writes in blocks fills the
    /// last one, and gzip(1) takes no notice either.
    private boolean isPadding() {
        int at = position;
        while (at < end && input[at] == 0) {
            at++;
        }
        return at == end;
    }

    /// Whether another member may start here, however short it is.
    private boolean startsMember() {
        return input[position] == MAGIC_FIRST
                && (position + 1 == end || input[position + 1] == MAGIC_SECOND);
    }

    private void member(Inflater inflater) {
        header();
        inflater.reset();
        inflater.setInput(input, position, end - position);
        CRC32 crc = new CRC32();
        long size = 0;
        while (!inflater.finished()) {
            int count = inflate(inflater);
            if (count == 0 && !inflater.finished()) {
                throw bad(inflater.needsDictionary() ? "preset dictionary" : "unexpected end");
            }
            crc.update(chunk, 0, count);
            size += count;
            output.append(chunk, count);
        }
        position = end - inflater.getRemaining();
        need(TRAILER_BYTES);
        if (int32() != (int) crc.getValue()) {
            throw bad("checksum does not match");
        }
        if (int32() != (int) size) {
            throw bad("length does not match");
        }
    }

    private int inflate(Inflater inflater) {
        try {
            return inflater.inflate(chunk);
        } catch (DataFormatException damaged) {
            String detail = damaged.getMessage();
            throw bad(detail == null ? "damaged data" : detail);
        }
    }

    private void header() {
        int start = position;
        need(HEADER_BYTES);
        if (!startsMember()) {
            throw bad("invalid gzip header");
        }
        position += 2;
        if (int8() != DEFLATE) {
            throw bad("unknown compression method");
        }
        int flags = int8();
        if ((flags & FLAGS_RESERVED) != 0) {
            throw bad("unknown flags");
        }
        position += HEADER_BYTES - 4;
        if ((flags & FLAG_EXTRA) != 0) {
            need(2);
            int length = int16();
            need(length);
            position += length;
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            CRC32 crc = new CRC32();
            crc.update(input, start, position - start);
            need(2);
            if (int16() != (int) (crc.getValue() & 0xffff)) {
                throw bad("header checksum does not match");
            }
        }
    }

    private void skipText() {
        do {
            need(1);
        } while (int8() != 0);
    }

    private void need(int bytes) {
        if (end - position < bytes) {
            throw bad("unexpected end");
        }
    }

    private int int8() {
        return input[position++] & 0xff;
    }

    private int int16() {
        return int8() | int8() << 8;
    }

    private int int32() {
        return int16() | int16() << 16;
    }

    private static ProblemException bad(String detail) {
        return Problem.invalid("bad_gzip", "error decoding gzip stream: " + detail).asException();
    }
}
