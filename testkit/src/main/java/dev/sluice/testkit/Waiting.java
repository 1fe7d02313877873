// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what happens on another thread or in another process. What does not happen fails the
/// test that waits, and not the whole run, hours later.
public final class Waiting {
    /// Longer than anything takes on a machine that is busy with other things.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(1);

    private Waiting() {}

    /// What is waited for.
    ///
    /// @param <E> what asking may throw
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        /// Whether it holds now.
        boolean holds() throws E;
    }

    /// Returns once a condition holds.
    ///
    /// @param what is waited for, to go on after *until*
    /// @throws AssertionError when it does not hold within two minutes
    public static <E extends Exception> void until(String what, Condition<E> condition) throws E {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError(
                        "waited " + PATIENCE.toSeconds() + " s in vain until " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
