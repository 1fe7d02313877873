// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where gap filling finds the bounds of time that it needs (data.md 5.6).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GapFillBoundsTest {
    private static final String BOUNDS =
            "time >= '2022-01-01T08:00:00Z' AND time < '2022-01-01T10:00:00Z'";

    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.file(HomeSensors.lines());
    }

    @AfterAll
    void close() {
        db.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(SELECT time, temp FROM home WHERE " + BOUNDS + ")",
                "(SELECT * FROM home WHERE " + BOUNDS + ") WHERE temp > 0",
                "(SELECT * FROM (SELECT * FROM home WHERE " + BOUNDS + ") LIMIT 100)",
                "(SELECT time FROM home WHERE room = 'Kitchen' AND "
                        + BOUNDS
                        + " UNION ALL SELECT time FROM home WHERE room <> 'Kitchen' AND "
                        + BOUNDS
                        + ")",
                "(SELECT tz(h.time, 'Europe/Paris') AS time FROM home h WHERE h." + BOUNDS + ")",
                "(SELECT time FROM home WHERE time < '2022-01-01T10:00:00Z')"
                        + " WHERE time >= '2022-01-01T08:00:00Z'",
                "(SELECT * FROM home WHERE " + BOUNDS + ") h JOIN (SELECT 1) r ON true",
                "home WHERE NOT time < '2022-01-01T08:00:00Z'"
                        + " AND NOT (time >= '2022-01-01T10:00:00Z' OR temp < 0)",
                "home WHERE NOT NOT (" + BOUNDS + ")",
                "home WHERE time IN ('2022-01-01T09:00:00Z', '2022-01-01T08:00:00Z')",
            })
    void findsThem(String from) {
        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '30 minutes', time) AS t, count(*)"
                                        + " AS n FROM "
                                        + from
                                        + " GROUP BY t HAVING count(*) = 0 OR t < '2022-01-01T09:00:00Z'"
                                        + " ORDER BY t LIMIT 2"))
                .containsExactly("2022-01-01T08:00|2", "2022-01-01T08:30|0");
    }

    @Test
    void findsThemInTablesOfWith() {
        assertThat(
                        db.rows(
                                "WITH part AS (SELECT time AS moment, temp FROM home WHERE "
                                        + BOUNDS
                                        + "), more(m, v) AS (SELECT * FROM part)"
                                        + " SELECT date_bin_gapfill(INTERVAL '30 minutes', m) AS t,"
                                        + " locf(max(v)) FROM more GROUP BY t ORDER BY t"))
                .containsExactly(
                        "2022-01-01T08:00|21.1",
                        "2022-01-01T08:30|21.1",
                        "2022-01-01T09:00|23.0",
                        "2022-01-01T09:30|23.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "make_date(2022, 1, 2)",
                "to_timestamp('2022-01-02 00:00', '%Y-%m-%d', '%Y-%m-%d %H:%M')",
                "to_date('02.01.2022', '%d.%m.%Y')",
                "greatest(TIMESTAMP '2022-01-02', NULL, '2022-01-01')",
                "least(now(), TIMESTAMP '2022-01-02')",
                "coalesce(NULL, TIMESTAMP '2022-01-02', now())",
                "nvl(TIMESTAMP '2022-01-02', now())",
            })
    void takesConstantsForThem(String upper) {
        assertThat(
                        db.rows(
                                "SELECT count(*) FROM (SELECT date_bin_gapfill(INTERVAL '1 hour', time)"
                                        + " AS t FROM home WHERE time >= '2022-01-01' AND time < "
                                        + upper
                                        + " GROUP BY t)"))
                .containsExactly("24");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(SELECT * FROM home WHERE " + BOUNDS + " OR temp > 0)",
                "(SELECT max(time) AS time FROM home WHERE " + BOUNDS + ")",
                "(SELECT time FROM home WHERE " + BOUNDS + " UNION ALL SELECT time FROM home)",
                "(VALUES (1)) v(x) LEFT JOIN (SELECT * FROM home WHERE " + BOUNDS + ") h ON true",
                "home WHERE NOT (" + BOUNDS + ")",
                "home WHERE time IN (now(), time)",
                "home WHERE time > (SELECT min(time) FROM home)",
            })
    void refusesWhereTheyAreNot(String from) {
        db.requireRefused(
                "SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, count(*) FROM "
                        + from
                        + " GROUP BY t",
                "gap-filling query is missing both upper and lower time bounds");
    }
}
