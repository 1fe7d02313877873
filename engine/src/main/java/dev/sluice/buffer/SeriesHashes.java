// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.ByteWords;
import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.batch.TextValues;
import java.nio.charset.StandardCharsets;

/// A number for each tag set of a batch: the same for the same series, in whatever order its tags
/// stand, and hardly ever the same for two.
final class SeriesHashes {
    private SeriesHashes() {}

    /// The number of each tag set; never 0.
    static long[] of(TableRows rows) {
        long[] hashes = new long[rows.tagSetCount()];
        for (ColumnData tag : rows.tags()) {
            add(tag, hashes);
        }
        for (int tagSet = 0; tagSet < hashes.length; tagSet++) {
            hashes[tagSet] = hashes[tagSet] == 0 ? 1 : hashes[tagSet];
        }
        return hashes;
    }

    /// A sum, so that the order of tags is of no matter.
    private static void add(ColumnData tag, long[] hashes) {
        byte[] name = tag.column().name().getBytes(StandardCharsets.UTF_8);
        long nameHash = ByteWords.hash(name, 0, name.length);
        TextValues values = tag.values();
        long[] ofValues = new long[values.size()];
        for (int value = 0; value < ofValues.length; value++) {
            long hash = ByteWords.hash(values.bytes(), values.start(value), values.end(value));
            ofValues[value] = ByteWords.mix(ByteWords.mix(nameHash, hash), nameHash);
        }
        int[] numbers = tag.numbers();
        boolean whole = tag.nullCount() == 0;
        for (int tagSet = 0; tagSet < hashes.length; tagSet++) {
            if (whole || !tag.isNull(tagSet)) {
                hashes[tagSet] += ofValues[numbers[tagSet]];
            }
        }
    }
}
