// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells which texts of a column are wanted.
@FunctionalInterface
public interface TextChoice {
    /// The numbers of those that are.
    ///
    /// @return null where it does not look through so many
    @Nullable BitSet among(TextValues values);

    /// Wants some texts.
    ///
    /// @param texts in UTF-8
    static TextChoice of(List<byte[]> texts) {
        List<byte[]> copy = List.copyOf(texts);
        return values -> {
            BitSet numbers = new BitSet();
            values.eachOf(copy, numbers::set);
            return numbers;
        };
    }
}
