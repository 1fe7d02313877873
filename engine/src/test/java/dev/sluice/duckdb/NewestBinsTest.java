// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The newest stretches of time are answered as if all rows were read. Takes `-Dseed=`.
final class NewestBinsTest {
    private static final int DATABASES = 10;
    private static final int QUESTIONS = 15;
    private static final String[] WIDTHS = {"3 nanoseconds", "1 nanosecond", "1 hour", "2 days"};
    private static final String[] WHERE = {
        "",
        "WHERE x > 12",
        "WHERE k = 'k1'",
        "WHERE time < '1970-01-01T00:00:00.000000012Z'",
        "WHERE time < '1970-01-02T00:00:00.000000009Z' AND m IS NOT NULL",
        "WHERE time > '1970-01-02'"
    };

    private static final String[] INFLUXQL = {
        "max(x)", "count(x), last(y)", "mean(x) * 2, sum(y)", "first(s)", "spread(y)"
    };

    private static final String[] INFLUXQL_WHERE = {
        "time < 3d",
        "time < 1d AND k = 'k1'",
        "time >= 0 AND time < 30h",
        "time > 10h AND time <= 24h AND x > 12",
        "time < 24h + 9ns"
    };

    private static final String[] FILLS = {
        "", "fill(none)", "fill(0)", "fill(null)", "fill(previous)", "fill(linear)"
    };

    @TempDir private Path directory;

    @Test
    void theNewestStretchesAreThoseOfAllRows() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("NewestBinsTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                new RandomPoints(random, 4, 60, random.nextBoolean()).fill(db);
                for (int question = 0; question < QUESTIONS; question++) {
                    String bin =
                            "date_bin(INTERVAL '%s', time)"
                                    .formatted(WIDTHS[random.nextInt(WIDTHS.length)]);
                    String sql =
                            "SELECT %1$s AS t, max(x), count(*), sum(y) FROM t %2$s GROUP BY 1"
                                    .formatted(bin, WHERE[random.nextInt(WHERE.length)]);
                    int limit = 1 + random.nextInt(6);

                    assertThat(db.rows(sql + " ORDER BY t DESC LIMIT " + limit))
                            .as(sql + " LIMIT " + limit + " in database " + number + " of " + seed)
                            .isEqualTo(
                                    db.rows(
                                            "SELECT * FROM (%s) AS r ORDER BY t DESC LIMIT %d"
                                                    .formatted(sql, limit)));
                }
            }
        }
    }

    @Test
    void soAreThoseOfInfluxql() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("NewestBinsTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                new RandomPoints(random, 4, 60, random.nextBoolean()).fill(db);
                for (int question = 0; question < 2 * QUESTIONS; question++) {
                    String statement =
                            "SELECT %s FROM t WHERE %s GROUP BY time(%s) %s ORDER BY time DESC"
                                    .formatted(
                                            INFLUXQL[random.nextInt(INFLUXQL.length)],
                                            INFLUXQL_WHERE[random.nextInt(INFLUXQL_WHERE.length)],
                                            random.nextBoolean() ? "7h" : "1h, 20m",
                                            FILLS[random.nextInt(FILLS.length)]);
                    int limit = 1 + random.nextInt(6);
                    int offset = random.nextBoolean() ? random.nextInt(5) : 0;

                    assertThat(influxql.rows(statement + " LIMIT " + limit + " OFFSET " + offset))
                            .as(statement + limit + " in database " + number + " of " + seed)
                            .isEqualTo(
                                    influxql.rows(statement).stream()
                                            .skip(offset)
                                            .limit(limit)
                                            .toList());
                }
            }
        }
    }

    @Test
    void olderFilesAreNotReadForInfluxql() throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = days(influxql.database());
            String newest =
                    "SELECT max(x) FROM t WHERE time < 5d GROUP BY time(%s)%s ORDER BY time DESC LIMIT 2";
            assertThat(influxql.rows(newest.formatted("1d", "")))
                    .containsExactly("1970-01-05T00:00:00Z 4", "1970-01-04T00:00:00Z 3");
            assertThat(db.scanned().files()).isEqualTo(2);
            assertThat(db.plans).hasSize(1);
            assertThat(influxql.rows(newest.formatted("1d", "") + " OFFSET 1"))
                    .containsExactly("1970-01-04T00:00:00Z 3", "1970-01-03T00:00:00Z 2");
            assertThat(db.scanned().files()).isEqualTo(3);
            // Stretches without a row are there, too.
            assertThat(influxql.rows(newest.formatted("1h", "")))
                    .containsExactly("1970-01-05T23:00:00Z null", "1970-01-05T22:00:00Z null");
            assertThat(db.scanned().files()).isEqualTo(1);
            assertThat(db.plans).hasSize(3);
            assertThat(influxql.rows(newest.formatted("1h", " fill(none)"))).hasSize(2);
            assertThat(db.scanned().files()).isEqualTo(5);
            assertThat(db.plans).hasSize(5);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT max(x) FROM t WHERE time < 5d GROUP BY time(1d), k ORDER BY time DESC LIMIT 2",
                "SELECT max(x) FROM t WHERE time < 5d GROUP BY time(1d) LIMIT 2",
                "SELECT max(x) FROM t WHERE time < 5d GROUP BY time(1d) ORDER BY time DESC",
                "SELECT max(x) FROM t WHERE time < 5d GROUP BY time(1d) fill(previous)"
                        + " ORDER BY time DESC LIMIT 2",
                "SELECT derivative(max(x)) FROM t WHERE time < 5d GROUP BY time(1d)"
                        + " ORDER BY time DESC LIMIT 2"
            })
    void otherStatementsReadEverything(String statement) throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = days(influxql.database());
            assertThat(influxql.rows(statement)).isNotEmpty();

            assertThat(db.scanned().files()).isEqualTo(5);
            assertThat(db.plans).hasSize(1);
        }
    }

    private static QueryFixture days(QueryFixture db) throws IOException {
        for (int day = 0; day < 5; day++) {
            db.files("t,k=a x=%1$d %1$d00000000000000".formatted(day));
        }
        return db;
    }

    @Test
    void olderFilesAreNotRead() throws IOException {
        try (QueryFixture db = days(QueryFixture.open(directory))) {
            String newest =
                    "SELECT max(x), CAST(date_bin(INTERVAL '1 %s', time) AS DATE) AS d FROM t"
                            + " GROUP BY date_bin(INTERVAL '1 %1$s', time)"
                            + " ORDER BY date_bin(INTERVAL '1 %1$s', time) DESC LIMIT 2";
            assertThat(db.rows(newest.formatted("day"))).containsExactly("4.0|4", "3.0|3");
            assertThat(db.scanned().files()).isEqualTo(2);
            assertThat(db.plans).hasSize(1);
            // The two newest stretches of an hour have one row between them.
            assertThat(db.rows(newest.formatted("hour"))).hasSize(2);
            assertThat(db.scanned().files()).isEqualTo(5);
            assertThat(db.plans).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT date_bin(INTERVAL '1 day', time) AS d, k FROM t GROUP BY 1, 2 ORDER BY 1 DESC"
                        + " LIMIT 2",
                "SELECT date_bin(INTERVAL '1 day', time) AS d FROM t GROUP BY 1 ORDER BY 1 LIMIT 2",
                "SELECT date_bin(INTERVAL '1 day', time) AS d FROM t GROUP BY 1 ORDER BY max(x) DESC"
                        + " LIMIT 2",
                "SELECT date_bin(INTERVAL '1 day', time) AS d FROM t GROUP BY 1 HAVING max(x) < 3"
                        + " ORDER BY 1 DESC LIMIT 2",
                "SELECT date_bin(INTERVAL '1 day', time) AS d FROM t GROUP BY 1 ORDER BY 1 DESC"
                        + " LIMIT 2 OFFSET 1",
                "SELECT date_bin(INTERVAL '1 day', time) AS d, count(*) OVER () FROM t GROUP BY 1"
                        + " ORDER BY 1 DESC LIMIT 2",
                "SELECT date_bin(INTERVAL '1 day', time) AS d FROM t GROUP BY 1 ORDER BY 1 DESC"
            })
    void otherQueriesReadEverything(String sql) throws IOException {
        try (QueryFixture db = days(QueryFixture.open(directory))) {
            db.rows(sql);

            assertThat(db.scanned().files()).isEqualTo(5);
            assertThat(db.plans).hasSize(1);
        }
    }

    /// How many rows a part of a query has cannot be told by how many the whole has.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT n FROM (%s) AS a, (VALUES (1), (2)) AS v(n)",
                "SELECT x FROM t WHERE time IN (%s) OR x > 2 ORDER BY x",
                "WITH a AS (%s) SELECT n FROM a, (VALUES (1), (2)) AS v(n)",
                "SELECT 1 FROM t WHERE x < (SELECT count(*) + 1 FROM (%s) AS a)",
                "SELECT max(x) FROM t WHERE time IN (%s) GROUP BY time"
            })
    void partsOfAQueryAreReadInFull(String sql) throws IOException {
        try (QueryFixture db = days(QueryFixture.open(directory))) {
            String hours =
                    "SELECT date_bin(INTERVAL '1 hour', time) AS d FROM t GROUP BY 1"
                            + " ORDER BY 1 DESC";
            db.rows(sql.formatted(hours + " LIMIT 2"));
            int plans = db.plans.size();

            assertThat(db.rows(sql.formatted(hours + " LIMIT 2")))
                    .isEqualTo(
                            db.rows(
                                    sql.formatted(
                                            "SELECT * FROM ("
                                                    + hours
                                                    + ") AS r ORDER BY 1 DESC LIMIT 2")));
            assertThat(db.plans.size() - plans).isEqualTo(2);
        }
    }
}
