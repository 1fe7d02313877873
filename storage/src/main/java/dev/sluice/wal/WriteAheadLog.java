// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.IOException;
import java.util.function.Consumer;

/// Makes batches survive a crash. Safe for many threads. Every implementation passes `LogContract`.
public interface WriteAheadLog extends AutoCloseable {

    /// Hands every batch after `from` to `sink`, in order, and then opens the log for appending. A
    /// torn last record is cut off; damage anywhere else is an error that names the segment.
    ///
    /// @throws IOException when the log cannot be read
    void replay(LogPosition from, Consumer<LoggedBatch> sink) throws IOException;

    /// Makes a batch survive a crash. Waits at most one group-commit window plus one sync.
    ///
    /// @return the batch with its log position; from here on a crash cannot lose it
    /// @throws dev.sluice.model.ProblemException *busy* at the limit of pending bytes;
    ///   *unavailable* when it cannot be written, and no later replay has the batch then; *outcome
    ///   unknown* when it cannot be written and what it may have left cannot be taken away now: a
    ///   later replay has the batch whole or not at all, and not at all once another append has
    ///   succeeded
    LoggedBatch append(CheckedBatch batch);

    /// Closes the current segment, so that a later [#trim] can remove it.
    ///
    /// @return the position of the last batch that was appended before
    /// @throws IOException when a new segment cannot be made
    LogPosition rotate() throws IOException;

    /// Removes the segments that hold nothing after `persisted`.
    ///
    /// @throws IOException when a segment cannot be removed; the log stays usable
    void trim(LogPosition persisted) throws IOException;

    /// Syncs and closes. Later calls fail as *unavailable*.
    @Override
    void close();
}
