// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that goes back a nanosecond at each look. A remembered verification from later than now
/// is not believed, so every token is verified as if it were seen for the first time.
final class BackwardClock implements InstantSource {
    private final Instant start;
    private final AtomicLong looks = new AtomicLong();

    BackwardClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.minusNanos(looks.incrementAndGet());
    }
}
