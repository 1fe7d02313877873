// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One kind of thing that ends. Used by one thread.
interface Sweep {
    /// What one commit or one round of deletions takes at most (data.md 7.10).
    int BATCH_MAX = 1_000;

    /// What it looks for.
    SweepKind kind();

    /// What is told when it fails.
    default String failure() {
        return "could not be collected; the next look goes on";
    }

    /// Takes one batch of what is due.
    ///
    /// @throws IOException when the object store failed
    /// @throws dev.sluice.model.ProblemException when the catalog failed
    Batch next() throws IOException;

    /// What one batch came to.
    ///
    /// @param count how many were taken
    /// @param more whether another batch may be due at once
    /// @param failure why some could not be taken; null when all could
    record Batch(long count, boolean more, @Nullable IOException failure) {
        /// Nothing was due.
        static final Batch NOTHING = new Batch(0, false);

        /// All that was due was taken.
        Batch(long count, boolean more) {
            this(count, more, null);
        }
    }
}
