// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How fast rows go to files, so that writers can be told when there is room again. Safe for many
/// threads; every method is short.
final class FlushPace {
    /// What is said at least, and while nothing is known.
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /// What is said at most: something may have changed by then.
    static final Duration LONGEST = Duration.ofSeconds(60);

    private final LongSupplier nanoClock;

    /// Of the last flush that came to its end.
    private double nanosPerByte;

    private boolean running;
    private long begun;
    private long bytes;

    /// From when on the next attempt comes, after one that failed.
    private long restNanos;

    /// @param nanoClock only differences count
    FlushPace(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /// An attempt to persist rows of some size begins.
    synchronized void begin(long rowBytes) {
        running = true;
        begun = nanoClock.getAsLong();
        bytes = rowBytes;
        restNanos = 0;
    }

    /// It has come to its end, and the rows are let go.
    synchronized void end() {
        if (bytes > 0) {
            nanosPerByte = (double) (nanoClock.getAsLong() - begun) / bytes;
        }
        running = false;
    }

    /// It failed; another one comes after `rest`.
    synchronized void fail(Duration rest) {
        running = true;
        begun = nanoClock.getAsLong();
        restNanos = rest.toNanos();
    }

    /// When rows are likely to have been let go, from now on; whole seconds, rounded up.
    ///
    /// @param liveBytes rows that are not being persisted yet
    synchronized Duration untilRoom(long liveBytes) {
        double whole = restNanos + (running ? bytes : liveBytes) * nanosPerByte;
        double left = running ? whole - (nanoClock.getAsLong() - begun) : whole;
        Duration told = Duration.ofSeconds((long) Math.ceil(left / 1e9));
        return told.compareTo(SHORTEST) < 0
                ? SHORTEST
                : told.compareTo(LONGEST) > 0 ? LONGEST : told;
    }
}
