// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

/// Some rows of each series, those at one end of its time.
///
/// @param newest whether those that come last, not those that come first
/// @param count how many of each, at least one
public record SeriesEnd(boolean newest, int count) {
    /// Whether a time is nearer to this end than another.
    public boolean isNearer(long timeNanos, long otherNanos) {
        return newest ? timeNanos > otherNanos : timeNanos < otherNanos;
    }

    /// The one of the first and the last time of some rows that is nearer to this end.
    public long edge(long minNanos, long maxNanos) {
        return newest ? maxNanos : minNanos;
    }

    /// A time that no other is farther from this end than.
    public long farthestNanos() {
        return newest ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
