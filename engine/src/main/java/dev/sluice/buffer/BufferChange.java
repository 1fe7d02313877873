// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import java.util.List;

/// What a copy of a table's rows lacks, at one moment.
///
/// @param generation of the live rows; each time rows are frozen the next one begins
/// @param frozen of the generation before; none when its rows are in files
/// @param live of this one
public record BufferChange(long generation, Part frozen, Part live) {

    /// For a table without rows.
    static BufferChange nothing(long generation) {
        return new BufferChange(generation, Part.NOTHING, Part.NOTHING);
    }

    /// The rows of one generation.
    ///
    /// @param first how many come before these, which the copy has
    /// @param rows in order of arrival
    public record Part(int first, List<BufferedRows> rows) {
        /// There are no rows.
        public static final Part NOTHING = new Part(0, List.of());

        /// Copies the list.
        public Part {
            rows = List.copyOf(rows);
        }

        /// What comes after the first ones.
        static Part after(List<BufferedRows> all, int held) {
            int first = Math.min(held, all.size());
            return new Part(first, all.subList(first, all.size()));
        }

        /// The same without the last ones.
        public Part cut(int count) {
            return new Part(first, rows.subList(0, count));
        }
    }
}
