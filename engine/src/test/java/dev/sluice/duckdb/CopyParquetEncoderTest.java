// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files, read back by an engine that knows nothing of Sluice.
final class CopyParquetEncoderTest {
    private static final Column TIME = new Column(Column.TIME, ColumnType.TIME);

    @TempDir private Path directory;
    private CopyParquetEncoder encoder;

    @BeforeEach
    void start() {
        encoder = CopyParquetEncoder.start(256L << 20);
    }

    @AfterEach
    void close() {
        encoder.close();
    }

    private static TableRows allTypes() {
        TableRows rows = new TableRows("t");
        rows.columnFor("tag", ColumnType.TAG).addText("it's");
        rows.columnFor("i", ColumnType.INTEGER).addLong(Long.MIN_VALUE);
        rows.columnFor("u", ColumnType.UINTEGER).addLong(-1L);
        rows.columnFor("f", ColumnType.FLOAT).addDouble(-0.0);
        rows.columnFor("s", ColumnType.STRING).addText("");
        rows.columnFor("b", ColumnType.BOOLEAN).addLong(1);
        rows.endRow(1641024000000000001L);
        rows.endRow(1641024000000000002L);
        return rows;
    }

    @Test
    void writesEveryTypeAndNulls() throws Exception {
        TableRows rows = allTypes();
        Path file = directory.resolve("it's.parquet");
        List<Column> columns = new ArrayList<>(List.of(TIME));
        rows.columns().forEach(data -> columns.add(data.column()));

        encoder.encode(rows, columns, file);

        assertThat(read("SELECT tag, i, u, f, s, b, epoch_ns(time) FROM ", file))
                .containsExactly(
                        "it's|-9223372036854775808|18446744073709551615|-0.0||true"
                                + "|1641024000000000001",
                        "null|null|null|null|null|null|1641024000000000002");
    }

    @Test
    void numbersColumnsByTheirPlaceInTheTable() throws Exception {
        TableRows rows = new TableRows("t");
        rows.columnFor("b", ColumnType.FLOAT).addDouble(1);
        rows.endRow(1);
        Path file = directory.resolve("a.parquet");

        encoder.encode(
                rows,
                List.of(new Column("a", ColumnType.TAG), TIME, new Column("b", ColumnType.FLOAT)),
                file);

        assertThat(fieldIds(file)).containsExactly("time|2", "b|3");
    }

    @Test
    void writesNamesThatDifferInCaseAlone() throws Exception {
        TableRows rows = new TableRows("t");
        rows.columnFor("Temp", ColumnType.FLOAT).addDouble(1);
        rows.columnFor("temp", ColumnType.FLOAT).addDouble(2);
        rows.columnFor("temp#3", ColumnType.FLOAT).addDouble(3);
        rows.endRow(1);
        Path file = directory.resolve("a.parquet");

        encoder.encode(
                rows,
                List.of(
                        TIME,
                        new Column("Temp", ColumnType.FLOAT),
                        new Column("temp", ColumnType.FLOAT),
                        new Column("temp#3", ColumnType.FLOAT)),
                file);

        assertThat(fieldIds(file)).containsExactly("time|1", "Temp|2", "temp#3|3", "temp#3#4|4");
    }

    @Test
    void keepsTheOrderOfTheRows() throws Exception {
        TableRows rows = new TableRows("t");
        int count = 300_000;
        for (int i = 0; i < count; i++) {
            rows.columnFor("i", ColumnType.INTEGER).addLong(i);
            rows.endRow(count - i);
        }
        Path file = directory.resolve("a.parquet");

        encoder.encode(rows, List.of(TIME, new Column("i", ColumnType.INTEGER)), file);

        assertThat(read("SELECT i, epoch_ns(time) FROM ", file))
                .hasSize(count)
                .startsWith("0|300000", "1|299999")
                .endsWith("299999|1");
        assertThat(Files.size(file)).isLessThan(4L * count);
    }

    @Test
    void leavesAFileAloneThatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("a.parquet"), "mine");

        assertThatThrownBy(() -> encoder.encode(allTypes(), List.of(TIME), file))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("mine");
    }

    @Test
    void failsWhereItCannotWrite() {
        Path file = directory.resolve("missing").resolve("a.parquet");

        assertThatThrownBy(() -> encoder.encode(allTypes(), List.of(TIME), file))
                .isInstanceOf(IOException.class)
                .hasMessage("a Parquet file could not be written");
    }

    private static List<String> fieldIds(Path file) throws SQLException {
        return query(
                "SELECT name, field_id FROM parquet_schema('"
                        + file
                        + "') WHERE field_id IS NOT NULL ORDER BY field_id");
    }

    private static List<String> read(String select, Path file) throws SQLException {
        return query(select + "read_parquet('" + file.toString().replace("'", "''") + "')");
    }

    private static List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }
}
