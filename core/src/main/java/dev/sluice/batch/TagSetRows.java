// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

/// Which rows have which tag set. Immutable; takes 4 bytes a row and 4 a tag set.
public final class TagSetRows {
    /// By tag set: where its rows start in `rows`; and behind the last one where those end.
    private final int[] starts;

    private final int[] rows;

    /// @param tagSets by row: the number of its tag set
    /// @param rowCount how many of those numbers count
    /// @param tagSetCount how many tag sets there are
    TagSetRows(int[] tagSets, int rowCount, int tagSetCount) {
        starts = new int[tagSetCount + 1];
        rows = new int[rowCount];
        for (int row = 0; row < rowCount; row++) {
            starts[tagSets[row] + 1]++;
        }
        for (int set = 0; set < tagSetCount; set++) {
            starts[set + 1] += starts[set];
        }
        int[] next = starts.clone();
        for (int row = 0; row < rowCount; row++) {
            rows[next[tagSets[row]]++] = row;
        }
    }

    /// How many rows have a tag set.
    public int count(int tagSet) {
        return starts[tagSet + 1] - starts[tagSet];
    }

    /// The number of one of them.
    ///
    /// @param place among them, in their order
    public int row(int tagSet, int place) {
        return rows[starts[tagSet] + place];
    }
}
