// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.wal.LogPosition;
import java.util.TreeMap;

/// Knows up to which position of the log all batches have come that will. A batch gets its position
/// after it has begun, so it is behind all that had come by then. Safe for many threads.
final class Arriving {
    /// By the newest position that had come when they began: how many are on their way.
    private final TreeMap<LogPosition, Integer> begun = new TreeMap<>();

    private LogPosition newest = LogPosition.NONE;

    /// A batch is going to get its position.
    ///
    /// @return for [#end]
    synchronized LogPosition begin() {
        var _ = begun.merge(newest, 1, Integer::sum);
        return newest;
    }

    /// A batch that has begun has come.
    synchronized void come(LogPosition position) {
        newest = position.compareTo(newest) > 0 ? position : newest;
    }

    /// It is not on its way any more, whether it has come or not.
    ///
    /// @param since what its beginning gave
    synchronized void end(LogPosition since) {
        var _ = begun.computeIfPresent(since, (_, count) -> count == 1 ? null : count - 1);
    }

    /// Every batch up to this position has come, if it was stored at all.
    synchronized LogPosition settled() {
        return begun.isEmpty() ? newest : begun.firstKey();
    }
}
