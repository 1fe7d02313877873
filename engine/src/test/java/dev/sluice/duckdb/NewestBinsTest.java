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
