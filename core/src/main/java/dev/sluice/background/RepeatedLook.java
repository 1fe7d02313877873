// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A thread of its own that looks at something again and again, with a pause between, until it is
/// closed. An interrupt ends it too.
public final class RepeatedLook implements AutoCloseable {
    private final Duration firstPause;
    private final Supplier<Duration> look;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closed = lock.newCondition();
    private volatile boolean closing;

    /// @param name of the thread
    /// @param firstPause before the first look
    /// @param look looks once, throws nothing, and says how long to wait before the next time
    public RepeatedLook(String name, Duration firstPause, Supplier<Duration> look) {
        this.firstPause = firstPause;
        this.look = look;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /// Starts looking. Once.
    public void start() {
        thread.start();
    }

    /// Whether it is time to end, for a look that takes long.
    public boolean isClosing() {
        return closing;
    }

    /// Ends, after the look that is under way.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            closed.signalAll();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
    }

    private void run() {
        Duration pause = firstPause;
        while (await(pause)) {
            pause = look.get();
        }
    }

    /// @return false when it is time to end
    private boolean await(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closing && left > 0) {
                left = closed.awaitNanos(left);
            }
            return !closing;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
