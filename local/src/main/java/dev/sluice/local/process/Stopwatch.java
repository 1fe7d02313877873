// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import java.time.Duration;

/// Time since a moment, untouched by changes of the clock.
final class Stopwatch {
    private final long startNanos = System.nanoTime();

    /// How long ago this object was made.
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /// Whether more than `patience` has passed.
    boolean isPast(Duration patience) {
        return elapsed().compareTo(patience) > 0;
    }
}
