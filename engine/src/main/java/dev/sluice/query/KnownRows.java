// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows that are known before anything is read.
///
/// @param rows at least one; columns have values of one kind
record KnownRows(List<List<Literal>> rows) implements Slice {
    @Override
    public SliceQuery.@Nullable Answer answer() {
        List<SliceColumn> columns = new ArrayList<>();
        for (int place = 0; place < rows.getFirst().size(); place++) {
            columns.add(SliceColumn.of(column(place)));
        }
        return new SliceQuery.Answer(columns, IntStream.range(0, rows.size()).toArray());
    }

    private ColumnData column(int place) {
        ColumnType type =
                switch (rows.getFirst().get(place).kind()) {
                    case TEXT -> ColumnType.STRING;
                    case INTEGER -> ColumnType.INTEGER;
                    case BOOLEAN -> ColumnType.BOOLEAN;
                    case NUMBER, NULL -> throw new IllegalStateException("no row has such values");
                };
        ColumnData column = new ColumnData(new Column("value", type));
        for (List<Literal> row : rows) {
            String text = row.get(place).text();
            switch (type) {
                case INTEGER -> column.addLong(Long.parseLong(text));
                case BOOLEAN -> column.addLong(Boolean.parseBoolean(text) ? 1 : 0);
                default -> column.addText(text);
            }
        }
        return column;
    }
}
