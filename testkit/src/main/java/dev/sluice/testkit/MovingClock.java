// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it. Tells wall time, counts elapsed time, and
/// sleeps by moving itself, so that a test waits for nothing.
///
/// Safe for many threads.
public final class MovingClock extends Clock {
    /// Where a clock starts that was not told otherwise.
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final Instant start;
    private final AtomicReference<Instant> now;

    private MovingClock(Instant start) {
        this.start = start;
        this.now = new AtomicReference<>(start);
    }

    /// A clock that shows [#START].
    public static MovingClock create() {
        return at(START);
    }

    /// A clock that shows `start`.
    public static MovingClock at(Instant start) {
        return new MovingClock(start);
    }

    /// Moves on by `step`.
    public void advance(Duration step) {
        now.updateAndGet(instant -> instant.plus(step));
    }

    /// Nanoseconds since the clock was made.
    public long nanos() {
        return elapsed().toNanos();
    }

    /// Time since the clock was made.
    public Duration elapsed() {
        return Duration.between(start, now.get());
    }

    /// What production code sleeps with: moves on by `duration` and returns.
    ///
    /// @throws InterruptedException if the thread was interrupted, as a real sleep does
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted in a sleep of " + duration);
        }
        advance(duration);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /// Refused: time zones are no business of a clock here.
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock tells instants only");
    }
}
