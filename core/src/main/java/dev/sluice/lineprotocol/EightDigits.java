// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

/// Eight digits in a word, the first one lowest, as a number.
final class EightDigits {
    private static final long LOW_HALVES = 0x0f0f0f0f0f0f0f0fL;

    private EightDigits() {}

    /// The number that the lower halves of the bytes are: neighbours are joined, then pairs, then
    /// fours.
    static long value(long word) {
        long pairs = ((word & LOW_HALVES) * ((10L << Byte.SIZE) | 1)) >>> Byte.SIZE;
        long fours = ((pairs & 0x00ff00ff00ff00ffL) * ((100L << Short.SIZE) | 1)) >>> Short.SIZE;
        return ((fours & 0x0000ffff0000ffffL) * ((10_000L << Integer.SIZE) | 1)) >>> Integer.SIZE;
    }
}
