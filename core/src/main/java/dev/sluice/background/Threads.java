// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

/// Waiting for threads.
public final class Threads {
    private Threads() {}

    /// Waits until a thread has ended, or does nothing when it was never started. An interrupt does
    /// not end the waiting; it is kept for later.
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
