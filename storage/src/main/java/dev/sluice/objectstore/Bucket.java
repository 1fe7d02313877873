// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A bucket of a service that keeps objects, as [BucketStore] asks it. Safe for many threads.
///
/// What fails is told in one sentence, with the bucket and the object; by an [UnreachableException]
/// where the service gave no answer, or says that it cannot answer now.
public interface Bucket extends AutoCloseable {
    /// How often a request is sent before it has failed.
    int ATTEMPTS_MAX = 4;

    /// How many requests are under way at once; who asks for more waits.
    int CONNECTIONS_MAX = 64;

    /// How long a connection may take to come about.
    Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// Without a byte in either direction.
    Duration SILENCE_TIMEOUT = Duration.ofSeconds(30);

    /// A file of 100 MB over a line of 10 Mbit/s.
    Duration ATTEMPT_TIMEOUT = Duration.ofMinutes(2);

    /// All attempts.
    Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);

    /// What puts an object's bytes where it is made.
    interface Making {
        /// Makes an object under the condition that there is none yet.
        ///
        /// @param name of the object
        /// @param mark what [#markOf] gives of it
        /// @return false when there is one, or one is being made
        boolean create(String name, String mark) throws IOException;
    }

    /// Makes objects of a local file.
    Making of(Path content);

    /// Makes objects of some bytes.
    Making of(byte[] content);

    /// The mark that an object was made with.
    ///
    /// @return empty for one of another program
    /// @throws java.nio.file.NoSuchFileException when there is no such object
    String markOf(String name) throws IOException;

    /// An object's bytes.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no such object
    byte[] read(String name) throws IOException;

    /// Writes an object's bytes, all of them, into a file that is not there yet.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no such object
    void fetch(String name, Path target) throws IOException;

    /// Every object whose name starts with `prefix`, in any order.
    List<Found> list(String prefix) throws IOException;

    /// An object as the service lists it.
    ///
    /// @param name its whole name
    /// @param sizeBytes how large
    /// @param storedAt when it was made, by the service's clock
    record Found(String name, long sizeBytes, Instant storedAt) {}

    /// Removes an object; succeeds when there is none.
    void delete(String name) throws IOException;

    /// What the service is asked to keep when an object is made that must not be there yet, as its
    /// documentation calls it.
    String condition();

    /// Says of an object what was not done with it, up to the reason.
    ///
    /// @param verb such as `put`
    String failed(String verb, String name);

    /// Requires that of an object as many bytes came as the service announced.
    ///
    /// @param name of the object
    /// @param bytes how many came
    /// @throws IOException when it were others
    default void requireWhole(String name, long bytes, long announcedBytes) throws IOException {
        if (bytes != announcedBytes) {
            throw new IOException(failed("get", name) + bytes + " bytes came of " + announcedBytes);
        }
    }

    /// Ends the connections.
    @Override
    void close();
}
