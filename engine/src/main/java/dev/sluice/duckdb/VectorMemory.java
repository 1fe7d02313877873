// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.duckdb.DuckDBWritableVector;

/// The memory of a vector of the engine, written to directly: the driver's own methods take a lock
/// a value, and make an object a text (decision 45). All values are null at first.
///
/// Row numbers are checked by the buffers, types are not: whoever writes has to know that of the
/// vector.
final class VectorMemory {
    private static final VarHandle DATA = field("data");
    private static final VarHandle VALIDITY = field("validity");

    /// Of a number, or of each half of a text.
    private static final int WORD_BYTES = Long.BYTES;

    private final ByteBuffer data;
    private final LongBuffer words;
    private final ByteBuffer validity;

    /// The memory of a vector of the chunk that is being filled.
    VectorMemory(DuckDBWritableVector vector) {
        this.data = (ByteBuffer) DATA.get(vector);
        this.words = data.asLongBuffer();
        this.validity = (ByteBuffer) VALIDITY.get(vector);
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.privateLookupIn(DuckDBWritableVector.class, MethodHandles.lookup())
                    .findVarHandle(DuckDBWritableVector.class, name, ByteBuffer.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this is not the DuckDB driver that we know", e);
        }
    }

    /// Sets values of eight bytes, which become valid only by [#setValid].
    ///
    /// @param target row of the vector
    /// @param source the bits of the values
    /// @param from the first one that is wanted
    void setWords(int target, long[] source, int from, int count) {
        words.put(target, source, from, count);
    }

    /// The same of one value.
    void setWord(int target, long word) {
        words.put(target, word);
    }

    /// The same of a value of one byte.
    void setByte(int target, byte value) {
        data.put(target, value);
    }

    /// The same of a text, as [EngineTexts] has it.
    void setText(int target, long first, long second) {
        data.putLong(2 * WORD_BYTES * target, first);
        data.putLong(2 * WORD_BYTES * target + WORD_BYTES, second);
    }

    /// Makes a row valid.
    void setValid(int row) {
        int at = row / Long.SIZE * WORD_BYTES;
        validity.putLong(at, validity.getLong(at) | (1L << row));
    }

    /// Makes neighbouring rows valid.
    void setValid(int start, int count) {
        int row = start;
        while (row < start + count) {
            if (row % Long.SIZE == 0 && start + count - row >= Long.SIZE) {
                validity.putLong(row / Long.SIZE * WORD_BYTES, -1L);
                row += Long.SIZE;
            } else {
                setValid(row++);
            }
        }
    }
}
