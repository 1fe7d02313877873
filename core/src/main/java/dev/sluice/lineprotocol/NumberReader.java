// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import dev.sluice.batch.ByteWords;
import dev.sluice.model.ColumnType;
import dev.sluice.model.Excerpt;

/// Reads the numbers of a line: field values and the timestamp (data.md 1.5, 1.6). A reader of one
/// payload; not safe for threads.
final class NumberReader {
    /// Up to this many digits fit a double exactly.
    private static final int EXACT_DIGITS_MAX = 15;

    /// Up to this many digits fit a `long`, whatever they are.
    private static final int SAFE_DIGITS_MAX = 18;

    /// Powers of ten, all of them exact doubles.
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private static final long TEN = 10;

    private static final long ONES = 0x0101010101010101L;
    private static final long UPPER_HALVES = 0xf0f0f0f0f0f0f0f0L;
    private static final long DIGITS_ZERO = 0x3030303030303030L;

    /// How long a timestamp in nanoseconds is, from 2001 to 2033.
    static final int LONG_TIMESTAMP_DIGITS = 19;

    private final byte[] body;

    NumberReader(byte[] body) {
        this.body = body;
    }

    /// Where an optional minus and digits that start at `from` end; `from` when there are none.
    int endOfInteger(int from, int to) {
        int digits = from < to && body[from] == '-' ? from + 1 : from;
        int end = endOfDigits(digits, to);
        return end == digits ? from : end;
    }

    /// Reads a number into `field`.
    ///
    /// @return where it ends, or `from` when there is none
    int read(int from, int to, ParsedLine.Field field) throws RefusedLineException {
        boolean negative = from < to && body[from] == '-';
        int first = negative ? from + 1 : from;
        int at = first;
        long digits = 0;
        while (at < to && isDigit(body[at])) {
            digits = digits * TEN + body[at++] - '0';
        }
        int count = at - first;
        if (count > 0 && count <= EXACT_DIGITS_MAX && at < to) {
            byte next = body[at];
            if (next == 'i') {
                field.scalar(ColumnType.INTEGER, negative ? -digits : digits);
                return at + 1;
            }
            int point = at;
            if (next == '.') {
                at++;
                while (at < to && isDigit(body[at])) {
                    digits = digits * TEN + body[at++] - '0';
                }
            }
            // A point without digits, an exponent and many digits go the general way.
            if (at - first <= EXACT_DIGITS_MAX && at < to && (body[at] == ',' || body[at] == ' ')) {
                int decimals = at - point - 1;
                if (decimals != 0) {
                    double value = decimals < 0 ? digits : digits / EXACT_POWERS[decimals];
                    field.scalar(
                            ColumnType.FLOAT,
                            Double.doubleToRawLongBits(negative ? -value : value));
                    return at;
                }
            }
        }
        return readAny(from, to, field);
    }

    private int readAny(int from, int to, ParsedLine.Field field) throws RefusedLineException {
        int end = endOfInteger(from, to);
        if (end == from) {
            return from;
        }
        if (end < to && body[end] == 'i') {
            field.scalar(ColumnType.INTEGER, signed(from, end, "Unable to parse integer value `"));
            return end + 1;
        }
        if (end < to && body[end] == 'u' && body[from] != '-') {
            field.scalar(ColumnType.UINTEGER, unsigned(from, end));
            return end + 1;
        }
        int fractionEnd = endOfFraction(end, to);
        int exponentEnd = endOfExponent(fractionEnd, to);
        double value = toDouble(from, end, fractionEnd, exponentEnd);
        field.scalar(ColumnType.FLOAT, Double.doubleToRawLongBits(value));
        return exponentEnd;
    }

    /// Whether a timestamp as most are stands at `from`: 19 digits, and nothing that belongs to it
    /// behind them.
    boolean hasLongTimestamp(int from, int to) {
        int end = from + LONG_TIMESTAMP_DIGITS;
        return end < to
                && body[from] == '1'
                && !isDigit(body[end])
                && areDigits(ByteWords.at(body, from))
                && areDigits(ByteWords.at(body, from + Long.BYTES))
                && isDigit(body[end - 3])
                && isDigit(body[end - 2])
                && isDigit(body[end - 1]);
    }

    /// The timestamp that [#hasLongTimestamp] found; it starts with 1, so that it fits.
    long longTimestamp(int from) {
        int end = from + LONG_TIMESTAMP_DIGITS;
        return (EightDigits.value(ByteWords.at(body, from)) * 100_000_000L
                                + EightDigits.value(ByteWords.at(body, from + Long.BYTES)))
                        * 1000
                + (body[end - 3] - '0') * 100L
                + (body[end - 2] - '0') * TEN
                + (body[end - 1] - '0');
    }

    /// Whether eight bytes are all digits: their upper halves are 3, also after 6 was added.
    private static boolean areDigits(long word) {
        return (word & UPPER_HALVES) == DIGITS_ZERO
                && ((word + ONES * 6) & UPPER_HALVES) == DIGITS_ZERO;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    /// The timestamp from `from` to `end`, which [#endOfInteger] found.
    long timestamp(int from, int end) throws RefusedLineException {
        return signed(from, end, "Unable to parse timestamp value `");
    }

    private int endOfDigits(int from, int to) {
        int at = from;
        while (at < to && isDigit(body[at])) {
            at++;
        }
        return at;
    }

    private int endOfFraction(int point, int to) {
        if (point == to || body[point] != '.') {
            return point;
        }
        int end = endOfDigits(point + 1, to);
        return end == point + 1 ? point : end;
    }

    private int endOfExponent(int letter, int to) {
        if (letter == to || (body[letter] != 'e' && body[letter] != 'E')) {
            return letter;
        }
        int digits = letter + 1;
        if (digits < to && (body[digits] == '+' || body[digits] == '-')) {
            digits++;
        }
        int end = endOfDigits(digits, to);
        return end == digits ? letter : end;
    }

    /// Counts downwards, because the smallest `long` has no positive counterpart.
    private long signed(int from, int end, String refusal) throws RefusedLineException {
        boolean negative = body[from] == '-';
        int at = negative ? from + 1 : from;
        int safeEnd = Math.min(end, at + SAFE_DIGITS_MAX);
        long value = 0;
        while (at < safeEnd) {
            value = value * TEN - (body[at++] - '0');
        }
        while (at < end) {
            int digit = body[at++] - '0';
            if (value < Long.MIN_VALUE / TEN || value * TEN < Long.MIN_VALUE + digit) {
                throw outOfRange(refusal, from, end);
            }
            value = value * TEN - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw outOfRange(refusal, from, end);
        }
        return negative ? value : -value;
    }

    private long unsigned(int from, int end) throws RefusedLineException {
        long value = 0;
        for (int at = from; at < end; at++) {
            int digit = body[at] - '0';
            long max = Long.divideUnsigned(-1L - digit, TEN);
            if (Long.compareUnsigned(value, max) > 0) {
                throw outOfRange("Unable to parse unsigned integer value `", from, end);
            }
            value = value * TEN + digit;
        }
        return value;
    }

    /// Few digits and a small power are divided exactly; everything else goes the general way.
    private double toDouble(int from, int point, int fractionEnd, int end) {
        boolean negative = body[from] == '-';
        int first = negative ? from + 1 : from;
        int decimals = Math.max(0, fractionEnd - point - 1);
        if (end != fractionEnd || point - first + decimals > EXACT_DIGITS_MAX) {
            return JavaDoubleParser.parseDouble(body, from, end - from);
        }
        long digits = 0;
        for (int at = first; at < fractionEnd; at++) {
            if (at != point) {
                digits = digits * TEN + body[at] - '0';
            }
        }
        double value = decimals == 0 ? digits : digits / EXACT_POWERS[decimals];
        return negative ? -value : value;
    }

    private RefusedLineException outOfRange(String refusal, int from, int end) {
        return new RefusedLineException(refusal + Excerpt.of(body, from, end) + "`");
    }
}
