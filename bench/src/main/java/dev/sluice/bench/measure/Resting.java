// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection that is opened when it is wanted, and anew when it was not wanted for long: servers
/// close those that rest. For one thread.
///
/// @param <T> the connection
public final class Resting<T extends Closeable> implements Closeable {
    private final Opening<T> opening;
    private final long restNanosMax;
    private @Nullable T open;
    private long wantedNanos;

    /// @param restMax how long a connection may rest
    public Resting(Opening<T> opening, Duration restMax) {
        this.opening = opening;
        this.restNanosMax = restMax.toNanos();
    }

    /// Opens a connection.
    public interface Opening<T> {
        T open() throws IOException;
    }

    /// The connection, for one question; its rest begins when [#rest] is called.
    public T connection() throws IOException {
        T connection = open;
        if (connection != null && System.nanoTime() - wantedNanos > restNanosMax) {
            close();
            connection = null;
        }
        if (connection == null) {
            connection = opening.open();
            open = connection;
            rest();
        }
        return connection;
    }

    /// Tells that the connection is at rest from now on.
    public void rest() {
        wantedNanos = System.nanoTime();
    }

    /// Closes the connection, if one is open. The next that is wanted is another one.
    @Override
    public void close() throws IOException {
        T closing = open;
        open = null;
        if (closing != null) {
            closing.close();
        }
    }
}
