// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Assertions;

/// Waits for something that another process does and tells nobody.
final class Eventually {
    private static final Duration STEP = Duration.ofMillis(50);

    private Eventually() {}

    /// Returns as soon as `condition` holds; fails when it does not within `patience`.
    static void holds(String what, Duration patience, Callable<Boolean> condition)
            throws Exception {
        long startNanos = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - startNanos > patience.toNanos()) {
                Assertions.fail("%s: not within %d s", what, patience.toSeconds());
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
