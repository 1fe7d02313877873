// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How time passes: a tick count to measure it, and a way to let it pass. Tests hand in one that
/// jumps.
///
/// @param ticker nanoseconds since some fixed moment; never goes back
/// @param sleeper lets time pass
public record Pacer(LongSupplier ticker, Sleeper sleeper) {

    /// Lets time pass.
    @FunctionalInterface
    public interface Sleeper {
        /// Returns after `duration`, not earlier.
        void sleep(Duration duration) throws InterruptedException;
    }

    /// Real time.
    public static Pacer system() {
        return new Pacer(System::nanoTime, Thread::sleep);
    }

    /// Nanoseconds since some fixed moment.
    long nanos() {
        return ticker.getAsLong();
    }

    /// Returns after `duration`, not earlier.
    void sleep(Duration duration) throws InterruptedException {
        sleeper.sleep(duration);
    }
}
