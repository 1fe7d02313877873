// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.batch.TagSetRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.model.Column;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes rows of a few series out of buffered rows, which saves the engine from looking at each.
///
/// @param values by tag: the texts one of which a row has to have
record SeriesFilter(Map<String, Set<String>> values) {
    /// Rows are copied where they are at most one of so many; else the engine chooses.
    private static final int SHARE_MIN = 8;

    /// The batches without rows that nobody wants, as far as that pays.
    ///
    /// @param range rows outside are not wanted
    /// @param columns which are wanted
    List<BufferedRows> of(List<BufferedRows> batches, TimeRange range, Set<Column> columns) {
        Map<String, List<byte[]>> texts = utf8();
        return batches.stream()
                .filter(batch ->
                        range.overlaps(batch.rows().timeNanosMin(), batch.rows().timeNanosMax()))
                .map(batch -> of(batch, texts, range, columns))
                .filter(batch -> batch.rows().rowCount() > 0)
                .toList();
    }

    /// The same texts in UTF-8, by tag.
    Map<String, List<byte[]>> utf8() {
        Map<String, List<byte[]>> bytes = new HashMap<>();
        values.forEach((tag, texts) ->
                bytes.put(
                        tag,
                        texts.stream()
                                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                                .toList()));
        return bytes;
    }

    private static BufferedRows of(
            BufferedRows batch,
            Map<String, List<byte[]>> texts,
            TimeRange range,
            Set<Column> columns) {
        TableRows rows = batch.rows();
        TagSetRows byTagSet = rows.byTagSet();
        int[] kept = new int[rows.rowCount() / SHARE_MIN];
        int count = 0;
        for (int tagSet : tagSets(rows, texts)) {
            for (int place = 0; place < byTagSet.count(tagSet); place++) {
                int row = byTagSet.row(tagSet, place);
                if (range.has(rows.time().longAt(row))) {
                    if (count == kept.length) {
                        return batch;
                    }
                    kept[count++] = row;
                }
            }
        }
        if (batch.late()) {
            // Several tag sets may be of one series, and of the same points the last one counts.
            Arrays.sort(kept, 0, count);
        }
        return new BufferedRows(
                batch.position(), rows.only(kept, count, columns::contains), batch.late());
    }

    /// Those that have a wanted value of each tag.
    private static int[] tagSets(TableRows rows, Map<String, List<byte[]>> texts) {
        int[] found = new int[rows.tagSetCount()];
        int count = -1;
        for (Map.Entry<String, List<byte[]>> wanted : texts.entrySet()) {
            @Nullable ColumnData tag = rows.find(wanted.getKey());
            BitSet numbers = new BitSet();
            if (tag != null) {
                tag.values().eachOf(wanted.getValue(), numbers::set);
            }
            if (tag == null || numbers.isEmpty()) {
                return new int[0];
            }
            count = count < 0 ? those(tag, numbers, found) : thoseAmong(found, count, tag, numbers);
        }
        return Arrays.copyOf(found, count);
    }

    /// Puts the tag sets down that have one of the values.
    ///
    /// @return how many
    private static int those(ColumnData tag, BitSet numbers, int[] found) {
        int[] ofSets = tag.numbers();
        int only = numbers.cardinality() == 1 ? numbers.nextSetBit(0) : -1;
        int count = 0;
        for (int tagSet = 0; tagSet < tag.rowCount(); tagSet++) {
            int number = ofSets[tagSet];
            if ((only >= 0 ? number == only : numbers.get(number)) && !tag.isNull(tagSet)) {
                found[count++] = tagSet;
            }
        }
        return count;
    }

    /// Leaves those that have one of the values.
    private static int thoseAmong(int[] found, int count, ColumnData tag, BitSet numbers) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            int tagSet = found[i];
            if (!tag.isNull(tagSet) && numbers.get(tag.numbers()[tagSet])) {
                found[left++] = tagSet;
            }
        }
        return left;
    }
}
