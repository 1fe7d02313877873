// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads what [RleHybrid] writes, run by run: a packed value is a run of one, and values that
/// nobody wants cost nothing. Not safe for threads.
final class RunReader {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private final int width;
    private int position;
    private int value;

    /// How often the value is still there.
    private int left;

    /// Packed values behind it.
    private int packedLeft;

    /// Where the next packed value is.
    private long packedBit;

    /// @param bytes where they are, from `position` up to `end`
    /// @param width bits a value, at most 32
    RunReader(byte[] bytes, int position, int end, int width) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
        this.width = width;
    }

    /// A value over and over, which nobody wrote down.
    static RunReader of(int value, int length) {
        RunReader constant = new RunReader(new byte[0], 0, 0, 0);
        constant.value = value;
        constant.left = length;
        return constant;
    }

    /// The value at hand.
    ///
    /// @throws UnfamiliarFileException when there are no more
    int value() throws UnfamiliarFileException {
        load();
        return value;
    }

    /// How often it comes from here on at least; 1 of packed values.
    int length() throws UnfamiliarFileException {
        load();
        return left;
    }

    /// Takes values that are packed, as far as they come next.
    ///
    /// @param max how many at most
    /// @return how many these were; 0 where a run comes next
    /// @throws UnfamiliarFileException when there are no more
    int takePacked(int[] target, int max) throws UnfamiliarFileException {
        if (left > 0) {
            return 0;
        }
        if (packedLeft == 0) {
            header();
        }
        int count = Math.min(max, packedLeft);
        for (int i = 0; i < count; i++) {
            target[i] = nextPacked();
        }
        return count;
    }

    /// Goes on by some values.
    void skip(int count) throws UnfamiliarFileException {
        int rest = count;
        while (rest > 0) {
            if (left == 0 && packedLeft > 0) {
                int packed = Math.min(rest, packedLeft);
                packedLeft -= packed;
                packedBit += (long) packed * width;
                rest -= packed;
            } else {
                load();
                int some = Math.min(rest, left);
                left -= some;
                rest -= some;
            }
        }
    }

    private void load() throws UnfamiliarFileException {
        while (left == 0) {
            if (packedLeft > 0) {
                value = nextPacked();
                left = 1;
            } else {
                header();
            }
        }
    }

    private void header() throws UnfamiliarFileException {
        int header = varint();
        if ((header & 1) == 0) {
            left = header >>> 1;
            value = 0;
            for (int shift = 0; shift < width; shift += Byte.SIZE) {
                value |= (next() & 0xFF) << shift;
            }
        } else {
            long groups = Integer.toUnsignedLong(header) >>> 1;
            packedLeft = (int) Math.min(Integer.MAX_VALUE, groups * Byte.SIZE);
            packedBit = (long) position * Byte.SIZE;
            position = (int) Math.min(end, position + groups * width);
        }
    }

    private int nextPacked() {
        int next = packedValue();
        packedBit += width;
        packedLeft--;
        return next;
    }

    private int packedValue() {
        int first = (int) (packedBit >>> 3);
        int shift = (int) packedBit & 7;
        if (first + Long.BYTES <= end) {
            return (int) ((long) WORD.get(bytes, first) >>> shift & ((1L << width) - 1));
        }
        long word = 0;
        for (int i = 0; i * Byte.SIZE < shift + width; i++) {
            // The last group may be cut off where its values are not needed.
            long bits = first + i < end ? bytes[first + i] & 0xFF : 0;
            word |= bits << (Byte.SIZE * i);
        }
        return (int) ((word >>> shift) & ((1L << width) - 1));
    }

    private int varint() throws UnfamiliarFileException {
        int result = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int part = next();
            result |= (part & 0x7F) << shift;
            if (part >= 0) {
                return result;
            }
        }
        throw new UnfamiliarFileException("a run is too long");
    }

    private byte next() throws UnfamiliarFileException {
        if (position >= end) {
            throw new UnfamiliarFileException("a page ends early");
        }
        return bytes[position++];
    }
}
