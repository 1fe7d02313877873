// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

/// Takes the values of a column, row by row.
public interface ValueSink {
    /// The bits of an integer, an unsigned integer, a double, a truth value (0 or 1) or a time.
    void addWord(long bits);

    /// A text in UTF-8.
    void addText(byte[] bytes, int start, int length);

    /// Rows without a value.
    void addNulls(int count);
}
