// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import org.jspecify.annotations.Nullable;

/// Which rows have a value: a bit a row, the lowest of each word first; null means all of them.
final class Presence {
    private Presence() {}

    /// Whether there is a bit for each of `rowCount` rows.
    static boolean covers(long @Nullable [] present, int rowCount) {
        return present == null || present.length >= (rowCount + 63L) >>> 6;
    }

    /// How many rows from `from` up to `to` have a value.
    static int count(long @Nullable [] present, int from, int to) {
        if (present == null) {
            return to - from;
        }
        int count = 0;
        for (int row = from; row < to; row += Long.SIZE) {
            count += Long.bitCount(bits(present, row, to));
        }
        return count;
    }

    /// The bits of up to 64 rows from `row` on, but not of `to` and later ones.
    static long bits(long[] present, int row, int to) {
        int word = row >>> 6;
        int shift = row & 63;
        long bits = present[word] >>> shift;
        if (shift != 0 && word + 1 < present.length) {
            bits |= present[word + 1] << -shift;
        }
        int rows = to - row;
        return rows < Long.SIZE ? bits & ((1L << rows) - 1) : bits;
    }
}
