// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import java.util.BitSet;
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
        return values.isEmpty()
                ? batches
                : batches.stream()
                        .map(this::of)
                        .filter(batch -> batch.rows().rowCount() > 0)
                        .toList();
    }

    private BufferedRows of(BufferedRows batch) {
        TableRows rows = batch.rows();
        BitSet dropped = new BitSet(rows.rowCount());
        BitSet series = series(rows);
        int[] tagSets = rows.tagSets();
        int kept = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            if (series.get(tagSets[row])) {
                kept++;
            } else {
                dropped.set(row);
            }
        }
        return (long) kept * SHARE_MIN > rows.rowCount()
                ? batch
                : new BufferedRows(batch.position(), rows.without(dropped), batch.late());
    }

    /// The tag sets that have a wanted value of each tag.
    private BitSet series(TableRows rows) {
        BitSet series = new BitSet(rows.tagSetCount());
        series.set(0, rows.tagSetCount());
        values.forEach((tag, texts) -> {
            @Nullable ColumnData data = rows.find(tag);
            for (int set = series.nextSetBit(0); set >= 0; set = series.nextSetBit(set + 1)) {
                if (data == null || data.isNull(set) || !texts.contains(data.textAt(set))) {
                    series.clear(set);
                }
            }
        });
        return series;
    }
}
