// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

/// What a copy of a table's rows has. Rows keep their number in order of arrival, in whatever
/// batches they are and when they are frozen, so that it is said by counts.
///
/// @param generation of the rows that were live when the copy was last brought up to date
/// @param frozen how many rows it has of the generation before
/// @param live how many it has of this one
public record BufferHeld(long generation, int frozen, int live) {
    /// Nothing at all.
    public static final BufferHeld NOTHING = new BufferHeld(0, 0, 0);

    /// How many rows of a generation it has.
    int count(long wanted) {
        return wanted == generation ? live : wanted == generation - 1 ? frozen : 0;
    }
}
