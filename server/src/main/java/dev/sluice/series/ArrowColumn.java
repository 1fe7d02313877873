// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;

/// A column of the batch that a stream is at, read from its memory without a question to the vector
/// for each value. For one thread, and until the stream goes on.
final class ArrowColumn {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final FieldVector vector;
    private final Reader reader;
    private boolean complete;
    private ByteBuffer validity = NONE;
    private ByteBuffer data = NONE;

    /// Where texts start; those of other columns are nowhere.
    private ByteBuffer offsets = NONE;

    private byte[] text = new byte[64];

    /// Reads a value that is there.
    @FunctionalInterface
    private interface Reader {
        void read(int row, CellSink sink);
    }

    ArrowColumn(FieldVector vector) {
        this.vector = vector;
        this.reader =
                switch (vector) {
                    case TimeStampVector _ -> (row, sink) -> sink.time(word(row));
                    case Float8Vector _ ->
                            (row, sink) -> sink.real(Double.longBitsToDouble(word(row)));
                    case BigIntVector _ -> (row, sink) -> sink.integer(word(row));
                    case IntVector _ ->
                            (row, sink) -> sink.integer(data.getInt(row * Integer.BYTES));
                    case UInt8Vector _ -> (row, sink) -> sink.unsigned(word(row));
                    case BitVector _ -> (row, sink) -> sink.truth(bit(data, row));
                    case VarCharVector _ -> this::tellText;
                    case NullVector _ -> (_, sink) -> sink.nothing();
                    default ->
                            throw new IllegalStateException(
                                    "InfluxQL has no values like those of " + vector.getField());
                };
    }

    /// Takes the batch that the stream is at.
    ///
    /// @param rowCount how many rows it has, not none
    void load(int rowCount) {
        // Its reader knows that nothing is there.
        complete = vector instanceof NullVector || vector.getNullCount() == 0;
        validity = complete ? NONE : buffer(vector.getValidityBuffer(), bitBytes(rowCount));
        switch (vector) {
            case VarCharVector texts -> {
                offsets = buffer(texts.getOffsetBuffer(), (rowCount + 1) * Integer.BYTES);
                data = buffer(texts.getDataBuffer(), start(rowCount));
            }
            case BitVector bits -> data = buffer(bits.getDataBuffer(), bitBytes(rowCount));
            case BaseFixedWidthVector words ->
                    data = buffer(words.getDataBuffer(), rowCount * words.getTypeWidth());
            default -> {}
        }
    }

    private static int bitBytes(int rowCount) {
        return Math.ceilDiv(rowCount, Byte.SIZE);
    }

    private static ByteBuffer buffer(ArrowBuf memory, int bytes) {
        return bytes == 0 ? NONE : memory.nioBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Tells a value.
    void read(int row, CellSink sink) {
        if (isNull(row)) {
            sink.nothing();
        } else {
            reader.read(row, sink);
        }
    }

    /// Tells a value as a text: what is not there, or is none, as an empty one.
    void readText(int row, CellSink sink) {
        if (isText(row)) {
            tellText(row, sink);
        } else {
            sink.text("");
        }
    }

    /// The same as a text.
    String text(int row) {
        int length = isText(row) ? copied(row) : 0;
        return new String(text, 0, length, UTF_8);
    }

    /// Whether the row before has the same text, in the same sense.
    boolean isAsBefore(int row) {
        int before = row - 1;
        int length = isText(row) ? start(row + 1) - start(row) : 0;
        if (length != (isText(before) ? start(row) - start(before) : 0)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (data.get(start(before) + i) != data.get(start(row) + i)) {
                return false;
            }
        }
        return true;
    }

    private void tellText(int row, CellSink sink) {
        int length = copied(row);
        sink.text(text, length);
    }

    /// A column that holds no text is a field by whose name rows were grouped, which is a tag that
    /// is missing everywhere (data.md 6.8).
    private boolean isText(int row) {
        return vector instanceof VarCharVector && !isNull(row);
    }

    private boolean isNull(int row) {
        return !complete && !bit(validity, row);
    }

    private static boolean bit(ByteBuffer bits, int row) {
        return (bits.get(row >> 3) >> (row & 7) & 1) == 1;
    }

    private long word(int row) {
        return data.getLong(row * Long.BYTES);
    }

    private int start(int row) {
        return offsets.getInt(row * Integer.BYTES);
    }

    /// Copies a text.
    ///
    /// @return how many bytes it has
    private int copied(int row) {
        int start = start(row);
        int length = start(row + 1) - start;
        if (length > text.length) {
            text = new byte[Math.max(length, 2 * text.length)];
        }
        data.get(start, text, 0, length);
        return length;
    }
}
