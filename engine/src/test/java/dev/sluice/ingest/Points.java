// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Points as a query would see them: by table, tags and time, the newest value of each field.
final class Points {
    private final SortedMap<String, SortedMap<String, String>> fieldsByPoint = new TreeMap<>();

    /// Adds rows that are newer than all rows before.
    void add(TableRows rows) {
        for (int row = 0; row < rows.rowCount(); row++) {
            StringBuilder key = new StringBuilder(rows.tableName());
            for (ColumnData tag : tagsByName(rows)) {
                if (!tag.isNull(rows.tagSetOf(row))) {
                    key.append(',').append(tag.column().name()).append('=');
                    key.append(tag.textAt(rows.tagSetOf(row)));
                }
            }
            key.append(' ').append(rows.time().longAt(row));
            for (ColumnData column : rows.fields()) {
                if (!column.isNull(row)) {
                    set(key.toString(), column.column().name(), value(column, row));
                }
            }
        }
    }

    /// Sets one field of one point.
    void set(String point, String field, String value) {
        fieldsByPoint.computeIfAbsent(point, _ -> new TreeMap<>()).put(field, value);
    }

    /// Everything, comparable.
    SortedMap<String, SortedMap<String, String>> all() {
        return fieldsByPoint;
    }

    static List<ColumnData> tagsByName(TableRows rows) {
        return rows.tags().stream()
                .sorted(Comparator.comparing(column -> column.column().name()))
                .toList();
    }

    private static String value(ColumnData column, int row) {
        return switch (column.column().type()) {
            case STRING, TAG -> "\"" + column.textAt(row) + "\"";
            case FLOAT -> String.valueOf(column.doubleAt(row));
            case INTEGER, TIME -> column.longAt(row) + "i";
            case UINTEGER -> Long.toUnsignedString(column.longAt(row)) + "u";
            case BOOLEAN -> String.valueOf(column.longAt(row) == 1);
        };
    }
}
