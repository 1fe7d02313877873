// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A thread that does things after a while, nearly all of which are called off before. Safe for
/// many threads.
public final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    /// Forgets what was called off at once, with what it holds. Wakes every second, since a thread
    /// that waits for nothing sooner would wake for each new deadline.
    ///
    /// @param name of the thread, which keeps no program from ending
    public Deadlines(String name) {
        timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name(name).daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        var _ = timer.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
    }

    /// Does something after a while, unless it is cancelled before. It must not wait, since all
    /// others would.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException when this is closed
    public Future<?> after(Duration wait, Runnable action) {
        return timer.schedule(action, Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
    }

    /// How many are neither over nor called off.
    public long pending() {
        return timer.getQueue().stream()
                .filter(task -> task instanceof RunnableScheduledFuture<?> due && !due.isPeriodic())
                .count();
    }

    /// Forgets them all.
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
