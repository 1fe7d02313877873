// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import java.nio.charset.StandardCharsets;
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
    List<BufferedRows> of(List<BufferedRows> batches) {
        if (values.isEmpty()) {
            return batches;
        }
        Map<String, List<byte[]>> texts = utf8();
        return batches.stream()
                .map(batch -> of(batch, texts))
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

    private static BufferedRows of(BufferedRows batch, Map<String, List<byte[]>> texts) {
        TableRows rows = batch.rows();
        BitSet series = series(rows, texts);
        int[] kept = new int[series.isEmpty() ? 0 : rows.rowCount() / SHARE_MIN];
        int[] tagSets = rows.tagSets();
        int count = 0;
        for (int row = 0; row < rows.rowCount() && !series.isEmpty(); row++) {
            if (series.get(tagSets[row])) {
                if (count == kept.length) {
                    return batch;
                }
                kept[count++] = row;
            }
        }
        return new BufferedRows(batch.position(), rows.only(kept, count), batch.late());
    }

    /// The tag sets that have a wanted value of each tag.
    private static BitSet series(TableRows rows, Map<String, List<byte[]>> texts) {
        BitSet series = new BitSet(rows.tagSetCount());
        series.set(0, rows.tagSetCount());
        texts.forEach((tag, wanted) -> {
            @Nullable ColumnData data = rows.find(tag);
            if (data == null) {
                series.clear();
                return;
            }
            BitSet numbers = new BitSet();
            wanted.forEach(text -> data.values().each(text, numbers::set));
            for (int set = series.nextSetBit(0); set >= 0; set = series.nextSetBit(set + 1)) {
                series.set(set, !data.isNull(set) && numbers.get(data.numbers()[set]));
            }
        });
        return series;
    }
}
