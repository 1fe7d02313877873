// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.batch.TableRows;
import dev.sluice.datafile.FileColumns;
import dev.sluice.datafile.ParquetEncoder;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.BufferedScan;
import dev.sluice.query.sql.Identifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBConnection;

/// What tests and benches hold our own encoder against; no server uses it. Writes Parquet by the
/// engine's COPY: zstd, format version 2, a field id in each column.
///
/// A column's field id is its place in the table's columns plus one; readers find columns by it, so
/// names in files are for people. It has an engine of its own, since the one that queries use may
/// not write. Safe for many threads, one file at a time each.
public final class CopyParquetEncoder implements ParquetEncoder, AutoCloseable {
    /// Rows of a row group: larger ones compress no better, small ones worse.
    private static final int ROW_GROUP_ROWS = 122_880;

    private final DuckDBConnection root;
    private final BufferedRowsFunction rows = new BufferedRowsFunction();
    private final AtomicLong ids = new AtomicLong();

    private CopyParquetEncoder(DuckDBConnection root) {
        this.root = root;
    }

    /// Starts the encoder.
    ///
    /// @param memoryBytesMax memory of all files that are written at once, beside their rows
    /// @throws IllegalStateException when the library does not start
    public static CopyParquetEncoder start(long memoryBytesMax) {
        try {
            CopyParquetEncoder encoder =
                    new CopyParquetEncoder(
                            DuckDBConnection.newConnection(
                                    "jdbc:duckdb:", false, "", new Properties()));
            encoder.configure(memoryBytesMax);
            return encoder;
        } catch (SQLException e) {
            throw new IllegalStateException("the file writer did not start", e);
        }
    }

    @Override
    public void encode(TableRows table, List<Column> columns, Path target) throws IOException {
        if (Files.exists(target)) {
            throw new IOException("file is there already: " + target.getFileName());
        }
        BufferedScan scan = new BufferedScan(ids.incrementAndGet(), columns, List.of(table), 0);
        rows.register(scan);
        try (DuckDBConnection connection = root.duplicate();
                Statement statement = connection.createStatement()) {
            statement.execute(copy(scan, table, columns, target));
        } catch (SQLException e) {
            throw new IOException("a Parquet file could not be written", e);
        } finally {
            rows.forget(scan);
        }
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the file writer did not stop", e);
        }
    }

    private void configure(long memoryBytesMax) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute("SET GLOBAL memory_limit = '" + memoryBytesMax + "B'");
            statement.execute("SET GLOBAL threads = 1");
            statement.execute("SET GLOBAL temp_directory = ''");
            statement.execute("SET GLOBAL autoinstall_known_extensions = false");
            statement.execute("SET GLOBAL autoload_known_extensions = false");
            rows.install(root);
        }
    }

    /// Columns without any value are left out: readers take them for null.
    private static String copy(
            BufferedScan scan, TableRows table, List<Column> columns, Path target) {
        StringJoiner list = new StringJoiner(", ");
        StringJoiner fieldIds = new StringJoiner(", ");
        List<String> names = FileColumns.names(columns);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.type() == ColumnType.TIME || table.find(column.name()) != null) {
                String name = '"' + names.get(i).replace("\"", "\"\"") + '"';
                list.add(value(column) + " AS " + name);
                fieldIds.add(name + ": " + FileColumns.fieldId(i));
            }
        }
        return "COPY (SELECT "
                + list
                + " FROM "
                + BufferedScan.FUNCTION
                + "("
                + scan.id()
                + ")) TO "
                + Identifiers.quotedText(target.toString())
                + " (FORMAT parquet, CODEC zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE "
                + ROW_GROUP_ROWS
                + ", FIELD_IDS {"
                + fieldIds
                + "})";
    }

    private static String value(Column column) {
        String name = Identifiers.quoted(column.name());
        return column.type() == ColumnType.TIME ? BufferedScan.INSTANT + "(" + name + ")" : name;
    }
}
