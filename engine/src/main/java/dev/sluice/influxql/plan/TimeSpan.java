// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.TimeSplit;

/// The instants that a SELECT looks at, both ends included.
///
/// @param lower first, or [Long#MIN_VALUE] when nothing is said
/// @param upper last, or [Long#MAX_VALUE] when nothing is said
record TimeSpan(long lower, long upper) {
    static final TimeSpan ALL = new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE);

    /// The bounds of time of a condition.
    static TimeSpan of(TimeSplit split) {
        Long lower = split.lowerNanos();
        Long upper = split.upperNanos();
        return new TimeSpan(
                lower == null ? Long.MIN_VALUE : lower, upper == null ? Long.MAX_VALUE : upper);
    }

    boolean hasLower() {
        return lower != Long.MIN_VALUE;
    }

    boolean hasUpper() {
        return upper != Long.MAX_VALUE;
    }

    TimeSpan and(TimeSpan other) {
        return new TimeSpan(Math.max(lower, other.lower), Math.min(upper, other.upper));
    }

    /// The same with an end where it has none.
    TimeSpan until(long end) {
        return hasUpper() ? this : new TimeSpan(lower, end);
    }

    /// The same with an earlier start, where it has one.
    TimeSpan widened(long nanos) {
        boolean possible = hasLower() && lower > Long.MIN_VALUE + nanos;
        return possible ? new TimeSpan(lower - nanos, upper) : this;
    }
}
