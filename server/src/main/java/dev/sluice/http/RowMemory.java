// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.model.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The memory that bodies take while they are turned into rows, several times their own size. Few
/// large writes are worked on at once, or many small ones; who finds no room waits for a while. The
/// largest write is always let in when it is alone. Safe for many threads.
final class RowMemory {
    /// How many bytes of rows, and of their copies on the way to log and buffer, a byte of line
    /// protocol may become: a short line of eight bytes has a time, a value and a line number, each
    /// in an array that grows by doubling.
    private static final int ROW_BYTES_PER_BODY_BYTE = 8;

    private static final int UNIT_BYTES = 1024;
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private final int unitsMax;

    /// Not fair: a small write need not wait behind a large one.
    private final Semaphore units;

    /// @param bytesMax the limit
    RowMemory(long bytesMax) {
        this.unitsMax = Math.clamp(bytesMax / UNIT_BYTES, 1, Integer.MAX_VALUE);
        this.units = new Semaphore(unitsMax);
    }

    /// Room for the rows of one write, until it is closed.
    final class Room implements AutoCloseable {
        private final int taken;

        private Room(int taken) {
            this.taken = taken;
        }

        @Override
        public void close() {
            units.release(taken);
        }
    }

    /// Waits for room.
    ///
    /// @param bodyBytes size of the body, decompressed
    /// @throws dev.sluice.model.ProblemException *busy* when there is none for ten seconds
    Room await(int bodyBytes) throws InterruptedException {
        long wanted = (long) bodyBytes * ROW_BYTES_PER_BODY_BYTE / UNIT_BYTES + 1;
        int taken = (int) Math.min(wanted, unitsMax);
        if (!units.tryAcquire(taken, WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            throw Problem.busy("row_memory", "this service is overloaded, please try again later")
                    .asException();
        }
        return new Room(taken);
    }
}
