// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import java.util.Arrays;

/// ASCII text that grows, faster than a string of characters would. For one thread.
final class Text {
    private static final int START_BYTES = 1 << 16;
    private static final int LONG_DIGITS_MAX = 20;
    private static final int TEN = 10;

    private byte[] bytes = new byte[START_BYTES];
    private final byte[] digits = new byte[LONG_DIGITS_MAX];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    Text append(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    Text append(char character) {
        reserve(1);
        bytes[length++] = (byte) character;
        return this;
    }

    /// Appends a number.
    ///
    /// @param number not below 0
    Text append(long number) {
        int count = 0;
        long left = number;
        do {
            digits[count++] = (byte) ('0' + left % TEN);
            left /= TEN;
        } while (left > 0);
        reserve(count);
        while (count > 0) {
            bytes[length++] = digits[--count];
        }
        return this;
    }

    /// Appends a number with two digits after the point.
    ///
    /// @param hundredths a hundred times the number, not below 0
    void appendHundredths(long hundredths) {
        append(hundredths / (TEN * TEN)).append('.');
        append((char) ('0' + hundredths / TEN % TEN)).append((char) ('0' + hundredths % TEN));
    }

    /// Puts another character in the place of the last one.
    void replaceLast(char character) {
        bytes[length - 1] = (byte) character;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
