// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.util.Arrays;

/// Some rows of a file, in its order: ranges that do not touch each other. Not safe for threads
/// while it is being filled.
public final class RowRanges {
    private int[] bounds = new int[8];
    private int size;
    private int rowCount;

    /// Adds the rows from `from` up to `to`, which come behind all that are there.
    ///
    /// @throws IllegalArgumentException when they do not
    public void add(int from, int to) {
        if (from < end()) {
            throw new IllegalArgumentException("row " + from + " is not behind row " + end());
        }
        if (to <= from) {
            return;
        }
        rowCount += to - from;
        if (size > 0 && from == end()) {
            bounds[size - 1] = to;
            return;
        }
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, size * 2);
        }
        bounds[size++] = from;
        bounds[size++] = to;
    }

    private int end() {
        return size == 0 ? 0 : bounds[size - 1];
    }

    /// How many ranges there are.
    public int count() {
        return size / 2;
    }

    /// The first row of a range.
    public int from(int range) {
        return bounds[2 * range];
    }

    /// The row behind the last one of a range.
    public int to(int range) {
        return bounds[2 * range + 1];
    }

    /// How many rows there are in all.
    public int rowCount() {
        return rowCount;
    }
}
