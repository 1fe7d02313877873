// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Duration;

/// Fetches keys ahead of need, on one virtual thread that never keeps the program running (admin.md
/// 1.6). Close it.
final class KeyRefresher implements AutoCloseable {
    /// How long closing waits for a fetch to give up.
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final Thread thread;

    private KeyRefresher(Thread thread) {
        this.thread = thread;
    }

    /// Starts; the first fetch begins at once, and nobody waits for it here.
    static KeyRefresher start(KeyCache cache, Pacer.Sleeper sleeper) {
        return new KeyRefresher(
                Thread.ofVirtual().name("provider-keys").start(() -> run(cache, sleeper)));
    }

    /// Whether it still fetches; false once it is closed.
    boolean isRunning() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(KeyCache cache, Pacer.Sleeper sleeper) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                cache.refreshIfDue();
                sleeper.sleep(cache.untilDue());
            }
        } catch (InterruptedException _) {
            // Closed; there is nothing to tidy up.
        }
    }
}
