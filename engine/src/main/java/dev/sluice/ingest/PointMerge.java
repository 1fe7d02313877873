// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.model.Column;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes one row of every point: of the batches that hold it, each field takes its newest value
/// that is not null (data.md 1.1). The result is sorted by tags, then time, and parted by day.
final class PointMerge {
    private final List<BufferedRows> batches;
    private final SeriesOrder order;

    /// All columns without time, by name.
    private final List<Column> columns;

    /// By batch and column, null where a batch lacks the column.
    private final @Nullable ColumnData[][] sources;

    private PointMerge(List<BufferedRows> batches) {
        this.batches = batches;
        this.order = new SeriesOrder(batches);
        Map<String, Column> byName = new TreeMap<>();
        for (BufferedRows batch : batches) {
            batch.rows()
                    .columns()
                    .forEach(data -> byName.putIfAbsent(data.column().name(), data.column()));
        }
        this.columns = List.copyOf(byName.values());
        this.sources = new ColumnData[batches.size()][];
        for (int batch = 0; batch < sources.length; batch++) {
            TableRows rows = batches.get(batch).rows();
            @Nullable ColumnData[] found = new ColumnData[columns.size()];
            for (int column = 0; column < found.length; column++) {
                found[column] = rows.find(columns.get(column).name());
            }
            sources[batch] = found;
        }
    }

    /// Merges batches of one table.
    ///
    /// @param batches oldest first; within a batch the later row is the newer
    static SortedMap<DayPartition, TableRows> byDay(List<BufferedRows> batches) {
        return new PointMerge(batches).merge();
    }

    private SortedMap<DayPartition, TableRows> merge() {
        SortedMap<DayPartition, TableRows> days = new TreeMap<>();
        int first = 0;
        while (first < order.rowCount()) {
            int last = first;
            while (last + 1 < order.rowCount() && order.samePoint(first, last + 1)) {
                last++;
            }
            long timeNanos = order.timeAt(first);
            TableRows target =
                    days.computeIfAbsent(
                            DayPartition.of(timeNanos),
                            _ -> new TableRows(batches.getFirst().rows().tableName()));
            addPoint(target, first, last);
            target.endRow(timeNanos);
            first = last + 1;
        }
        return days;
    }

    private void addPoint(TableRows target, int first, int last) {
        for (int column = 0; column < columns.size(); column++) {
            for (int place = last; place >= first; place--) {
                ColumnData source = sources[order.batchAt(place)][column];
                if (source != null && !source.isNull(order.rowAt(place))) {
                    Column named = columns.get(column);
                    target.columnFor(named.name(), named.type())
                            .addFrom(source, order.rowAt(place));
                    break;
                }
            }
        }
    }
}
