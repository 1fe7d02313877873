// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.nio.file.Path;

/// What a replay does not find at the end of a log, and goes on without. The log does not log:
/// whoever opens it is told.
public sealed interface LogLoss {

    /// The end of the last segment is no whole record, and is cut off. It was being written when
    /// the process or the machine ended, and nothing in it was acknowledged, unless something else
    /// has changed the file.
    ///
    /// @param segment where it is
    /// @param at the byte from which on it is cut
    /// @param bytes how many bytes are cut off
    record CutEnd(Path segment, long at, long bytes) implements LogLoss {}

    /// An empty segment at the end says by its name that batches before it were written, which are
    /// neither in another one nor persisted; it is removed. So it is when the catalog has gone back
    /// to an earlier state, and otherwise segments were taken away or changed.
    ///
    /// @param segment where it was
    /// @param first the first position that is missing
    /// @param last the last one
    record MissingPositions(Path segment, long first, long last) implements LogLoss {}
}
