// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Where writers wait until the buffer has room: not many of them, and not for ever. Those who wait
/// hold what they have read and no row. Safe for many threads.
final class WaitingRoom {
    private final Duration waitMax;
    private final int waitersMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waiting;

    /// @param waitMax how long one waits
    /// @param waitersMax how many may wait
    WaitingRoom(Duration waitMax, int waitersMax) {
        this.waitMax = waitMax;
        this.waitersMax = waitersMax;
    }

    /// Waits until there is room.
    ///
    /// @param over whether there is; asked again after each [#tell]; must be short
    /// @return false when there was none in time, when too many wait already, and for a thread that
    ///   is interrupted
    boolean await(BooleanSupplier over) {
        lock.lock();
        try {
            if (waiting == waitersMax) {
                return over.getAsBoolean();
            }
            waiting++;
            try {
                long left = waitMax.toNanos();
                while (!over.getAsBoolean()) {
                    if (left <= 0) {
                        return false;
                    }
                    left = changed.awaitNanos(left);
                }
                return true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    /// There may be room now, or there is no use in waiting.
    void tell() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many wait.
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }
}
