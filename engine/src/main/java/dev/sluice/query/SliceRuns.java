// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.util.Arrays;

/// Which rows of a batch are of which group: stretches of neighbours. Rows that do not count are in
/// none. Not safe for threads.
final class SliceRuns {
    private static final int RUNS_FIRST = 64;

    private int count;
    private int[] starts = new int[RUNS_FIRST];
    private int[] ends = new int[RUNS_FIRST];
    private int[] groups = new int[RUNS_FIRST];
    private boolean rowByRow = true;

    /// Forgets all.
    void clear() {
        count = 0;
        rowByRow = true;
    }

    /// Adds one.
    ///
    /// @param start its first row
    /// @param end the row behind its last
    /// @param group the number of the group
    void add(int start, int end, int group) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            groups = Arrays.copyOf(groups, count * 2);
        }
        rowByRow &= start == count && end == start + 1;
        starts[count] = start;
        ends[count] = end;
        groups[count] = group;
        count++;
    }

    /// How many there are.
    int count() {
        return count;
    }

    /// Whether each row, from the first on, is one. Rows come so from clients that send the newest
    /// values of all series each time.
    boolean isRowByRow() {
        return rowByRow;
    }

    /// The numbers of the groups of all; only the first [#count] count. Do not change it.
    int[] groups() {
        return groups;
    }

    /// The first row of one.
    int start(int run) {
        return starts[run];
    }

    /// The row behind the last of one.
    int end(int run) {
        return ends[run];
    }

    /// The number of its group.
    int group(int run) {
        return groups[run];
    }
}
