// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Duration;

/// Says how often tokens may make us ask the provider: `burst` times at once, then once a window
/// (admin.md 1.6). Callers bring their own lock.
final class DemandLimiter {
    private final long windowNanos;
    private final int burst;
    private int left;
    private long countedNanos;

    DemandLimiter(Duration window, int burst, long nowNanos) {
        this.windowNanos = window.toNanos();
        this.burst = burst;
        this.left = burst;
        this.countedNanos = nowNanos;
    }

    /// Takes one permit if there is one.
    boolean tryTake(long nowNanos) {
        long windows = (nowNanos - countedNanos) / windowNanos;
        if (windows > 0) {
            left = (int) Math.min(burst, left + windows);
            countedNanos += windows * windowNanos;
        }
        if (left == 0) {
            return false;
        }
        if (left == burst) {
            countedNanos = nowNanos;
        }
        left--;
        return true;
    }
}
