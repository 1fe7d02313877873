// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.util.Arrays;

/// DELTA_BYTE_ARRAY (parquet-format, Encodings): of each text the number of bytes that it begins
/// like the one before, and what follows them. Sorted texts take few bytes each. Not safe for
/// threads.
final class PrefixPacking {
    private static final byte[] NONE = new byte[0];

    private final DeltaPacking numbers = new DeltaPacking();
    private final ByteSink rests = new ByteSink();
    private long[] prefixLengths = new long[16];
    private long[] restLengths = new long[16];
    private int count;

    private byte[] last = NONE;
    private int lastStart;
    private int lastEnd;

    /// Begins a page.
    void clear() {
        count = 0;
        rests.clear();
        last = NONE;
        lastStart = 0;
        lastEnd = 0;
    }

    /// Takes the next text, whose bytes stay as they are until [#write].
    void add(byte[] text, int start, int end) {
        if (count == prefixLengths.length) {
            prefixLengths = Arrays.copyOf(prefixLengths, count * 2);
            restLengths = Arrays.copyOf(restLengths, count * 2);
        }
        int mismatch = Arrays.mismatch(last, lastStart, lastEnd, text, start, end);
        int prefix = mismatch < 0 ? end - start : mismatch;
        prefixLengths[count] = prefix;
        restLengths[count++] = (long) end - start - prefix;
        rests.putBytes(text, start + prefix, end - start - prefix);
        last = text;
        lastStart = start;
        lastEnd = end;
    }

    /// How many bytes follow the prefixes of all texts so far.
    int restBytes() {
        return rests.size();
    }

    /// Writes the texts.
    void write(ByteSink page) {
        numbers.write(prefixLengths, 0, count, page);
        numbers.write(restLengths, 0, count, page);
        page.putBytes(rests.bytes(), 0, rests.size());
    }
}
