// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.wal.LogPosition;
import java.util.List;

/// What a copy of a table's rows lacks, at one moment.
///
/// @param generation of the live rows; each time rows are frozen the next one begins
/// @param frozen of the generation before; none when its rows are in files
/// @param live of this one
/// @param settled all batches up to this position have come, and the copy has their rows then
public record BufferChange(long generation, Part frozen, Part live, LogPosition settled) {

    /// For a table without rows.
    static BufferChange nothing(long generation) {
        return new BufferChange(generation, Part.NOTHING, Part.NOTHING, LogPosition.NONE);
    }

    /// A part of it.
    ///
    /// @param frozenCount how many batches of the generation before
    /// @param liveCount how many of this one
    public BufferChange cut(int frozenCount, int liveCount) {
        return new BufferChange(
                generation, frozen.cut(frozenCount), live.cut(liveCount), LogPosition.NONE);
    }

    /// The rows of one generation.
    ///
    /// @param first how many rows come before these, which the copy has
    /// @param rows in order of arrival
    public record Part(int first, List<BufferedRows> rows) {
        /// There are no rows.
        public static final Part NOTHING = new Part(0, List.of());

        /// Copies the list.
        public Part {
            rows = List.copyOf(rows);
        }

        /// What comes after the first ones.
        static Part after(Arrivals all, int held) {
            int first = Math.min(held, all.rowCount());
            return new Part(first, all.after(first));
        }

        /// The same without the last ones.
        Part cut(int count) {
            return new Part(first, rows.subList(0, count));
        }
    }
}
