// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.query.ResultStream;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Joins, subqueries, set operations and common tables (data.md 5.1, 5.11).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JoinsTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.file(HomeSensors.lines());
        db.file(productionLine());
        db.buffer(errors());
    }

    @AfterAll
    void close() {
        db.close();
    }

    /// data.md 4.7: a time has no nulls, where it surely is one of a row.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT time FROM home ~ false
                    SELECT t FROM (SELECT time AS t FROM home) ~ false
                    SELECT time FROM home UNION ALL SELECT time FROM errors ~ false
                    SELECT time FROM home UNION ALL SELECT NULL ~ true
                    SELECT h.time FROM home h LEFT JOIN errors e ON h.time = e.time ~ false
                    SELECT e.time FROM home h LEFT JOIN errors e ON h.time = e.time ~ true
                    SELECT h.time FROM home h RIGHT JOIN errors e ON h.time = e.time ~ true
                    SELECT h.time FROM home h FULL JOIN errors e ON h.time = e.time ~ true
                    SELECT h.time FROM home h, errors e ~ false
                    SELECT time FROM home LEFT JOIN errors USING (time) ~ false
                    SELECT time FROM home GROUP BY time ~ false
                    SELECT time FROM home GROUP BY ROLLUP (time) ~ true
                    SELECT (SELECT time FROM home LIMIT 1) AS time ~ true
                    SELECT max(time) AS time FROM home ~ true
                    WITH RECURSIVE r AS (SELECT time, 1 AS n FROM home UNION ALL SELECT NULL, 2 FROM r WHERE n < 2) SELECT time FROM r ~ true
                    """)
    @Conforms("D-172")
    void saysWhereATimeMayBeNull(String sql, boolean nullable) {
        try (ResultStream rows = db.open(sql)) {
            assertThat(rows.schema().getFields().getFirst().isNullable()).isEqualTo(nullable);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2",
        "INNER, 2",
        "LEFT, 5",
        "LEFT OUTER, 5",
        "RIGHT, 2",
        "RIGHT OUTER, 2",
        "FULL, 5",
        "FULL OUTER, 5"
    })
    @Conforms("D-172")
    void joinsOnEachSide(String kind, int rows) {
        assertThat(
                        db.rows(
                                "SELECT p.time, p.produced, e.message FROM prod_line p "
                                        + kind
                                        + " JOIN errors e ON p.time = e.time"
                                        + " AND p.station = e.station ORDER BY p.time"))
                .hasSize(rows)
                .contains(
                        "2022-01-01T10:00|56|Maintenance required",
                        "2022-01-01T11:00|null|Station offline");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT count(*) FROM prod_line CROSS JOIN errors => 10
                    SELECT count(*) FROM prod_line, errors => 10
                    SELECT count(*) FROM prod_line NATURAL JOIN errors => 2
                    SELECT sum(produced) FROM prod_line LEFT SEMI JOIN errors ON prod_line.time = errors.time => 56
                    SELECT sum(produced) FROM prod_line LEFT ANTI JOIN errors ON prod_line.time = errors.time => 162
                    SELECT string_agg(level, ',' ORDER BY time) FROM errors JOIN prod_line USING (time, station) => warn,crit
                    SELECT count(*) FROM prod_line p JOIN errors e ON p.time < e.time => 5
                    SELECT count(*) FROM home a JOIN home b ON a.time = b.time AND a.room < b.room AND a.temp > b.temp => 11
                    SELECT e.message FROM prod_line p JOIN errors e ON p.time = e.time WHERE p.produced > 50 => Maintenance required
                    SELECT x.m FROM prod_line p, LATERAL (SELECT max(message) AS m FROM errors e WHERE e.time = p.time) x WHERE p.produced = 56 => Maintenance required
                    SELECT "p".produced FROM "public"."iox"."prod_line" AS "p" JOIN iox.errors ON p.time = errors.time WHERE errors.level = 'warn' => 56
                    """)
    @Conforms("D-172")
    void joinsInEveryForm(String sql, String expected) {
        assertThat(db.rows(sql)).containsExactly(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT time FROM prod_line p JOIN errors e ON p.time = e.time => Ambiguous reference to unqualified field time
                    SELECT * FROM prod_line ASOF JOIN errors ON prod_line.time >= errors.time => ASOF JOIN is not supported
                    SELECT * FROM prod_line JOIN errors USING (message) => message
                    SELECT * FROM prod_line p JOIN errors p ON true => duplicate alias "p"
                    """)
    @Conforms("D-172")
    void refusesJoins(String sql, String message) {
        assertThatThrownBy(() -> db.rows(sql))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT (SELECT max(temp) FROM home) - min(temp) > 2 FROM home => true
                    SELECT count(*) FROM home WHERE temp = (SELECT max(temp) FROM home) => 1
                    SELECT count(*) FROM home h WHERE temp = (SELECT max(temp) FROM home i WHERE i.room = h.room) => 2
                    SELECT count(*) FROM home WHERE time IN (SELECT time FROM errors) => 4
                    SELECT count(*) FROM home WHERE time NOT IN (SELECT time FROM errors) => 22
                    SELECT count(*) FROM prod_line p WHERE EXISTS (SELECT 1 FROM errors e WHERE e.time = p.time) => 2
                    SELECT count(*) FROM prod_line p WHERE NOT EXISTS (SELECT 1 FROM errors e WHERE e.time = p.time) => 3
                    SELECT count(*) FROM home WHERE co >= ALL (SELECT co FROM home) => 1
                    SELECT count(*) FROM home WHERE co > ANY (SELECT co FROM home WHERE co > 20) => 1
                    SELECT m FROM (SELECT room, max(co) AS m FROM home GROUP BY room) AS x WHERE room = 'Kitchen' => 26
                    SELECT sum(n) FROM (VALUES (1, 'a'), (2, 'b')) AS v(n, c) => 3
                    SELECT (SELECT count(*) FROM errors e WHERE e.station = p.station) FROM prod_line p LIMIT 1 => 2
                    SELECT count(*) FROM home WHERE time > (SELECT max(time) FROM errors) AND room = 'Kitchen' => 9
                    SELECT 1 + (SELECT 2) => 3
                    """)
    @Conforms("D-173")
    void asksWithinQueries(String sql, String expected) {
        assertThat(db.rows(sql)).containsExactly(expected);
    }

    @Test
    @Conforms("D-174")
    void combinesRows() {
        assertThat(db.rows("SELECT room FROM home UNION SELECT level FROM errors ORDER BY 1"))
                .containsExactly("Kitchen", "Living Room", "crit", "warn");
        assertThat(db.rows("SELECT 1 UNION ALL SELECT 1")).containsExactly("1", "1");
        assertThat(
                        db.rows(
                                "SELECT time FROM prod_line INTERSECT SELECT time FROM errors ORDER BY"
                                        + " time"))
                .containsExactly("2022-01-01T10:00", "2022-01-01T11:00");
        assertThat(
                        db.rows(
                                "(VALUES (1), (1), (2)) INTERSECT ALL (VALUES (1), (1), (1)) ORDER BY 1"))
                .containsExactly("1", "1");
        assertThat(
                        db.rows(
                                "SELECT time FROM prod_line EXCEPT SELECT time FROM errors ORDER BY time"
                                        + " LIMIT 2"))
                .containsExactly("2022-01-01T08:00", "2022-01-01T09:00");
        assertThat(db.rows("(VALUES (1), (1), (2)) EXCEPT ALL (VALUES (1)) ORDER BY 1"))
                .containsExactly("1", "2");
        assertThat(db.rows("VALUES (1, 'a'), (2, 'b')")).containsExactly("1|a", "2|b");
        assertThatThrownBy(() -> db.rows("SELECT 1 UNION SELECT 1, 2"))
                .hasMessageContaining("same number of result columns");
    }

    @Test
    @Conforms("D-175")
    void definesTables() {
        assertThat(
                        db.rows(
                                "WITH k AS (SELECT * FROM home WHERE room = 'Kitchen'), w(t) AS (SELECT"
                                        + " max(temp) FROM k) SELECT count(*), max(t) FROM k, w WHERE"
                                        + " temp > 23"))
                .containsExactly("2|23.3");
        assertThat(
                        db.rows(
                                "WITH RECURSIVE f(n, a, b) AS (SELECT 1, 0, 1 UNION ALL SELECT n + 1, b,"
                                        + " a + b FROM f WHERE n < 60) SELECT a FROM f WHERE n >= 59"))
                .containsExactly("591286729879", "956722026041");
        assertThat(
                        db.rows(
                                "WITH RECURSIVE h(t) AS (SELECT min(time) FROM home UNION SELECT t +"
                                        + " INTERVAL '6 hours' FROM h WHERE t < '2022-01-01T20:00:00Z')"
                                        + " SELECT t FROM h ORDER BY t"))
                .containsExactly("2022-01-01T08:00", "2022-01-01T14:00", "2022-01-01T20:00");
        assertThat(
                        db.rows(
                                "SELECT * FROM (WITH x AS (SELECT 7 AS n) SELECT n FROM x) AS y UNION ALL"
                                        + " (WITH x AS (SELECT 8 AS n) SELECT n FROM x) ORDER BY 1"))
                .containsExactly("7", "8");
        assertThatThrownBy(() -> db.rows("WITH x AS (SELECT 1) SELECT * FROM y"))
                .hasMessageContaining("table 'public.iox.y' not found");
    }

    /// data.md 8.2: `prod_line` at 08 to 12 h.
    private static String[] productionLine() {
        return new String[] {
            "prod_line,station=B1 produced=26i 1641024000000000000",
            "prod_line,station=B1 produced=54i 1641027600000000000",
            "prod_line,station=B1 produced=56i 1641031200000000000",
            "prod_line,station=B1 other=1i 1641034800000000000",
            "prod_line,station=B1 produced=82i,other=1i 1641038400000000000"
        };
    }

    /// 8.2: `errors` at 10 and 11 h.
    private static String[] errors() {
        return new String[] {
            "errors,level=warn,station=B1 message=\"Maintenance required\" 1641031200000000000",
            "errors,level=crit,station=B1 message=\"Station offline\" 1641034800000000000"
        };
    }
}
