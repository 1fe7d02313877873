// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.influxql.Statement.Page;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The answers of several queries, one after the other, or a page of their rows. Together they may
/// have more rows than one of them, but not more values: as one query of the engine they would take
/// many times the memory.
final class SliceUnion implements Slice {
    private final List<SliceQuery> queries;
    private final List<ColumnType> types;
    private final long start;
    private final long end;

    /// @param queries at least one
    /// @param types of the columns that each answer begins with
    /// @param page which of all rows
    SliceUnion(List<SliceQuery> queries, List<ColumnType> types, Page page) {
        this.queries = List.copyOf(queries);
        this.types = List.copyOf(types);
        this.start = unsigned(page.offset(), 0);
        long count = unsigned(page.limit(), Long.MAX_VALUE);
        this.end = count > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + count;
    }

    /// There are no more rows than the greatest signed number.
    private static long unsigned(@Nullable Long number, long otherwise) {
        long value = number == null ? otherwise : number;
        return value < 0 ? Long.MAX_VALUE : value;
    }

    @Override
    public SliceQuery.@Nullable Answer answer() {
        List<ColumnData> columns = types.stream().map(SliceUnion::column).toList();
        for (SliceQuery query : queries) {
            if (columns.getFirst().rowCount() >= end) {
                break;
            }
            SliceQuery.Answer answer = query.answer();
            if (answer == null
                    || answer.rowCount() + columns.getFirst().rowCount()
                            > SliceQuery.VALUES_MAX / columns.size()) {
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
        int rowCount = columns.getFirst().rowCount();
        return new SliceQuery.Answer(
                columns.stream().map(SliceColumn::of).toList(),
                IntStream.range((int) Math.min(start, rowCount), (int) Math.min(end, rowCount))
                        .toArray());
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
