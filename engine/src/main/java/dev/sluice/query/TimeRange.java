// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

/// A range of instants, both ends included.
///
/// @param minNanos first
/// @param maxNanos last; less than the first when nothing is in it
record TimeRange(long minNanos, long maxNanos) {
    static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
    static final TimeRange NONE = new TimeRange(Long.MAX_VALUE, Long.MIN_VALUE);

    /// What is in both.
    TimeRange and(TimeRange other) {
        return new TimeRange(
                Math.max(minNanos, other.minNanos), Math.min(maxNanos, other.maxNanos));
    }

    /// The shortest range with all of both.
    TimeRange hull(TimeRange other) {
        return isEmpty()
                ? other
                : other.isEmpty()
                        ? this
                        : new TimeRange(
                                Math.min(minNanos, other.minNanos),
                                Math.max(maxNanos, other.maxNanos));
    }

    /// Whether nothing is in it.
    boolean isEmpty() {
        return minNanos > maxNanos;
    }

    /// Whether an instant is in it.
    boolean has(long nanos) {
        return minNanos <= nanos && nanos <= maxNanos;
    }

    /// Whether all between two instants is in it.
    boolean covers(long min, long max) {
        return minNanos <= min && max <= maxNanos;
    }

    /// How much of the time between two instants is in it, from 0 to 1.
    double shareOf(long min, long max) {
        double length = (double) Math.min(max, maxNanos) - Math.max(min, minNanos) + 1;
        return Math.clamp(length / ((double) max - min + 1), 0, 1);
    }

    /// Whether something between the two instants can be in it.
    boolean overlaps(long min, long max) {
        return minNanos <= maxNanos && min <= maxNanos && max >= minNanos;
    }
}
