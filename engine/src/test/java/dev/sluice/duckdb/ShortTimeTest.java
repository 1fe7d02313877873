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
import org.junit.jupiter.params.provider.CsvSource;

/// Rows of a short time of all series, which are read without the engine, are those of the time.
/// Takes `-Dseed=`.
final class ShortTimeTest {
    private static final int DATABASES = 6;
    private static final int QUESTIONS = 15;
    private static final int LENGTH = 4_000;

    private static final String[] SELECTS = {
        "SELECT time, k, m, x, y FROM %s WHERE %s",
        "SELECT k, count(*), sum(y), max(x) FROM %s WHERE %s GROUP BY k",
        "SELECT date_bin(INTERVAL '7 nanoseconds', time) AS bin, count(x) FROM %s WHERE %s GROUP BY bin",
        "SELECT count(*) FROM %s WHERE %s AND x > 50",
        "SELECT DISTINCT m FROM %s WHERE %s AND k <> 'k1'",
        "SELECT y, row_number() OVER (ORDER BY time, k, m) FROM %s WHERE %s"
    };

    @TempDir private Path directory;

    private static String[] lines(Random random, int start, int count) {
        String[] lines = new String[count];
        for (int line = 0; line < count; line++) {
            lines[line] =
                    "t%s%s x=%d%s %d"
                            .formatted(
                                    random.nextInt(9) == 0 ? "" : ",k=k" + random.nextInt(9),
                                    random.nextInt(3) == 0 ? "" : ",m=m" + random.nextInt(2),
                                    random.nextInt(100),
                                    random.nextBoolean() ? "" : ",y=" + random.nextInt(100) + "i",
                                    start + random.nextInt(LENGTH));
        }
        return lines;
    }

    @Test
    void rowsOfAShortTimeAreThoseOfTheTime() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ShortTimeTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                int parts = 1 + random.nextInt(5);
                for (int part = 0; part < parts; part++) {
                    // Some repeat points of others.
                    int start = random.nextInt(3) == 0 ? 0 : part * LENGTH;
                    db.files(lines(random, start, 1 + random.nextInt(3_000)));
                    if (random.nextInt(4) == 0) {
                        db.buffer(lines(random, start, 1 + random.nextInt(3_000)));
                    }
                }
                for (int question = 0; question < QUESTIONS; question++) {
                    int start = random.nextInt(parts * LENGTH);
                    String where =
                            "time >= '1970-01-01T00:00:00.%09dZ' AND time < '1970-01-01T00:00:00.%09dZ'"
                                    .formatted(start, start + random.nextInt(LENGTH / 8));
                    String select = SELECTS[random.nextInt(SELECTS.length)];
                    assertThat(db.rows(select.formatted("t", where)))
                            .as(select + where + " in database " + number + " of " + seed)
                            .containsExactlyInAnyOrderElementsOf(
                                    db.rows(
                                            select.formatted(
                                                    "(SELECT * FROM t LIMIT 999999)", where)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    time >= 100 AND time < 200                     | true
                    time >= 3900 AND time < 4100                   | true
                    time >= 100 AND time < 2100                    | false
                    time >= 0                                      | false
                    time >= 100 AND time < 2100 AND k = 'k1'       | true
                    """)
    void onlyAShortTimeIsReadWithoutTheEngine(String where, boolean without) throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            Random random = new Random(1);
            db.files(lines(random, 0, 3_000)).files(lines(random, LENGTH, 3_000));

            assertThat(influxql.rows("SELECT count(x) FROM t WHERE " + where)).hasSize(1);
            assertThat(db.plans.getLast().slice() != null).isEqualTo(without);
            assertThat(db.plans.getLast().sql().contains("read_parquet")).isEqualTo(!without);
        }
    }
}
