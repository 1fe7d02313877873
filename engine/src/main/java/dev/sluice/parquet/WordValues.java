// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import org.jspecify.annotations.Nullable;

/// The words of one column chunk without its nulls. The arrays are kept for the next chunk. Not
/// safe for threads.
final class WordValues {
    private final LongDictionary dictionary = new LongDictionary();
    private final DeltaPacking deltas = new DeltaPacking();
    private long[] gathered = new long[0];
    private long[] words = gathered;
    private int base;
    private int count;

    /// Looks at the rows from `from` up to `to`; copies only where some are null.
    void take(long[] source, long @Nullable [] present, int from, int to) {
        count = Presence.count(present, from, to);
        if (present == null || count == to - from) {
            words = source;
            base = from;
            return;
        }
        if (gathered.length < count) {
            gathered = new long[to - from];
        }
        int value = 0;
        for (int row = from; row < to; row += Long.SIZE) {
            long bits = Presence.bits(present, row, to);
            while (bits != 0) {
                gathered[value++] = source[row + Long.numberOfTrailingZeros(bits)];
                bits &= bits - 1;
            }
        }
        words = gathered;
        base = 0;
    }

    int count() {
        return count;
    }

    long[] words() {
        return words;
    }

    /// Where the first value is in [#words()].
    int base() {
        return base;
    }

    LongDictionary dictionary() {
        return dictionary;
    }

    /// Whether a dictionary of them was made.
    boolean buildDictionary() {
        return dictionary.build(words, base, base + count);
    }

    /// Writes the values from number `from` up to `to`.
    void encode(WordEncoding encoding, int from, int to, ByteSink sink) {
        switch (encoding) {
            case PLAIN -> plain(words, base + from, base + to, sink);
            case BITS -> bits(base + from, base + to, sink);
            case DELTA -> deltas.write(words, base + from, base + to, sink);
            case SPLIT -> split(base + from, base + to, sink);
            case DICTIONARY -> {
                sink.putByte(dictionary.indexWidth());
                RleHybrid.mixed(dictionary.indexes(), from, to, dictionary.indexWidth(), sink);
            }
        }
    }

    static void plain(long[] values, int from, int to, ByteSink sink) {
        int position = sink.reserve((to - from) * Long.BYTES);
        for (int i = from; i < to; i++) {
            sink.setLong(position, values[i]);
            position += Long.BYTES;
        }
    }

    private void bits(int from, int to, ByteSink sink) {
        for (int i = from; i < to; i += Byte.SIZE) {
            int bits = 0;
            for (int k = Math.min(to, i + Byte.SIZE) - 1; k >= i; k--) {
                bits = (bits << 1) | (int) (words[k] & 1);
            }
            sink.putByte(bits);
        }
    }

    private void split(int from, int to, ByteSink sink) {
        int length = to - from;
        int position = sink.reserve(length * Long.BYTES);
        byte[] bytes = sink.bytes();
        for (int stream = 0; stream < Long.BYTES; stream++) {
            int shift = stream * Byte.SIZE;
            for (int i = 0; i < length; i++) {
                bytes[position + i] = (byte) (words[from + i] >>> shift);
            }
            position += length;
        }
    }
}
