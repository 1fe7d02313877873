// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import org.jspecify.annotations.Nullable;

/// Definition levels of a page: 1 where a row has a value, behind their length.
final class Levels {
    private Levels() {}

    /// Writes the levels of the rows from `from` up to `to`.
    static void put(long @Nullable [] present, int from, int to, ByteSink page) {
        int start = begin(page);
        RleHybrid.levels(present, from, to, page);
        end(start, page);
    }

    /// Leaves room for the length.
    ///
    /// @return what [#end] wants
    static int begin(ByteSink page) {
        return page.reserve(Integer.BYTES);
    }

    /// Sets the length of what was written since [#begin].
    static void end(int start, ByteSink page) {
        page.setInt(start, page.size() - start - Integer.BYTES);
    }
}
