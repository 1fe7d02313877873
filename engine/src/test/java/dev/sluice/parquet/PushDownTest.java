// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Conditions that the engine holds against statistics and dictionaries choose the rows that they
/// choose without them, and spare it the row groups that cannot match.
@NullUnmarked // what is unset in a footer is null, and fails the test
final class PushDownTest {
    private static final int TABLES = 25;
    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");

    @TempDir private Path directory;
    private final DuckDb engine = DuckDb.open();

    @AfterEach
    void close() throws SQLException {
        engine.close();
    }

    @Test
    void conditionsOnAFileChooseWhatTheyChooseInMemory() throws IOException, SQLException {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("PushDownTest -Dseed=" + seed);
        Random random = new Random(seed);
        RandomTables tables = new RandomTables(random);
        for (int number = 0; number < TABLES; number++) {
            SampleTable table = tables.table();
            Path file = table.write(directory.resolve(number + ".parquet"), tables.options());
            engine.execute(
                    "CREATE OR REPLACE TABLE m AS SELECT * FROM read_parquet('" + file + "')");
            for (int place : table.written()) {
                for (String condition : conditions(table, place, random)) {
                    String select =
                            "SELECT count(*), min(%1$s)%2$s, max(%1$s)%2$s, count(%1$s) FROM "
                                    .formatted(
                                            table.name(place),
                                            // Of two zeros the engine takes any.
                                            table.type(place) == ColumnType.FLOAT ? " + 0" : "");
                    assertThat(engine.query(select + "read_parquet('" + file + "')" + condition))
                            .as("table %d of seed %d:%s", number, seed, condition)
                            .isEqualTo(engine.query(select + "m" + condition));
                }
            }
        }
    }

    private static List<String> conditions(SampleTable table, int place, Random random) {
        String name = table.name(place);
        List<String> conditions = new ArrayList<>(List.of("", " WHERE " + name + " IS NULL"));
        conditions.add(" WHERE " + name + " IS NOT NULL");
        for (String operator : OPERATORS) {
            if (table.rowCount() > 0) {
                Object value =
                        table.columns().get(place).values().get(random.nextInt(table.rowCount()));
                if (value != null) {
                    conditions.add(
                            " WHERE %s %s %s"
                                    .formatted(name, operator, literal(table.type(place), value)));
                }
            }
        }
        return conditions;
    }

    private static String literal(ColumnType type, Object value) {
        return switch (type) {
            case TAG, STRING -> "'" + ((String) value).replace("'", "''").replace("\0", "x") + "'";
            case INTEGER -> "'" + value + "'::BIGINT";
            case UINTEGER -> "'" + Long.toUnsignedString((Long) value) + "'::UBIGINT";
            case FLOAT -> "'" + Double.longBitsToDouble((Long) value) + "'::DOUBLE";
            case BOOLEAN -> (Long) value == 0 ? "false" : "true";
            case TIME -> "make_timestamp_ns('" + value + "'::BIGINT)";
        };
    }

    /// Two row groups, the first one's pages overwritten: who reads it fails.
    ///
    /// @param first the tags of the first one, in turn; those of the second are `b`
    private Path halfBroken(String... first) throws IOException {
        List<@Nullable Object> time = new ArrayList<>();
        List<@Nullable Object> host = new ArrayList<>();
        List<@Nullable Object> value = new ArrayList<>();
        LongStream.range(0, 200)
                .forEach(row -> {
                    time.add(row);
                    host.add(row < 100 ? first[(int) row * first.length / 100] : "b");
                    value.add(Double.doubleToRawLongBits((double) row));
                });
        SampleTable table =
                new SampleTable(
                        200,
                        List.of(
                                new SampleColumn(ColumnType.TIME, false, time),
                                new SampleColumn(ColumnType.TAG, true, host),
                                new SampleColumn(ColumnType.FLOAT, false, value)));
        Path file =
                table.write(
                        directory.resolve("broken.parquet"),
                        new ParquetOptions(100, 100, 100, 1, List.of(), Map.of()));
        RowGroup broken = Footers.read(file).getRow_groups().getFirst();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(broken.getFile_offset());
            bytes.write(new byte[(int) broken.getTotal_compressed_size()]);
        }
        return file;
    }

    @Test
    void rowGroupsThatCannotMatchAreNotRead() throws IOException, SQLException {
        String scan = scan(halfBroken("a"));

        assertThatThrownBy(() -> engine.query(scan)).isInstanceOf(SQLException.class);
        for (String condition :
                List.of("time >= make_timestamp_ns(100)", "h = 'b'", "h > 'a'", "v > 99.5")) {
            assertThat(engine.query(scan + " WHERE " + condition)).containsExactly("100|14950.0");
        }
    }

    /// Least and greatest text do not tell: the filter of the chunk's values does.
    @Test
    void rowGroupsWithoutTheTextAreNotRead() throws IOException, SQLException {
        String scan = scan(halfBroken("a", "c"));

        assertThatThrownBy(() -> engine.query(scan + " WHERE h = 'a'"))
                .isInstanceOf(SQLException.class);
        for (String condition : List.of("h = 'b'", "h IN ('b', 'bb')", "h = 'b' OR h = 'bb'")) {
            assertThat(engine.query(scan + " WHERE " + condition)).containsExactly("100|14950.0");
        }
    }

    private static String scan(Path file) {
        return "SELECT count(*), sum(v) FROM read_parquet(['"
                + file
                + "'], schema = MAP {1: {name: 'time', type: 'TIMESTAMP_NS', default_value: NULL}"
                + ", 2: {name: 'h', type: 'VARCHAR', default_value: NULL}"
                + ", 3: {name: 'v', type: 'DOUBLE', default_value: NULL}})";
    }
}
