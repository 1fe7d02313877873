// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/// A piece of time; the end does not belong to it.
///
/// @param start a whole millisecond, which all databases can tell
/// @param end another one
record Span(Instant start, Instant end) {
    /// A window of some length anywhere within this span, as the suite draws it; all of the span
    /// when it is not longer than that.
    Span draw(Duration length, Random random) {
        long room = Duration.between(start, end).minus(length).toMillis();
        if (room <= 0) {
            return this;
        }
        Instant from = start.plus(random.nextLong(room + 1), ChronoUnit.MILLIS);
        return new Span(from, from.plus(length));
    }
}
