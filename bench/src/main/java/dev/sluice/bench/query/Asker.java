// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import java.io.IOException;
import java.time.Duration;

/// One client of a database, with a connection that stays open from question to question. For one
/// thread.
interface Asker extends AutoCloseable {
    /// A connection that rested longer is not used any more: databases close it in the end, Sluice
    /// after two minutes.
    Duration REST_MAX = Duration.ofMinutes(1);

    /// Opens the connection if it is not open or has rested for [#REST_MAX], so that the next
    /// question need not wait for that.
    void connect() throws IOException;

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
