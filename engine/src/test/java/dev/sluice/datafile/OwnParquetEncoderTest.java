// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.TableRows;
import dev.sluice.duckdb.CopyParquetEncoder;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our own encoder behind the port: its files say what the engine's COPY says of the same rows.
final class OwnParquetEncoderTest {
    private static final Column TIME = new Column(Column.TIME, ColumnType.TIME);

    @TempDir private Path directory;
    private final ParquetEncoder encoder = new OwnParquetEncoder();

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
        rows.columnFor("tag", ColumnType.TAG).addText("z");
        rows.columnFor("s", ColumnType.STRING).addText("ž");
        rows.endRow(1641024000000000000L);
        return rows;
    }

    private static List<Column> columnsOf(TableRows rows) {
        List<Column> columns = new ArrayList<>(List.of(TIME));
        rows.columns().forEach(data -> columns.add(data.column()));
        return columns;
    }

    @Test
    void saysWhatTheEnginesCopySays() throws Exception {
        TableRows rows = allTypes();
        Path own = directory.resolve("own.parquet");
        Path copied = directory.resolve("copied.parquet");

        encoder.encode(rows, columnsOf(rows), own);

        try (CopyParquetEncoder copy = CopyParquetEncoder.start(256L << 20)) {
            copy.encode(rows, columnsOf(rows), copied);
        }
        String describe = "DESCRIBE SELECT * FROM read_parquet('%s')";
        assertThat(query(describe.formatted(own))).isEqualTo(query(describe.formatted(copied)));
        String all = "SELECT * FROM read_parquet('%s')";
        assertThat(query(all.formatted(own)))
                .hasSize(3)
                .isEqualTo(query(all.formatted(copied)))
                .contains(
                        "2022-01-01 08:00:00.000000001|it's|-9223372036854775808"
                                + "|18446744073709551615|-0.0||true");
        assertThat(fieldIds(own)).isEqualTo(fieldIds(copied));
    }

    @Test
    void numbersColumnsByTheirPlaceInTheTableAndLeavesOutWhatIsNull() throws Exception {
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

        encoder.encode(rows, columnsOf(rows), file);

        assertThat(fieldIds(file)).containsExactly("time|1", "Temp|2", "temp#3|3", "temp#3#4|4");
    }

    @Test
    void saysHowTheRowsAreSorted() throws Exception {
        TableRows rows = new TableRows("t");
        rows.columnFor("b", ColumnType.TAG).addText("x");
        rows.columnFor("a", ColumnType.TAG).addText("y");
        rows.endRow(1);
        Path file = directory.resolve("a.parquet");

        encoder.encode(rows, columnsOf(rows), file);

        assertThat(dev.sluice.parquet.Footers.sortingColumns(file))
                .containsExactly("a", "b", "time");
    }

    @Test
    void keepsTheOrderOfManyRowsAndTags() throws Exception {
        TableRows rows = new TableRows("t");
        int count = 300_000;
        for (int i = 0; i < count; i++) {
            rows.columnFor("host", ColumnType.TAG).addText("host_" + i / 1000);
            rows.columnFor("i", ColumnType.INTEGER).addLong(i);
            rows.endRow(count - i);
        }
        Path file = directory.resolve("a.parquet");

        encoder.encode(rows, columnsOf(rows), file);

        assertThat(query("SELECT host, i, epoch_ns(time) FROM read_parquet('" + file + "')"))
                .hasSize(count)
                .startsWith("host_0|0|300000", "host_0|1|299999")
                .endsWith("host_299|299999|1");
        assertThat(Files.size(file)).isLessThan(count);
    }

    @Test
    void leavesAFileAloneThatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("a.parquet"), "mine");

        assertThatThrownBy(() -> encoder.encode(allTypes(), List.of(TIME), file))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    @Test
    void failsWhereItCannotWrite() {
        Path file = directory.resolve("missing").resolve("a.parquet");

        assertThatThrownBy(() -> encoder.encode(allTypes(), List.of(TIME), file))
                .isInstanceOf(NoSuchFileException.class);
    }

    private static List<String> fieldIds(Path file) throws SQLException {
        return query(
                "SELECT name, field_id FROM parquet_schema('"
                        + file
                        + "') WHERE field_id IS NOT NULL ORDER BY field_id");
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
