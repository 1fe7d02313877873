// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.lineprotocol.ParsedLines.ParsedTable;
import dev.sluice.model.ColumnType;
import dev.sluice.model.Precision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Parses text and shows the outcome as text, one entry a row: `table|tag:name=value|…|@time`.
final class Parsed {
    static final long RECEIVED_NANOS = 7_000_000_000L;

    private Parsed() {}

    static ParsedLines lines(String payload) {
        return lines(payload, Precision.NANOSECOND);
    }

    static ParsedLines lines(String payload, Precision precision) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return LineProtocolParser.parse(bytes, 0, bytes.length, precision, RECEIVED_NANOS);
    }

    static List<String> messages(ParsedLines lines) {
        return lines.rejected().stream().map(RejectedLine::message).toList();
    }

    static List<String> rows(String payload) {
        return rows(lines(payload));
    }

    static List<String> rows(ParsedLines lines) {
        List<String> shown = new ArrayList<>();
        for (ParsedTable table : lines.tables()) {
            for (int row = 0; row < table.rows().rowCount(); row++) {
                shown.add(row(table.rows(), row));
            }
        }
        return shown;
    }

    /// A good line.
    ///
    /// @param line its number
    /// @param values each as `type:value`, by column
    record Point(int line, String table, long timeNanos, SortedMap<String, String> values) {}

    /// The good lines in their order, whatever the tables and columns are kept like.
    static List<Point> points(ParsedLines lines) {
        List<Point> points = new ArrayList<>();
        for (ParsedTable table : lines.tables()) {
            TableRows rows = table.rows();
            for (int row = 0; row < rows.rowCount(); row++) {
                SortedMap<String, String> values = new TreeMap<>();
                for (ColumnData column : rows.columns()) {
                    int place = rows.placeOf(column, row);
                    if (!column.isNull(place)) {
                        values.put(
                                column.column().name(),
                                column.column().type().shortName() + ":" + value(column, place));
                    }
                }
                points.add(
                        new Point(
                                table.lineNumbers().at(row),
                                rows.tableName(),
                                rows.time().longAt(row),
                                values));
            }
        }
        points.sort(Comparator.comparingInt(Point::line));
        return points;
    }

    private static String row(TableRows rows, int row) {
        StringBuilder text = new StringBuilder(rows.tableName());
        for (ColumnData column : rows.columns()) {
            int place = rows.placeOf(column, row);
            if (!column.isNull(place)) {
                ColumnType type = column.column().type();
                text.append('|').append(type.shortName()).append(':');
                text.append(column.column().name()).append('=').append(value(column, place));
            }
        }
        return text.append("|@").append(rows.time().longAt(row)).toString();
    }

    private static String value(ColumnData column, int row) {
        return switch (column.column().type()) {
            case TAG, STRING -> String.valueOf(column.textAt(row));
            case FLOAT -> String.valueOf(column.doubleAt(row));
            case UINTEGER -> Long.toUnsignedString(column.longAt(row));
            case BOOLEAN -> column.longAt(row) == 1 ? "true" : "false";
            case INTEGER, TIME -> String.valueOf(column.longAt(row));
        };
    }
}
