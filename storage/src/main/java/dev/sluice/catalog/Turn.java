// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import java.time.Duration;
import java.util.function.Supplier;

/// When a process is the one to do a [Duty]. It saves work that somebody else does already, and
/// nothing more: two may take themselves for the one for a while, where a connection broke, so
/// whatever is done has to be right all the same, by what the catalog says of each commit.
///
/// Used by one thread; closing gives the turn back and is for any, as [#wasHeld] is.
public interface Turn extends AutoCloseable {
    /// Where nobody else has the catalog open.
    Turn ALWAYS =
            new Turn() {
                @Override
                public boolean take() {
                    return true;
                }

                @Override
                public boolean isHeld() {
                    return true;
                }

                @Override
                public boolean wasHeld() {
                    return true;
                }

                @Override
                public void give() {
                    // Nobody waits for it.
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };

    /// Between two looks whether it is this process's turn.
    Duration PAUSE = Duration.ofSeconds(1);

    /// For how long it is one process's turn.
    enum Tenure {
        /// For one pass over everything, so that whoever wants it for life need not wait long.
        PASS,
        /// Until it ends, and without doing anything until it is its turn.
        LIFE
    }

    /// Takes the turn, or keeps it where it was kept. What others have committed by then is in the
    /// catalog.
    ///
    /// @return false when it is somebody else's, or nobody can say whose
    boolean take();

    /// Whether it is still this process's turn, as whoever gave it says now.
    boolean isHeld();

    /// Whether it was this process's turn at the last look. Asks nobody, and is for any thread.
    boolean wasHeld();

    /// Ends a pass.
    void give();

    /// Makes a pass when it is this process's turn.
    ///
    /// @param pass says how long to wait before the next one
    /// @return how long to wait before the next look
    default Duration whenTaken(Supplier<Duration> pass) {
        if (!take()) {
            return PAUSE;
        }
        try {
            return pass.get();
        } finally {
            give();
        }
    }

    @Override
    void close();
}
