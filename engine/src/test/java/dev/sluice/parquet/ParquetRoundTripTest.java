// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read is what was written, by each of three readers.
final class ParquetRoundTripTest {
    private static final ParquetOptions SMALL =
            new ParquetOptions(100, 30, 50, 1, List.of(), Map.of());

    @TempDir private Path directory;
    private final DuckDb engine = DuckDb.open();

    @AfterEach
    void close() throws SQLException {
        engine.close();
    }

    private void roundTrip(SampleTable table, ParquetOptions options)
            throws IOException, SQLException {
        Path file = table.write(directory.resolve("a.parquet"), options);

        assertThat(Readers.duckDb(engine, file, table)).isEqualTo(table.rows());
        assertThat(Readers.parquetJava(file, table)).isEqualTo(table.rows());
        assertThat(Readers.hardwood(file, table)).isEqualTo(table.rows());
    }

    @Test
    void everyTypeWithItsExtremesAndNulls() throws Exception {
        roundTrip(
                SampleTable.of(
                        SampleColumn.words(
                                ColumnType.TIME,
                                -9223372036854775806L,
                                0L,
                                1L,
                                1641024000000000001L,
                                9223372036854775806L),
                        SampleColumn.runs("a", "a", null, "", "it's"),
                        SampleColumn.words(
                                ColumnType.INTEGER, Long.MIN_VALUE, Long.MAX_VALUE, null, 0L, -1L),
                        SampleColumn.words(
                                ColumnType.UINTEGER, -1L, Long.MIN_VALUE, 0L, null, Long.MAX_VALUE),
                        SampleColumn.doubles(
                                Double.NaN, Double.NEGATIVE_INFINITY, -0.0, null, Double.MIN_VALUE),
                        SampleColumn.words(ColumnType.BOOLEAN, 1L, 0L, null, null, 1L),
                        SampleColumn.texts("", null, "žluťoučký 🐎", "\0\n", "x".repeat(3000))),
                ParquetOptions.STANDARD);
    }

    @Test
    void pagesAsLargeAsTheirRowGroup() throws Exception {
        roundTrip(
                SampleTable.of(
                        SampleColumn.words(ColumnType.TIME, 1L, 2L, 3L),
                        SampleColumn.runs("a", null, "b"),
                        SampleColumn.texts("x", "y", "z")),
                new ParquetOptions(
                        2, Integer.MAX_VALUE, Integer.MAX_VALUE, 1, List.of(), Map.of()));
    }

    @Test
    void noRow() throws Exception {
        roundTrip(
                SampleTable.of(
                        SampleColumn.words(ColumnType.TIME),
                        SampleColumn.runs(),
                        SampleColumn.texts()),
                ParquetOptions.STANDARD);
    }

    @Test
    void oneRow() throws Exception {
        roundTrip(
                SampleTable.of(
                        SampleColumn.words(ColumnType.TIME, 7L),
                        SampleColumn.runs("a"),
                        SampleColumn.doubles(1.5),
                        SampleColumn.texts("x")),
                ParquetOptions.STANDARD);
    }

    @Test
    void columnsWithoutValuesInSomeRowGroups() throws Exception {
        List<@Nullable Object> late = new ArrayList<>();
        List<@Nullable Object> text = new ArrayList<>();
        List<@Nullable Object> time = new ArrayList<>();
        List<@Nullable Object> nothing = new ArrayList<>();
        for (long row = 0; row < 350; row++) {
            time.add(row);
            nothing.add(null);
            late.add(row < 220 ? null : row);
            text.add(row < 100 || row >= 200 ? null : "t" + row);
        }
        roundTrip(
                new SampleTable(
                        350,
                        List.of(
                                new SampleColumn(ColumnType.TIME, false, time),
                                new SampleColumn(ColumnType.INTEGER, false, late),
                                new SampleColumn(ColumnType.TAG, true, text),
                                new SampleColumn(ColumnType.STRING, false, text),
                                new SampleColumn(ColumnType.FLOAT, false, nothing))),
                SMALL);
    }

    @Test
    void moreRowsThanAStandardRowGroupHolds() throws Exception {
        Random random = new Random(1);
        int rows = 122_880 + 1;
        List<@Nullable Object> time = new ArrayList<>();
        List<@Nullable Object> host = new ArrayList<>();
        List<@Nullable Object> value = new ArrayList<>();
        List<@Nullable Object> raw = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            time.add(1641024000000000000L + row % 1000 * 10_000_000_000L);
            host.add("host_" + row / 1000);
            value.add(Double.doubleToRawLongBits(random.nextInt(100)));
            raw.add(
                    random.nextInt(10) == 0
                            ? null
                            : Double.doubleToRawLongBits(random.nextDouble()));
        }
        roundTrip(
                new SampleTable(
                        rows,
                        List.of(
                                new SampleColumn(ColumnType.TIME, false, time),
                                new SampleColumn(ColumnType.TAG, true, host),
                                new SampleColumn(ColumnType.FLOAT, false, value),
                                new SampleColumn(ColumnType.FLOAT, false, raw))),
                ParquetOptions.STANDARD);
    }
}
