// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import dev.sluice.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.buffer.MessageBuffer;

/// MessagePack as InfluxDB 1.x answers and its clients read: the maps of the JSON answer, keys that
/// say nothing left out as there, except that a statement without rows has an empty `series` unless
/// it has an `error`. Times are its extension 5: seconds in 8 bytes, nanoseconds in 4.
///
/// A map tells its size first and an array its length, so what one statement gives, or one chunk of
/// it, is held until it is complete; there is a limit to that.
final class MessagePackAnswer implements AnswerWriter, CellSink {
    /// How much of the heap one answer may hold, and what it may hold even so. Many are held at
    /// once, each until its client has read it.
    private static final int HEAP_PART = 256;

    private static final long HELD_BYTES_LEAST = 8 * 1024 * 1024;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final byte TIME_EXTENSION = 5;

    private final AnswerStyle style;
    private final AnswerSink sink;
    private final long heldBytesMax;
    private final MessageBufferPacker result = MessagePack.newDefaultBufferPacker();
    private final MessageBufferPacker values = MessagePack.newDefaultBufferPacker();
    private long resultStart;
    private long valuesStart;
    private int seriesCount;

    /// @param statements how many there are
    /// @param heldBytesMax how much may be held
    MessagePackAnswer(AnswerStyle style, int statements, AnswerSink sink, long heldBytesMax) {
        this.style = style;
        this.sink = sink;
        this.heldBytesMax = heldBytesMax;
        if (!style.chunked()) {
            writing(() -> beginDocument(statements));
        }
    }

    /// How much one answer may hold.
    static long heldBytesMax(long heapBytesMax) {
        return Math.max(HELD_BYTES_LEAST, heapBytesMax / HEAP_PART);
    }

    /// What writes to memory and throws nothing in truth.
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private static void writing(Writing writing) {
        try {
            writing.run();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void beginDocument(int results) throws IOException {
        try (MessageBufferPacker head = MessagePack.newDefaultBufferPacker()) {
            head.packMapHeader(1).packString("results").packArrayHeader(results);
            write(head.toByteArray());
        }
    }

    @Override
    public void rows(int statement, SeriesRows rows) {
        boolean more = rows.next();
        while (more) {
            more = readSeries(rows);
            if (more && style.chunked()) {
                writing(() -> writeResult(statement, true, ""));
            }
        }
        writing(() -> writeResult(statement, false, ""));
    }

    /// Reads a series, or a chunk of one.
    ///
    /// @return whether there is another row
    private boolean readSeries(SeriesRows rows) {
        String name = rows.name();
        List<String> tags = IntStream.range(0, rows.tagKeys().size()).mapToObj(rows::tag).toList();
        int columns = rows.columns().size();
        // Those of a series that failed.
        values.clear();
        // What was cleared counts on.
        valuesStart = values.getTotalWrittenBytes();
        int count = 0;
        boolean more;
        do {
            writing(() -> values.packArrayHeader(columns));
            for (int column = 0; column < columns; column++) {
                rows.cell(column, this);
            }
            count++;
            requireRoom();
            more = rows.next();
        } while (more && !rows.startsSeries() && count != style.chunkRows());
        boolean partial = more && !rows.startsSeries();
        int rowCount = count;
        writing(() -> packSeries(name, tags, rows, rowCount, partial));
        return more;
    }

    private void packSeries(
            String name, List<String> tags, SeriesRows rows, int count, boolean partial)
            throws IOException {
        result.packMapHeader(3 + (tags.isEmpty() ? 0 : 1) + (partial ? 1 : 0))
                .packString("name")
                .packString(name);
        if (!tags.isEmpty()) {
            result.packString("tags").packMapHeader(tags.size());
            for (int key = 0; key < tags.size(); key++) {
                result.packString(rows.tagKeys().get(key)).packString(tags.get(key));
            }
        }
        result.packString("columns").packArrayHeader(rows.columns().size());
        for (String column : rows.columns()) {
            result.packString(column);
        }
        result.packString("values").packArrayHeader(count).addPayload(values.toByteArray());
        values.clear();
        if (partial) {
            packPartial();
        }
        seriesCount++;
    }

    private void packPartial() throws IOException {
        result.packString("partial").packBoolean(true);
    }

    private void requireRoom() {
        long heldBytes =
                result.getTotalWrittenBytes()
                        - resultStart
                        + values.getTotalWrittenBytes()
                        - valuesStart;
        if (heldBytes > heldBytesMax) {
            throw Problem.tooLarge(
                            "answer_too_large",
                            "one piece of an answer in MessagePack has "
                                    + heldBytesMax
                                    + " bytes at most: ask for smaller ones (chunked=true,"
                                    + " chunk_size), or for JSON or CSV")
                    .asException();
        }
    }

    private void writeResult(int statement, boolean partial, String error) throws IOException {
        if (style.chunked()) {
            beginDocument(1);
        }
        boolean series = seriesCount > 0 || error.isEmpty();
        try (MessageBufferPacker head = MessagePack.newDefaultBufferPacker()) {
            head.packMapHeader(1 + (series ? 1 : 0) + (partial ? 1 : 0) + (error.isEmpty() ? 0 : 1))
                    .packString("statement_id")
                    .packInt(statement);
            if (series) {
                head.packString("series").packArrayHeader(seriesCount);
            }
            write(head.toByteArray());
        }
        writeHeld();
        seriesCount = 0;
        if (partial) {
            packPartial();
        }
        if (!error.isEmpty()) {
            result.packString("error").packString(error);
        }
        writeHeld();
        resultStart = result.getTotalWrittenBytes();
        if (style.chunked()) {
            sink.pause();
        }
    }

    private void writeHeld() {
        for (MessageBuffer buffer : result.toBufferList()) {
            sink.write(buffer.array(), buffer.arrayOffset(), buffer.size());
        }
        result.clear();
    }

    private void write(byte[] bytes) {
        sink.write(bytes, 0, bytes.length);
    }

    @Override
    public void error(int statement, String message) {
        writing(() -> writeResult(statement, false, message));
    }

    @Override
    public void end() {}

    @Override
    public void nothing() {
        writing(values::packNil);
    }

    @Override
    public void time(long nanos) {
        if (style.epoch() == null) {
            writing(() ->
                    values.packExtensionTypeHeader(TIME_EXTENSION, Long.BYTES + Integer.BYTES)
                            .addPayload(
                                    ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                                            .putLong(Math.floorDiv(nanos, SECOND_NANOS))
                                            .putInt((int) Math.floorMod(nanos, SECOND_NANOS))
                                            .array()));
        } else {
            integer(style.epoch().count(nanos));
        }
    }

    @Override
    public void integer(long value) {
        writing(() -> values.packLong(value));
    }

    @Override
    public void unsigned(long value) {
        writing(() ->
                values.packBigInteger(
                        value < 0
                                ? new BigInteger(Long.toUnsignedString(value))
                                : BigInteger.valueOf(value)));
    }

    @Override
    public void real(double value) {
        writing(() -> values.packDouble(value));
    }

    @Override
    public void truth(boolean value) {
        writing(() -> values.packBoolean(value));
    }

    @Override
    public void text(String value) {
        writing(() -> values.packString(value));
    }

    @Override
    public void text(byte[] utf8, int length) {
        writing(() -> values.packRawStringHeader(length).writePayload(utf8, 0, length));
    }
}
