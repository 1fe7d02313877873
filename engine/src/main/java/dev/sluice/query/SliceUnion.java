// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The answers of several queries, one after the other.
final class SliceUnion implements Slice {
    private final List<SliceQuery> queries;
    private final List<ColumnType> types;

    /// @param queries at least one
    /// @param types of the columns that each answer begins with
    SliceUnion(List<SliceQuery> queries, List<ColumnType> types) {
        this.queries = List.copyOf(queries);
        this.types = List.copyOf(types);
    }

    @Override
    public SliceQuery.@Nullable Answer answer() {
        List<ColumnData> columns = types.stream().map(SliceUnion::column).toList();
        for (SliceQuery query : queries) {
            SliceQuery.Answer answer = query.answer();
            if (answer == null
                    || answer.rowCount() + columns.getFirst().rowCount()
                            > SliceQuery.rowsMax(columns.size())) {
                return null;
            }
            int[] rows = answer.rows(0, answer.rowCount());
            for (int place = 0; place < columns.size(); place++) {
                add(answer.columns().get(place), rows, columns.get(place));
            }
            if (textBytes(columns) > SliceQuery.TEXT_BYTES_MAX) {
                return null;
            }
        }
        return new SliceQuery.Answer(
                columns.stream().map(SliceColumn::of).toList(),
                IntStream.range(0, columns.getFirst().rowCount()).toArray());
    }

    private static long textBytes(List<ColumnData> columns) {
        return columns.stream().filter(ColumnData::isText).mapToLong(ColumnData::textLength).sum();
    }

    private static ColumnData column(ColumnType type) {
        return new ColumnData(
                switch (type) {
                    case TIME -> Column.ofTime();
                    // Values of a tag would be looked for among those that are there.
                    case TAG -> new Column("value", ColumnType.STRING);
                    case STRING, INTEGER, UINTEGER, FLOAT, BOOLEAN -> new Column("value", type);
                });
    }

    private static void add(SliceColumn from, int[] rows, ColumnData target) {
        target.reserve(target.rowCount() + rows.length);
        for (int row : rows) {
            target.addFrom(from.data(), from.place(row));
        }
    }
}
