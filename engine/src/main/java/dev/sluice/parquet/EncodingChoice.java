// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import org.jspecify.annotations.Nullable;

/// The encoding of one column's chunks. To try which is smallest takes more time than to write
/// some: so the next chunks take the same one, as long as their values come out as small. Of one
/// file; not safe for threads.
final class EncodingChoice {
    /// After so many chunks all are tried again: another one might be smaller by now.
    private static final int CHUNKS_MAX = 8;

    /// Whose values come out larger than the first chunk's by more than a quarter shows that the
    /// column has changed.
    private static final double GROWTH_MAX = 1.25;

    private @Nullable WordEncoding encoding;
    private int chunks;
    private double bytesAValue;

    /// The one to take; null where all have to be tried.
    @Nullable WordEncoding known() {
        return chunks < CHUNKS_MAX ? encoding : null;
    }

    /// All have been tried.
    void choose(WordEncoding smallest) {
        encoding = smallest;
        chunks = 0;
    }

    /// A chunk has been written.
    ///
    /// @param bytes of its pages
    /// @param values without nulls
    void wrote(long bytes, int values) {
        double size = (double) bytes / Math.max(1, values);
        if (chunks == 0) {
            bytesAValue = size;
        } else if (size > bytesAValue * GROWTH_MAX) {
            encoding = null;
        }
        chunks++;
    }
}
