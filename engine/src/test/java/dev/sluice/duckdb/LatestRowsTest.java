// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The newest rows are answered as if all rows were read. Takes `-Dseed=`.
final class LatestRowsTest {
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
        "WHERE k <> 'k1' AND time < '1970-01-01T00:00:02Z'",
        "WHERE time > '1970-01-01T00:00:01Z' AND x < 50"
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
    void theNewestRowsAreThoseOfAllRows() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LatestRowsTest -Dseed=" + seed);
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

                assertThat(db.rows(rows + " ORDER BY time DESC" + page))
                        .as(rows + page + " of " + seed)
                        .isEqualTo(
                                db.rows(
                                        "SELECT * EXCLUDE (ordering) FROM (%s) AS r ORDER BY ordering DESC%s"
                                                .formatted(
                                                        rows.replace(
                                                                " FROM t",
                                                                ", time AS ordering FROM t"),
                                                        page)));
            }
        }
    }

    @Test
    void readsNoMoreThanItTakes() throws IOException {
        try (QueryFixture db = filled(QueryFixture.open(directory), new Random(1))) {
            db.rows("SELECT * FROM t ORDER BY time DESC LIMIT 5");

            assertThat(db.scanned().files()).isOne();
            assertThat(db.plans).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t ORDER BY time LIMIT 5",
                "SELECT * FROM t ORDER BY time DESC",
                "SELECT * FROM t ORDER BY k, time DESC LIMIT 5",
                "SELECT * FROM t ORDER BY time DESC LIMIT 1001",
                "SELECT DISTINCT time FROM t ORDER BY time DESC LIMIT 5",
                "SELECT x AS time FROM t ORDER BY time DESC LIMIT 5",
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
