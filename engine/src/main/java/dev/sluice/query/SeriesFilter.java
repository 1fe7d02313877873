// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.model.Column;
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
        long[] series = series(rows, texts).toLongArray();
        int[] kept = new int[series.length == 0 ? 0 : rows.rowCount() / SHARE_MIN];
        int[] tagSets = rows.tagSets();
        int seriesMax = series.length * Long.SIZE;
        int count = 0;
        for (int row = 0; row < rows.rowCount() && seriesMax > 0; row++) {
            int set = tagSets[row];
            if (set < seriesMax
                    && (series[set >>> 6] & (1L << set)) != 0
                    && range.has(rows.time().longAt(row))) {
                if (count == kept.length) {
                    return batch;
                }
                kept[count++] = row;
            }
        }
        return new BufferedRows(
                batch.position(), rows.only(kept, count, columns::contains), batch.late());
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
            data.values().eachOf(wanted, numbers::set);
            for (int set = series.nextSetBit(0); set >= 0; set = series.nextSetBit(set + 1)) {
                series.set(set, !data.isNull(set) && numbers.get(data.numbers()[set]));
            }
        });
        return series;
    }
}
