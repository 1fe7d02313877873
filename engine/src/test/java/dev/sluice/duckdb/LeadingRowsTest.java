// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FilesBelow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The first rows by time are answered as if all rows were read. Takes `-Dseed=`.
final class LeadingRowsTest {
    private static final int QUESTIONS = 40;

    private static final String[] COLUMNS = {
        "*", "time, k, x", "x + 1 AS y, time AS t, k", "k, x, date_bin(INTERVAL '1 minute', time)"
    };

    private static final String[] WHERE = {
        "",
        "WHERE x > 12",
        "WHERE x > 99.9",
        "WHERE x < 0",
        "WHERE k = 'k1'",
        "WHERE k = 'k1' AND x > 50",
        "WHERE k IN ('k0', 'k2') AND x < 3 AND time > '1970-01-01T00:00:01Z'",
        "WHERE k <> 'k1' AND time < '1970-01-01T00:00:02Z'",
        "WHERE time > '1970-01-01T00:00:01Z' AND x < 50"
    };

    private static final String[] INFLUXQL = {
        "*", "x", "k, x", "x + 1", "x - x / 2, k", "derivative(x, 1s)", "moving_average(x, 3)"
    };

    private static final String[] INFLUXQL_WHERE = {
        "",
        "WHERE x > 12",
        "WHERE x > 99.9",
        "WHERE x < 0",
        "WHERE k = 'k1'",
        "WHERE k =~ /[12]/ AND time < 2s",
        "WHERE k =~ /[12]/ AND x > 90",
        "WHERE k = 'k3' AND x < 0.3 AND time > 1s",
        "WHERE time > 1s AND x < 50"
    };

    @TempDir private Path directory;

    /// Points at times of their own, a part of them in files and a part late in the buffer.
    private static QueryFixture filled(QueryFixture db, Random random) throws IOException {
        for (int part = 0; part < 3; part++) {
            db.files(lines(random, 1_000_000_000L * part + part, 20_000));
        }
        db.buffer(lines(random, 2_500_000_003L, 15_000));
        db.buffer(lines(random, 2_000_000_004L, 15_000));
        return db;
    }

    private static String[] lines(Random random, long startNanos, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "t,k=k%d x=%s %d"
                                .formatted(
                                        random.nextInt(4),
                                        random.nextInt(1000) / 10.0,
                                        startNanos + 50_000L * i))
                .toArray(String[]::new);
    }

    @Test
    void theFirstRowsAreThoseOfAllRows() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LeadingRowsTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (QueryFixture db = filled(QueryFixture.open(directory), random)) {
            for (int question = 0; question < QUESTIONS; question++) {
                String rows =
                        "SELECT %s FROM t %s"
                                .formatted(
                                        COLUMNS[random.nextInt(COLUMNS.length)],
                                        WHERE[random.nextInt(WHERE.length)]);
                int limit = 1 + random.nextInt(20);
                String page =
                        " LIMIT "
                                + limit
                                + (random.nextBoolean() ? " OFFSET " + random.nextInt(30) : "");

                String down = random.nextBoolean() ? " DESC" : "";

                assertThat(db.rows(rows + " ORDER BY time" + down + page))
                        .as(rows + down + page + " of " + seed)
                        .isEqualTo(
                                db.rows(
                                        "SELECT * EXCLUDE (ordering) FROM (%s) AS r ORDER BY ordering%s%s"
                                                .formatted(
                                                        rows.replace(
                                                                " FROM t",
                                                                ", time AS ordering FROM t"),
                                                        down,
                                                        page)));
            }
        }
    }

    @Test
    void soAreThoseOfInfluxql() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LeadingRowsTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            filled(influxql.database(), random);
            for (int question = 0; question < QUESTIONS; question++) {
                String columns = INFLUXQL[random.nextInt(INFLUXQL.length)];
                String rows =
                        "SELECT %s FROM t %s"
                                .formatted(
                                        columns,
                                        INFLUXQL_WHERE[random.nextInt(INFLUXQL_WHERE.length)]);
                if (random.nextBoolean()) {
                    rows += " ORDER BY time DESC";
                }
                int limit = 1 + random.nextInt(random.nextInt(10) == 0 ? 1000 : 20);
                int offset = random.nextBoolean() ? random.nextInt(30) : 0;

                assertThat(influxql.rows(rows + " LIMIT " + limit + " OFFSET " + offset))
                        .as(rows + " LIMIT " + limit + " OFFSET " + offset + " of " + seed)
                        .isEqualTo(influxql.rows(rows).stream().skip(offset).limit(limit).toList());
            }
        }
    }

    @Test
    void soIsTheFirstAndTheLastOfInfluxql() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LeadingRowsTest -Dseed=" + seed);
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            filled(influxql.database(), new Random(seed));
            for (String where : INFLUXQL_WHERE) {
                String rows = "SELECT x FROM t " + where;
                assertThat(influxql.rows("SELECT first(x) FROM t " + where))
                        .as(where + " of " + seed)
                        .isEqualTo(influxql.rows(rows).stream().limit(1).toList());
                assertThat(influxql.rows("SELECT last(x) FROM t " + where))
                        .as(where + " of " + seed)
                        .isEqualTo(
                                influxql.rows(rows + " ORDER BY time DESC").stream()
                                        .limit(1)
                                        .toList());
            }
        }
    }

    /// Some series have many rows, some few, and some none for long.
    @Test
    void theFirstRowsOfAFewSeriesAreThoseOfAllTheirRows() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LeadingRowsTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            for (int part = 0; part < 8; part++) {
                List<String> lines = new ArrayList<>();
                for (int k = 0; k < 6; k++) {
                    int count = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(20 + 40 * k);
                    int start = 500 * Math.max(0, part - random.nextInt(2));
                    for (int line = 0; line < count; line++) {
                        lines.add(
                                "t,k=k%d,m=m%d x=%d%s %d"
                                        .formatted(
                                                k,
                                                random.nextInt(2),
                                                part * 100 + random.nextInt(100),
                                                random.nextInt(4) == 0 ? "" : ",y=1",
                                                start + random.nextInt(600)));
                    }
                }
                if (part > 5) {
                    db.buffer(lines.toArray(String[]::new));
                } else if (!lines.isEmpty()) {
                    db.files(lines.toArray(String[]::new));
                }
            }
            for (int question = 0; question < 2 * QUESTIONS; question++) {
                String rows =
                        "SELECT %s FROM t WHERE k =~ /[%d%d]/%s%s%s"
                                .formatted(
                                        random.nextBoolean() ? "x, k" : "x, y",
                                        random.nextInt(6),
                                        random.nextInt(6),
                                        random.nextInt(3) == 0
                                                ? " AND x > " + random.nextInt(800)
                                                : "",
                                        random.nextInt(3) == 0
                                                ? " AND time >= " + random.nextInt(4000)
                                                : "",
                                        random.nextBoolean() ? " ORDER BY time DESC" : "");
                int limit = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
                int offset = random.nextBoolean() ? random.nextInt(5) : 0;

                assertThat(influxql.rows(rows + " LIMIT " + limit + " OFFSET " + offset))
                        .as(rows + " LIMIT " + limit + " OFFSET " + offset + " of " + seed)
                        .isEqualTo(influxql.rows(rows).stream().skip(offset).limit(limit).toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT %s FROM t WHERE k = 'a' ORDER BY time DESC LIMIT 2",
                "SELECT %s FROM t WHERE k =~ /a|z/ AND time < 1h ORDER BY time DESC LIMIT 2"
            })
    void ofAFewSeriesNoValueIsReadOfOtherFiles(String newest) throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            db.files("t,k=a x=1,y=9 1", "t,k=b x=2,y=8 2");
            List<Path> older = FilesBelow.ending(".parquet", directory);
            db.files(
                    IntStream.range(0, 80)
                            .mapToObj(i ->
                                    "t,k=%s x=%d,y=%d %d"
                                            .formatted("ab".charAt(i % 2), i, -i, 100 + i))
                            .toArray(String[]::new));
            assertThat(influxql.rows(newest.formatted("x")))
                    .containsExactly(
                            "1970-01-01T00:00:00.000000178Z 78",
                            "1970-01-01T00:00:00.000000176Z 76");
            assertThat(db.plans.getLast().slice()).isNotNull();

            for (Path file : older) {
                Files.delete(file);
            }
            assertThat(influxql.rows(newest.formatted("y")))
                    .containsExactly(
                            "1970-01-01T00:00:00.000000178Z -78",
                            "1970-01-01T00:00:00.000000176Z -76");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT * FROM t ORDER BY time DESC LIMIT 5              | 1
                    SELECT * FROM t ORDER BY time LIMIT 5                   | 2
                    SELECT x FROM t ORDER BY time, k LIMIT 1000 OFFSET 1000 | 2
                    """)
    void readsNoMoreThanItTakes(String sql, int files) throws IOException {
        try (QueryFixture db = filled(QueryFixture.open(directory), new Random(1))) {
            db.rows(sql);

            assertThat(db.scanned().files()).isEqualTo(files);
            assertThat(db.plans).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT * FROM t ORDER BY time DESC LIMIT 5            | 1
                    SELECT * FROM t LIMIT 5                               | 2
                    SELECT x FROM t WHERE k <> 'k1' LIMIT 1000            | 2
                    SELECT derivative(x) FROM t LIMIT 5                   | 2
                    SELECT first(x) FROM t                                | 2
                    SELECT last(x) FROM t                                 | 1
                    SELECT last(x) FROM t WHERE x > 5                     | 1
                    """)
    void soDoesInfluxql(String statement, int files) throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = filled(influxql.database(), new Random(1));
            influxql.rows(statement);

            assertThat(db.scanned().files()).isEqualTo(files);
            assertThat(db.plans).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "SELECT * FROM t LIMIT 1001",
                "SELECT * FROM t GROUP BY k LIMIT 5",
                "SELECT x FROM t WHERE x < 0 LIMIT 5",
                "SELECT first(x), last(x) FROM t",
                "SELECT first(x) FROM t WHERE time < 3s GROUP BY time(1s) LIMIT 5",
                "SELECT first(x) FROM t WHERE x < 0",
                "SELECT max(x) FROM t LIMIT 1"
            })
    void influxqlReadsAllWhereItHasTo(String statement) throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = filled(influxql.database(), new Random(1));
            influxql.rows(statement);

            assertThat(db.scanned().files()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t ORDER BY time DESC",
                "SELECT * FROM t ORDER BY k, time DESC LIMIT 5",
                "SELECT * FROM t ORDER BY time DESC LIMIT 1001",
                "SELECT DISTINCT time FROM t ORDER BY time DESC LIMIT 5",
                "SELECT x AS time FROM t ORDER BY time LIMIT 5",
                "SELECT count(*) OVER () FROM t ORDER BY time DESC LIMIT 5",
                "SELECT time, max(x) FROM t GROUP BY time ORDER BY time DESC LIMIT 5",
                "SELECT * FROM t WHERE x < 0 ORDER BY time DESC LIMIT 5"
            })
    void readsAllWhereItHasTo(String sql) throws IOException {
        try (QueryFixture db = filled(QueryFixture.open(directory), new Random(1))) {
            db.rows(sql);

            assertThat(db.scanned().files()).isEqualTo(3);
        }
    }
}
