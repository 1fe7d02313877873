// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.ColumnSet;
import dev.sluice.catalog.FileEntry;
import dev.sluice.datafile.FileColumns;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Identifiers;
import dev.sluice.query.sql.SqlWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Writes the text that reads one table: files and buffered rows, each point once, with the newest
/// value that each field has (data.md 7.6, 3).
///
/// A column that a file lacks is null.
final class ScanSql {
    /// Written as it is, past [Identifiers]: no user's name can become this one.
    private static final String ROW = '"' + BufferedScan.ROW + '"';

    private final List<Column> columns;

    /// The columns that tell points apart, too.
    private final List<Column> keyed;

    private final TimeRange range;

    /// How each column of the table is found in files.
    private final Map<Column, InFiles> inFiles = new HashMap<>();

    /// How a column is found in files.
    ///
    /// @param place in the catalog's order
    /// @param name what it is called there, quoted
    private record InFiles(int place, String name) {}

    /// @param tableColumns every column of the table in the catalog's order, which gives field ids
    /// @param columns the columns to read, in the order of the result
    /// @param range rows outside are left out
    ScanSql(List<Column> tableColumns, List<Column> columns, TimeRange range) {
        this.columns = columns;
        this.keyed = new ArrayList<>(columns);
        for (Column column : tableColumns) {
            if (!column.type().isField() && !columns.contains(column)) {
                keyed.add(column);
            }
        }
        this.range = range;
        List<String> names = FileColumns.names(tableColumns);
        for (int place = 0; place < names.size(); place++) {
            String quoted = '"' + names.get(place).replace("\"", "\"\"") + '"';
            inFiles.put(tableColumns.get(place), new InFiles(place, quoted));
        }
    }

    /// What a scan of buffered rows has to give: the columns, and what tells points apart.
    List<Column> buffered() {
        return List.copyOf(keyed);
    }

    /// No row, with every column.
    String nothing() {
        StringJoiner list = new StringJoiner(", ", "SELECT ", " WHERE FALSE");
        for (Column column : columns) {
            list.add(nullOf(column) + " AS " + name(column));
        }
        return list.toString();
    }

    /// Rows of files that share no point.
    List<String> files(List<FileEntry> files, Function<FileEntry, Path> local) {
        return files(columns, files, local, "");
    }

    private List<String> files(
            List<Column> read,
            List<FileEntry> files,
            Function<FileEntry, Path> local,
            String more) {
        Map<Optional<ColumnSet>, List<Path>> byColumns = new LinkedHashMap<>();
        for (FileEntry file : files) {
            byColumns
                    .computeIfAbsent(Optional.ofNullable(file.columns()), _ -> new ArrayList<>())
                    .add(local.apply(file));
        }
        List<String> selects = new ArrayList<>();
        byColumns.forEach(
                (has, paths) -> selects.add(files(read, has.orElse(null), paths, more, wanted())));
        return selects;
    }

    /// Some rows of one file.
    String file(FileEntry file, Path path, TimeSpans spans) {
        return files(columns, file.columns(), List.of(path), "", spans);
    }

    /// Some rows of one file, marked with its rank.
    String rankedFile(FileEntry file, Path path, int rank, TimeSpans spans) {
        return files(keyed, file.columns(), List.of(path), marked(rank), spans);
    }

    /// Rows of files that share no point with each other, marked with their common rank.
    List<String> rankedFiles(List<FileEntry> files, Function<FileEntry, Path> local, int rank) {
        return files(keyed, files, local, marked(rank));
    }

    private static String marked(int rank) {
        return ", CAST(" + rank + " AS BIGINT) AS " + ROW;
    }

    /// Columns are found by the names that they have in files. Where nobody knows which ones a file
    /// has, they are found by field id, which costs the engine several times as much and lets it
    /// pass over nothing.
    private String files(
            List<Column> read,
            @Nullable ColumnSet has,
            List<Path> paths,
            String more,
            TimeSpans spans) {
        Column time = Column.ofTime();
        return "SELECT "
                + (has == null ? names(read) : namesInFiles(read, has))
                + more
                + " FROM read_parquet("
                + list(paths)
                + (has == null ? ", schema = " + schema() : "")
                + ")"
                + condition(
                        has == null ? name(time) : inFiles(time).name(), spans, ScanSql::instant);
    }

    private String namesInFiles(List<Column> read, ColumnSet has) {
        StringJoiner list = new StringJoiner(", ");
        for (Column column : read) {
            String here = name(column);
            InFiles there = inFiles(column);
            String value = has.contains(there.place()) ? there.name() : nullOf(column);
            list.add(value.equals(here) ? here : value + " AS " + here);
        }
        return list.toString();
    }

    private InFiles inFiles(Column column) {
        return Objects.requireNonNull(inFiles.get(column), column::name);
    }

    private static String nullOf(Column column) {
        return "CAST(NULL AS " + typeName(column.type()) + ")";
    }

    /// The instants of the rows that are read where no others are said.
    TimeSpans wanted() {
        return new TimeSpans(List.of(range));
    }

    /// Some buffered rows.
    String buffer(BufferedScan scan, TimeSpans spans) {
        return buffered(columns, scan, "", spans);
    }

    /// Some buffered rows, which bring their rank.
    String rankedBuffer(BufferedScan scan, TimeSpans spans) {
        return buffered(keyed, scan, ", " + ROW, spans);
    }

    /// Compares times as they are in the buffer, before instants are made of them.
    private String buffered(List<Column> read, BufferedScan scan, String more, TimeSpans spans) {
        StringJoiner list = new StringJoiner(", ");
        for (Column column : read) {
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
                + condition("buffered." + Identifiers.quoted(Column.TIME), spans, Long::toString);
    }

    /// The newest value of each field of each point.
    String deduplicated(List<String> ranked) {
        StringJoiner list = new StringJoiner(", ");
        StringJoiner key = new StringJoiner(", ");
        for (Column column : columns) {
            list.add(
                    column.type().isField()
                            ? "arg_max(" + name(column) + ", " + ROW + ") AS " + name(column)
                            : name(column));
        }
        for (Column column : keyed) {
            if (!column.type().isField()) {
                key.add(name(column));
            }
        }
        return "SELECT " + list + " FROM (" + union(ranked) + ") GROUP BY " + key;
    }

    /// Rows of all, one after the other.
    static String union(List<String> selects) {
        return String.join(" UNION ALL ", selects);
    }

    /// The columns by field id.
    private String schema() {
        StringJoiner schema = new StringJoiner(", ", "MAP {", "}");
        for (Column column : keyed) {
            schema.add(
                    FileColumns.fieldId(inFiles(column).place())
                            + ": {name: "
                            + Identifiers.quotedText(Identifiers.toEngine(column.name()))
                            + ", type: '"
                            + typeName(column.type())
                            + "', default_value: NULL}");
        }
        return schema.toString();
    }

    private static String list(List<Path> paths) {
        StringJoiner files = new StringJoiner(", ", "[", "]");
        for (Path path : paths) {
            files.add(Identifiers.quotedText(path.toString()));
        }
        return files.toString();
    }

    private static String names(List<Column> read) {
        StringJoiner list = new StringJoiner(", ");
        for (Column column : read) {
            list.add(name(column));
        }
        return list.toString();
    }

    /// @param spans at least one
    private static String condition(String time, TimeSpans spans, LongFunction<String> instant) {
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
