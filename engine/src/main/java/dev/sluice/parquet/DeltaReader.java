// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads words that were written as packed differences (parquet-format, Encodings:
/// DELTA_BINARY_PACKED). Those in between have to be summed up, but nobody has to hold them: the
/// library's reader decodes a whole page before its first value. Not safe for threads.
final class DeltaReader {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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

    /// @param from where the bytes start
    DeltaReader(byte[] bytes, int from) throws UnfamiliarFileException {
        this.bytes = bytes;
        this.position = from;
        int blockValues = (int) varint();
        this.packsPerBlock = (int) varint();
        this.left = (int) varint() - 1;
        this.value = zigzag();
        if (packsPerBlock < 1 || blockValues < 1 || blockValues % packsPerBlock != 0) {
            throw new UnfamiliarFileException("differences come in blocks of " + blockValues);
        }
        this.valuesPerPack = blockValues / packsPerBlock;
        this.pack = packsPerBlock;
    }

    /// The value at hand.
    long value() {
        return value;
    }

    /// Goes on by some values; behind the last one there is none.
    void skip(int count) throws UnfamiliarFileException {
        int rest = Math.min(count, left);
        left -= rest;
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
