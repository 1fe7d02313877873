// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Identifiers;
import dev.sluice.query.sql.SqlWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.LongFunction;

/// Writes the text that reads one table: files and buffered rows, each point once, with the newest
/// value that each field has (data.md 7.6, 3).
///
/// Columns are found in files by their field ids, never by name, so files need not agree on names,
/// and a column that a file lacks is null.
final class ScanSql {
    /// Written as it is, past [Identifiers]: no user's name can become this one.
    private static final String ROW = '"' + BufferedScan.ROW + '"';

    private final List<Column> tableColumns;
    private final List<Column> columns;
    private final TimeRange range;

    /// @param tableColumns every column of the table in the catalog's order, which gives field ids
    /// @param columns the columns to read, in the order of the result
    /// @param range rows outside are left out
    ScanSql(List<Column> tableColumns, List<Column> columns, TimeRange range) {
        this.tableColumns = tableColumns;
        this.columns = columns;
        this.range = range;
    }

    /// No row, with every column.
    String nothing() {
        StringJoiner list = new StringJoiner(", ", "SELECT ", " WHERE FALSE");
        for (Column column : columns) {
            list.add("CAST(NULL AS " + typeName(column.type()) + ") AS " + name(column));
        }
        return list.toString();
    }

    /// Rows of files that share no point.
    String files(List<Path> paths) {
        return "SELECT " + names("") + " FROM " + readParquet(paths) + where();
    }

    /// Some rows of one file.
    String file(Path path, TimeSpans spans) {
        return "SELECT " + names("") + " FROM " + readParquet(List.of(path)) + where(spans);
    }

    /// Some rows of one file, marked with its rank.
    String rankedFile(Path path, long rank, TimeSpans spans) {
        return "SELECT "
                + names(", CAST(" + rank + " AS BIGINT) AS " + ROW)
                + " FROM "
                + readParquet(List.of(path))
                + where(spans);
    }

    /// Some buffered rows.
    String buffer(BufferedScan scan, TimeSpans spans) {
        return buffered(scan, "", spans);
    }

    /// Some buffered rows, which bring their rank.
    String rankedBuffer(BufferedScan scan, TimeSpans spans) {
        return buffered(scan, ", " + ROW, spans);
    }

    /// Compares times as they are in the buffer, before instants are made of them.
    private String buffered(BufferedScan scan, String more, TimeSpans spans) {
        StringJoiner list = new StringJoiner(", ");
        for (Column column : columns) {
            list.add(
                    column.type() == ColumnType.TIME
                            ? BufferedScan.INSTANT + "(" + name(column) + ") AS " + name(column)
                            : name(column));
        }
        return "SELECT "
                + list
                + more
                + " FROM "
                + BufferedScan.FUNCTION
                + "("
                + scan.id()
                + ") AS buffered"
                + condition("buffered.", spans, Long::toString);
    }

    /// The newest value of each field of each point.
    String deduplicated(List<String> ranked) {
        StringJoiner list = new StringJoiner(", ");
        StringJoiner key = new StringJoiner(", ");
        for (Column column : columns) {
            if (column.type().isField()) {
                list.add("arg_max(" + name(column) + ", " + ROW + ") AS " + name(column));
            } else {
                list.add(name(column));
                key.add(name(column));
            }
        }
        return "SELECT " + list + " FROM (" + union(ranked) + ") GROUP BY " + key;
    }

    /// Rows of all, one after the other.
    static String union(List<String> selects) {
        return String.join(" UNION ALL ", selects);
    }

    private String readParquet(List<Path> paths) {
        StringJoiner files = new StringJoiner(", ", "[", "]");
        for (Path path : paths) {
            files.add(Identifiers.quotedText(path.toString()));
        }
        StringJoiner schema = new StringJoiner(", ", "MAP {", "}");
        for (Column column : columns) {
            schema.add(
                    (tableColumns.indexOf(column) + 1)
                            + ": {name: "
                            + Identifiers.quotedText(Identifiers.toEngine(column.name()))
                            + ", type: '"
                            + typeName(column.type())
                            + "', default_value: NULL}");
        }
        return "read_parquet(" + files + ", schema = " + schema + ")";
    }

    private String names(String more) {
        StringJoiner list = new StringJoiner(", ");
        for (Column column : columns) {
            list.add(name(column));
        }
        return list + more;
    }

    private String where() {
        return where(new TimeSpans(List.of(range)));
    }

    private static String where(TimeSpans spans) {
        return condition("", spans, ScanSql::instant);
    }

    /// @param spans at least one
    private static String condition(
            String relation, TimeSpans spans, LongFunction<String> instant) {
        String time = relation + Identifiers.quoted(Column.TIME);
        StringJoiner choices = new StringJoiner(" OR ", " WHERE ", "");
        for (TimeRange range : spans.ranges()) {
            StringJoiner bounds = new StringJoiner(" AND ");
            if (range.minNanos() != Long.MIN_VALUE) {
                bounds.add(time + " >= " + instant.apply(range.minNanos()));
            }
            if (range.maxNanos() != Long.MAX_VALUE) {
                bounds.add(time + " <= " + instant.apply(range.maxNanos()));
            }
            if (bounds.length() == 0) {
                return "";
            }
            choices.add("(" + bounds + ")");
        }
        return choices.toString();
    }

    private static String instant(long nanos) {
        return SqlWriter.write(new Expression.TimestampLiteral(nanos));
    }

    private static String name(Column column) {
        return Identifiers.quoted(column.name());
    }

    private static String typeName(ColumnType type) {
        return switch (type) {
            case TAG, STRING -> "VARCHAR";
            case INTEGER -> "BIGINT";
            case UINTEGER -> "UBIGINT";
            case FLOAT -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case TIME -> "TIMESTAMP_NS";
        };
    }
}
