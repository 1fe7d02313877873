// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import java.util.Arrays;

/// The logical line number of each row of a table; grows like a list of `int`.
public final class LineNumbers {
    private int[] numbers = new int[16];
    private int size;

    /// Appends the number of the next row.
    public void add(int lineNumber) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = lineNumber;
    }

    /// The 1-based logical line number of `row`.
    public int at(int row) {
        return numbers[row];
    }

    /// How many rows have a number.
    public int size() {
        return size;
    }
}
