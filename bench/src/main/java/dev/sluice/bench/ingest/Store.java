// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.local.process.DetachedProcess;
import java.io.IOException;
import java.net.InetSocketAddress;

/// A database that takes line protocol over HTTP, running in a process of its own with a directory
/// of its own. Closing it ends the process.
public interface Store extends AutoCloseable {
    /// How long one may take to start.
    int START_PATIENCE_SECONDS = 120;

    /// How long one may take to settle or to answer a question.
    int PATIENCE_SECONDS = 600;

    /// Its process.
    DetachedProcess process();

    /// Where it listens.
    InetSocketAddress address();

    /// Makes room for a load: what was written before is not in its way.
    ///
    /// @param name of the room
    /// @return the first line and the header of the requests that write into it, without
    ///   `Content-Length`
    String prepare(String name) throws IOException, InterruptedException;

    /// Whether everything that was acknowledged is where it is to stay, as far as the database
    /// tells.
    boolean isSettled() throws IOException, InterruptedException;

    /// Counts the rows of the last room by a query.
    long countRows() throws IOException, InterruptedException;

    /// Requires that the last room has all rows.
    ///
    /// @param rows how many were acknowledged
    /// @throws IllegalStateException when it has another number
    default void requireRows(long rows) throws IOException, InterruptedException {
        long found = countRows();
        if (found != rows) {
            throw new IllegalStateException(
                    "%s acknowledged %d rows and has %d"
                            .formatted(process().launch().name(), rows, found));
        }
    }

    /// What it takes on the disk.
    DiskUse diskUse() throws IOException, InterruptedException;

    /// Ends the process as an outage does.
    void kill() throws IOException, InterruptedException;

    /// Starts another process on what the last one left, and waits until it is ready.
    void startAgain() throws IOException, InterruptedException;

    /// Ends the process in good order; a second time does nothing.
    @Override
    void close() throws IOException;
}
