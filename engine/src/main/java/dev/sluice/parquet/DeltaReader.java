// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Reads words that were written as packed differences (parquet-format, Encodings:
/// DELTA_BINARY_PACKED). Those in between have to be summed up, but nobody has to hold them, and
/// where it is known with which value each block starts, only those of a block: the library's
/// reader decodes a whole page before its first value. Not safe for threads.
final class DeltaReader {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Larger blocks are not read; ours have 128 values.
    private static final int BLOCK_VALUES_MAX = 1 << 16;

    private final byte[] bytes;
    private final int valuesPerPack;
    private final int packsPerBlock;
    private int position;

    /// The value at hand.
    private long value;

    /// Values behind it.
    private int left;

    private long minDelta;
    private int widths;

    /// The pack of the block at hand.
    private int pack;

    private int width;

    /// Where the next difference is.
    private long bit;

    private int packLeft;

    /// How many values there are before the one at hand.
    private int index;

    private final @Nullable Blocks blocks;

    /// Where blocks start. Immutable.
    static final class Blocks {
        /// By block: the value before its first difference.
        private final long[] values;

        /// By block: where it is.
        private final int[] positions;

        private Blocks(int count) {
            this.values = new long[count];
            this.positions = new int[count];
        }

        /// Finds them.
        ///
        /// @param from where the bytes start
        /// @param valuesMax how many values there may be
        static Blocks of(byte[] bytes, int from, int valuesMax) throws UnfamiliarFileException {
            DeltaReader reader = new DeltaReader(bytes, from, valuesMax, null);
            int blockValues = reader.valuesPerPack * reader.packsPerBlock;
            Blocks blocks = new Blocks(Math.max(0, reader.left + blockValues - 1) / blockValues);
            for (int block = 0; block < blocks.values.length; block++) {
                blocks.values[block] = reader.value;
                blocks.positions[block] = reader.position;
                reader.skip(blockValues);
            }
            return blocks;
        }

        /// How much memory those of a page take at most, in bytes.
        static long sizeBytes(int valueCount) {
            return valueCount / 8L;
        }
    }

    /// @param from where the bytes start
    /// @param valuesMax how many values there may be
    /// @param blocks where their blocks are, if that is known
    /// @throws UnfamiliarFileException when the bytes tell of more values, or of odd blocks
    DeltaReader(byte[] bytes, int from, int valuesMax, @Nullable Blocks blocks)
            throws UnfamiliarFileException {
        this.bytes = bytes;
        this.blocks = blocks;
        this.position = from;
        int blockValues = (int) varint();
        this.packsPerBlock = (int) varint();
        long count = varint();
        this.left = (int) count - 1;
        this.value = zigzag();
        if (packsPerBlock < 1
                || blockValues < 1
                || blockValues > BLOCK_VALUES_MAX
                || blockValues % packsPerBlock != 0) {
            throw new UnfamiliarFileException("differences come in blocks of " + blockValues);
        }
        if (count < 0 || count > valuesMax) {
            throw new UnfamiliarFileException(
                    "there are " + count + " values in " + valuesMax + " rows");
        }
        this.valuesPerPack = blockValues / packsPerBlock;
        this.pack = packsPerBlock;
    }

    /// The value at hand.
    long value() {
        return value;
    }

    /// Goes over all values.
    ///
    /// @param max what each is at most; none is negative
    /// @return where the bytes behind them are
    /// @throws UnfamiliarFileException when one is something else
    int end(int max) throws UnfamiliarFileException {
        for (int values = left + 1; values > 0; values--) {
            if (value < 0 || value > max) {
                throw new UnfamiliarFileException("a text has " + value + " bytes of the last");
            }
            skip(1);
        }
        return position;
    }

    /// Goes on by some values; behind the last one there is none.
    void skip(int count) throws UnfamiliarFileException {
        int rest = Math.min(count, left);
        left -= rest;
        index += rest;
        rest = jump(rest);
        while (rest > 0) {
            if (packLeft == 0) {
                nextPack();
            }
            int some = Math.min(rest, packLeft);
            value += some * minDelta + (width == 0 ? 0 : sum(some));
            packLeft -= some;
            rest -= some;
        }
    }

    /// Gives values, from the one at hand on, and goes on to the one behind them.
    ///
    /// @param count how many, at least one
    void take(long[] target, int count) throws UnfamiliarFileException {
        if (count > left + 1) {
            throw new UnfamiliarFileException("differences end early");
        }
        target[0] = value;
        for (int at = 1; at < count; ) {
            if (packLeft == 0) {
                nextPack();
            }
            int some = Math.min(count - at, packLeft);
            sums(target, at, some);
            value = target[at + some - 1];
            packLeft -= some;
            at += some;
        }
        left -= count - 1;
        index += count - 1;
        skip(1);
    }

    /// The sums of the value at hand and the next differences.
    private void sums(long[] target, int from, int count) {
        long sum = value;
        for (int at = from; at < from + count; at++) {
            sum += minDelta + (width == 0 ? 0 : packed());
            target[at] = sum;
        }
    }

    /// Goes to the start of the block that the next wanted value is in, where that is further on.
    ///
    /// @param count how many values are left to go on by, which [#index] has already
    /// @return how many are left
    private int jump(int count) {
        int blockValues = valuesPerPack * packsPerBlock;
        int block = index / blockValues;
        if (blocks == null
                || block >= blocks.values.length
                || (index - count) / blockValues == block) {
            return count;
        }
        value = blocks.values[block];
        position = blocks.positions[block];
        pack = packsPerBlock;
        packLeft = 0;
        return index - block * blockValues;
    }

    /// The sum of the next packed numbers.
    private long sum(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += packed();
        }
        return sum;
    }

    private long packed() {
        int at = (int) (bit >>> 3);
        int shift = (int) bit & 7;
        bit += width;
        if (at + Long.BYTES + 1 > bytes.length) {
            return atTheEnd(at, shift);
        }
        long word = (long) LONGS.get(bytes, at) >>> shift;
        if (shift + width > Long.SIZE) {
            word |= (long) bytes[at + Long.BYTES] << (Long.SIZE - shift);
        }
        return width == Long.SIZE ? word : word & ((1L << width) - 1);
    }

    private long atTheEnd(int at, int shift) {
        long word = 0;
        for (int i = 0; i < width; i++) {
            int place = shift + i;
            long one = bytes[at + (place >>> 3)];
            word |= ((one >>> (place & 7)) & 1) << i;
        }
        return word;
    }

    private void nextPack() throws UnfamiliarFileException {
        if (pack == packsPerBlock) {
            minDelta = zigzag();
            widths = position;
            position += packsPerBlock;
            pack = 0;
        }
        width = bytes[widths + pack++];
        if (width < 0 || width > Long.SIZE) {
            throw new UnfamiliarFileException("differences have " + width + " bits");
        }
        bit = (long) position * Byte.SIZE;
        position += valuesPerPack * width / Byte.SIZE;
        packLeft = valuesPerPack;
    }

    private long zigzag() throws UnfamiliarFileException {
        long word = varint();
        return (word >>> 1) ^ -(word & 1);
    }

    private long varint() throws UnfamiliarFileException {
        long result = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = bytes[position++];
            result |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return result;
            }
        }
        throw new UnfamiliarFileException("a number is too long");
    }
}
