// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

/// Takes the values of a column, row by row.
public interface ValueSink {
    /// The bits of integers, unsigned integers, doubles, truth values (0 or 1) or times.
    ///
    /// @param bits used again after the call
    /// @param count how many of them there are, from the first on
    void addWords(long[] bits, int count);

    /// A text in UTF-8.
    void addText(byte[] bytes, int start, int length);

    /// Rows without a value.
    void addNulls(int count);
}
