// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

/// Numbers of a fixed count of bits each, the lowest bit first, as Parquet packs them.
final class BitPacking {
    private BitPacking() {}

    /// How many bits hold numbers up to `max`.
    static int widthOf(int max) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(max);
    }

    /// Packs `values[from..to)`, whose higher bits are clear, and pads with zeros to `count`.
    ///
    /// @param count a multiple of 8, so that the bits fill bytes
    static void pack(long[] values, int from, int to, int count, int width, ByteSink sink) {
        int position = sink.reserve(bytes(count, width));
        long word = 0;
        int used = 0;
        for (int i = from; i < to; i++) {
            long value = values[i];
            word |= value << used;
            used += width;
            if (used >= Long.SIZE) {
                sink.setLong(position, word);
                position += Long.BYTES;
                used -= Long.SIZE;
                word = used == 0 ? 0 : value >>> (width - used);
            }
        }
        finish(sink, position, word);
    }

    /// The same for `int`s, at most 32 bits wide.
    static void pack(int[] values, int from, int to, int count, int width, ByteSink sink) {
        int position = sink.reserve(bytes(count, width));
        long word = 0;
        int used = 0;
        for (int i = from; i < to; i++) {
            long value = values[i];
            word |= value << used;
            used += width;
            if (used >= Long.SIZE) {
                sink.setLong(position, word);
                position += Long.BYTES;
                used -= Long.SIZE;
                word = used == 0 ? 0 : value >>> (width - used);
            }
        }
        finish(sink, position, word);
    }

    private static int bytes(int count, int width) {
        return Math.toIntExact(((long) count * width) >>> 3);
    }

    /// The last bits, and zeros behind them.
    private static void finish(ByteSink sink, int position, long word) {
        long rest = word;
        for (int i = position; i < sink.size(); i++) {
            sink.bytes()[i] = (byte) rest;
            rest >>>= Byte.SIZE;
        }
    }
}
