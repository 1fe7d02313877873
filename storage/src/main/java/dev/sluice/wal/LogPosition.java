// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

/// A place in the log: positions grow, and are never used twice.
///
/// @param value the number of the batch, 1 for the first; [#NONE] has 0
public record LogPosition(long value) implements Comparable<LogPosition> {
    /// Before the first batch.
    public static final LogPosition NONE = new LogPosition(0);

    @Override
    public int compareTo(LogPosition other) {
        return Long.compare(value, other.value);
    }
}
