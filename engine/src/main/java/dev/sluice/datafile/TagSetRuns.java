// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.batch.TableRows;
import java.util.Arrays;

/// How many rows in a row have the same tag set: what a tag is made of, whichever one it is.
final class TagSetRuns {
    private int[] tagSets = new int[16];
    private int[] lengths = new int[16];
    private int count;

    private TagSetRuns() {}

    static TagSetRuns of(TableRows rows) {
        TagSetRuns runs = new TagSetRuns();
        for (int row = 0; row < rows.rowCount(); row++) {
            if (row == 0 || rows.tagSetOf(row) != rows.tagSetOf(row - 1)) {
                runs.begin(rows.tagSetOf(row));
            }
            runs.lengths[runs.count - 1]++;
        }
        return runs;
    }

    /// How many runs there are.
    int count() {
        return count;
    }

    /// The tag set of a run.
    int tagSet(int run) {
        return tagSets[run];
    }

    /// How many rows a run has.
    int length(int run) {
        return lengths[run];
    }

    private void begin(int tagSet) {
        if (count == tagSets.length) {
            tagSets = Arrays.copyOf(tagSets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        tagSets[count++] = tagSet;
    }
}
