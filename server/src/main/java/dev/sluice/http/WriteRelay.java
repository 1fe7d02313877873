// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.model.Secret;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/// Hands writes on to the process that takes them. Safe for many threads.
public interface WriteRelay {

    /// A write on its way.
    ///
    /// @param target path and query, below [PeerWrites#BASE]
    /// @param credential of its sender
    /// @param gzip whether the body is gzip
    /// @param arrivedNanos when it came, in nanoseconds since 1970
    /// @param body as it came; not changed, and not kept
    record Order(
            String target, Secret credential, boolean gzip, long arrivedNanos, ByteBuffer body) {}

    /// What the other process answered.
    ///
    /// @param status of the answer
    /// @param headers every field, by its name in small letters
    /// @param body as it came
    record Answer(int status, Map<String, List<String>> headers, ByteBuffer body) {
        /// Copies the map.
        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /// Hands a write on, and waits for the answer.
    ///
    /// @throws dev.sluice.model.ProblemException *busy* when there is none: then the points may be
    ///   stored or not
    /// @throws InterruptedException when nobody waits any longer
    Answer relay(Order order) throws InterruptedException;
}
