// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import java.io.IOException;

/// One client of a database, with a connection that stays open. For one thread.
interface Asker extends AutoCloseable {
    /// Asks, and takes the whole answer as it comes over the wire, without looking at it more than
    /// finding its end needs.
    ///
    /// @return how many rows there were, or how many bytes where that would mean looking at them
    /// @throws IllegalStateException when the database refuses
    long drain(Question question) throws IOException;

    /// Asks, and reads the answer.
    Answer answer(Question question) throws IOException;

    @Override
    void close() throws IOException;
}
