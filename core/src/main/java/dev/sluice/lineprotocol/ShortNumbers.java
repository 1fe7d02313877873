// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ByteWords;
import dev.sluice.model.ColumnType;

/// Reads numbers that fit one word together with the byte behind them: up to seven characters, no
/// sign and no exponent. Such ones need no loop. Not safe for threads.
final class ShortNumbers {
    /// What [#read] answers for whatever else there is.
    static final int ABSENT = -1;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = ~HIGH_BITS;
    private static final long ZEROS = '0' * ONES;

    /// Added to a byte below 128, it sets the high bit of all but 0 to 9.
    private static final long ABOVE_NINE = (128 - 10) * ONES;

    /// Powers of ten for the digits behind a point.
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

    private final byte[] body;
    private final int bodyEnd;
    private long bits;

    ShortNumbers(byte[] body, int bodyEnd) {
        this.body = body;
        this.bodyEnd = bodyEnd;
    }

    /// Reads a value of a column of some type, up to the comma or space behind it.
    ///
    /// @return where it ends, or [#ABSENT]
    int read(ColumnType type, int from) {
        if (from + Long.BYTES > bodyEnd) {
            return ABSENT;
        }
        return switch (type) {
            case INTEGER -> integer(ByteWords.at(body, from) ^ ZEROS, from);
            case FLOAT -> decimal(ByteWords.at(body, from) ^ ZEROS, from);
            case UINTEGER, BOOLEAN, STRING, TAG, TIME -> ABSENT;
        };
    }

    /// The bits of the value that was read last.
    long bits() {
        return bits;
    }

    /// @param word eight bytes of which a digit's has its value
    private int integer(long word, int from) {
        long others = others(word);
        int count = Long.numberOfTrailingZeros(others) / Byte.SIZE;
        if (others == 0 || count == 0 || byteAt(word, count) != ('i' ^ '0')) {
            return ABSENT;
        }
        bits = value(word, count);
        return from + count + 1;
    }

    private int decimal(long word, int from) {
        long others = others(word);
        int count = Long.numberOfTrailingZeros(others) / Byte.SIZE;
        if (others == 0 || count == 0) {
            return ABSENT;
        }
        if (byteAt(word, count) != ('.' ^ '0')) {
            return settle(word, count, 0, from + count);
        }
        others &= others - 1;
        int end = Long.numberOfTrailingZeros(others) / Byte.SIZE;
        int decimals = end - count - 1;
        if (others == 0 || decimals == 0) {
            return ABSENT;
        }
        // The digits behind the point move up to those before it.
        long whole = word & ((1L << (count * Byte.SIZE)) - 1);
        long digits = whole | ((word >>> Byte.SIZE) & (-1L << (count * Byte.SIZE)));
        return settle(digits, end - 1, decimals, from + end);
    }

    /// Takes a value, if it ends as values do.
    private int settle(long word, int digitCount, int decimals, int end) {
        byte next = body[end];
        if (next != ',' && next != ' ') {
            return ABSENT;
        }
        // Both are exact, so that the quotient is the double next to the number.
        bits = Double.doubleToRawLongBits(value(word, digitCount) / POWERS[decimals]);
        return end;
    }

    /// The high bit of each byte that is no digit.
    private static long others(long word) {
        return (((word & LOW_BITS) + ABOVE_NINE) | word) & HIGH_BITS;
    }

    private static int byteAt(long word, int place) {
        return (int) (word >>> (place * Byte.SIZE)) & 0xff;
    }

    /// The number that the first `count` bytes are, at least one.
    private static long value(long word, int count) {
        return EightDigits.value(word << (Long.SIZE - count * Byte.SIZE));
    }
}
