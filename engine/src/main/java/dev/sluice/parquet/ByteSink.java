// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes of a page under construction. Grows, and keeps its size for the next page.
final class ByteSink {
    private static final int BYTES_FIRST = 1 << 12;

    /// What a reader can be asked to hold at once, and what compresses into an array.
    private static final int BYTES_MAX = 1 << 30;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[BYTES_FIRST];
    private int size;

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    ByteSink clear() {
        size = 0;
        return this;
    }

    /// Makes room for `more` bytes.
    ///
    /// @throws IllegalArgumentException when that is more than a page may hold
    void ensure(int more) {
        if (more > bytes.length - size) {
            long wanted = (long) size + more;
            if (wanted > BYTES_MAX) {
                throw new IllegalArgumentException("a page cannot hold " + wanted + " bytes");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(BYTES_MAX, wanted + wanted / 2));
        }
    }

    /// Makes room for `length` bytes and counts them as written.
    ///
    /// @return where they start
    int reserve(int length) {
        ensure(length);
        int start = size;
        size += length;
        return start;
    }

    void putByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        int position = reserve(Integer.BYTES);
        setInt(position, value);
    }

    /// Writes the number into bytes that are counted already.
    void setInt(int position, int value) {
        INT.set(bytes, position, value);
    }

    void setLong(int position, long value) {
        LONG.set(bytes, position, value);
    }

    void putBytes(byte[] source, int start, int length) {
        int position = reserve(length);
        System.arraycopy(source, start, bytes, position, length);
    }

    /// The lowest `count` bytes of a word, the lowest first.
    void putLowBytes(long value, int count) {
        ensure(Long.BYTES);
        LONG.set(bytes, size, value);
        size += count;
    }

    /// Unsigned, seven bits a byte, the lowest first.
    void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            putByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        putByte((int) rest);
    }

    /// Signed, small ones of either sign short.
    void putZigzag(long value) {
        putVarint((value << 1) ^ (value >> 63));
    }
}
