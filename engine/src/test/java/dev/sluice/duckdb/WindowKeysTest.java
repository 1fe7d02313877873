// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Windows whose keys are computed by functions that may fail, which the engine would refuse.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WindowKeysTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.nextDatabase();
        db.file("t,h=a f=1.5,s=\"10\" 1", "t,h=b f=1.2,s=\"9\" 2", "t,h=c f=2.9,s=\"-\" 3");
        db.buffer("t,h=d f=2.1,s=\"11\" 4");
        db.buffer("u,h=a k=5i 1", "u,h=b k=6i 2");
    }

    @AfterAll
    void close() {
        db.requireNothingLeft();
        db.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    h, count(*) OVER (PARTITION BY f::BIGINT) FROM t ORDER BY h => a|2,b|2,c|2,d|2
                    h, row_number() OVER (ORDER BY lpad(h, 3, 'z') DESC) AS n FROM t ORDER BY n => d|1,c|2,b|3,a|4
                    h, rank() OVER (ORDER BY replace(s, '1', '8')) FROM t WHERE s <> '-' ORDER BY 2 => a|1,d|2,b|3
                    h, rank() OVER (ORDER BY s::BIGINT DESC) FROM t WHERE s <> '-' ORDER BY h => a|2,b|3,d|1
                    h, n FROM (SELECT h, row_number() OVER (ORDER BY CAST(s AS BIGINT)) n FROM t WHERE s <> '-') ORDER BY n => b|1,a|2,d|3
                    * FROM (SELECT *, sum(f) OVER (PARTITION BY substr(s, 1, 1)) x FROM t) WHERE h = 'a' => 1.5|a|10|1970-01-01T00:00:00.000000001|3.6
                    * EXCLUDE (time, s), ntile(2) OVER (ORDER BY substr(h, 1, 1)) FROM t ORDER BY h => 1.5|a|1,1.2|b|1,2.9|c|2,2.1|d|2
                    CAST(f AS BIGINT) AS k, sum(f), row_number() OVER (ORDER BY CAST(f AS BIGINT) DESC) FROM t GROUP BY 1 ORDER BY k => 1|2.7|2,2|5.0|1
                    CAST(f AS BIGINT) AS k, lag(sum(f)) OVER (ORDER BY CAST(f AS BIGINT)) FROM t GROUP BY k HAVING count(*) > 1 ORDER BY k => 1|null,2|2.7
                    t.h, u.*, first_value(t.f) OVER (PARTITION BY u.k::DOUBLE::BIGINT % 1) FROM t JOIN u ON t.h = u.h ORDER BY t.h => a|a|5|1970-01-01T00:00:00.000000001|1.5,b|b|6|1970-01-01T00:00:00.000000002|1.5
                    h, row_number() OVER (PARTITION BY f::BIGINT ORDER BY time) AS n FROM t QUALIFY n = 1 ORDER BY h => a|1,c|1
                    h AS a, f::BIGINT AS h, count(*) FILTER (WHERE f > 1.4) OVER (PARTITION BY f::BIGINT) FROM t ORDER BY h, a => a|1|1,b|1|1,c|2|2,d|2|2
                    DISTINCT f::BIGINT AS k, max(f) OVER (PARTITION BY f::BIGINT) FROM t ORDER BY k DESC => 2|2.9,1|1.5
                    h, (SELECT max(k) FROM u WHERE u.h = t.h), rank() OVER (ORDER BY CAST(f AS BIGINT)) FROM t ORDER BY h LIMIT 2 => a|5|1,b|6|1
                    time, max(time) OVER (PARTITION BY f::BIGINT) FROM t ORDER BY time LIMIT 1 => 1970-01-01T00:00:00.000000001|1970-01-01T00:00:00.000000002
                    h, lag(f, 1, 0.0) OVER (PARTITION BY f::BIGINT ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t ORDER BY h => a|0.0,b|1.5,c|0.0,d|2.9
                    count(*) OVER (PARTITION BY 'x'::VARCHAR), lead(f) OVER (ORDER BY repeat(h, 2)) FROM t ORDER BY h LIMIT 2 => 4|1.2,4|2.9
                    row_number() OVER (ORDER BY '5'::BIGINT) FROM t => 1,2,3,4
                    h, rank() OVER (PARTITION BY concat('a', 'b') ORDER BY concat(h, '|', repeat(h, 2))), lag(f, 1 + 1) OVER (ORDER BY time) FROM t ORDER BY h LIMIT 2 => a|1|null,b|2|null
                    n FROM (SELECT row_number() OVER (PARTITION BY f > 0 ORDER BY random()) AS n FROM t) ORDER BY n => 1,2,3,4
                    h, grouping(h), rank() OVER (ORDER BY sum(f)::BIGINT) FROM t WHERE f > 2 GROUP BY ROLLUP (h) ORDER BY 1 NULLS LAST => c|0|1,d|0|1,null|1|3
                    """)
    void computesKeysBelowTheWindow(String query, String expected) {
        assertRows(query, expected);
    }

    private void assertRows(String query, String expected) {
        assertThat(db.rows("SELECT " + query)).containsExactly(expected.split(",", -1));
    }

    @Test
    void namesColumnsAsWithoutWindows() {
        assertThat(
                        db.columns(
                                "SELECT *, h, t.f, upper(h), rank() OVER (ORDER BY f::BIGINT) FROM t"))
                .startsWith("f", "h", "s", "time", "h", "f", "upper(t.h)");
    }

    @Test
    void failsWhereAKeyDoes() {
        assertThatThrownBy(() -> db.rows("SELECT rank() OVER (ORDER BY s::BIGINT) FROM t"))
                .hasMessageContaining("Could not convert string '-' to Int64");
    }

    @Test
    void findsWhatItReadsByTheNameOfAnItem() {
        assertThat(
                        db.rows(
                                "SELECT upper(h) AS x, row_number() OVER (ORDER BY f::BIGINT, h) AS n"
                                        + " FROM t ORDER BY n % 2, x || 'z' DESC"))
                .isEqualTo(Arrays.asList("D|4", "B|2", "C|3", "A|1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    a = b FROM (SELECT random() + f AS a, random() + f AS b, rank() OVER (ORDER BY rpad(h, 9, '-')) FROM t) => false,false,false,false
                    DISTINCT ON (h) 'x' AS h, rank() OVER (ORDER BY rpad(h, 9, '-')) AS r FROM t ORDER BY h, r => x|1
                    'x' AS c, count(*), rank() OVER (ORDER BY rpad(max(h), 9, '-')) FROM t GROUP BY ROLLUP (c) ORDER BY c => x|4|1,null|4|1
                    random() < 2 AS b, count(*), rank() OVER (ORDER BY rpad(max(h), 9, '-')) FROM t GROUP BY b => true|4|1
                    *, rank() OVER (ORDER BY rpad(h, 9, '-')) FROM (SELECT h, s FROM t) GROUP BY 1, 2 ORDER BY h LIMIT 1 => a|10|1
                    """)
    void keepsWhatStandsBesideTheWindow(String query, String expected) {
        assertRows(query, expected);
    }

    /// Names of two columns, rows that are made of each row, and their like cannot be parted; the
    /// engine takes these keys as they are.
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    *, rank() OVER (ORDER BY upper(q.s)) FROM (SELECT h, f AS h, s FROM t WHERE h < 'c') q ORDER BY s => a|1.5|10|1,b|1.2|9|2
                    *, rank() OVER (ORDER BY upper(h)) FROM (SELECT h, 1 AS x FROM t) CROSS JOIN (SELECT 2 AS x) ORDER BY h LIMIT 1 => a|1|2|1
                    h, row_number() OVER (ORDER BY upper(h)) + 4 IN (SELECT k FROM u WHERE u.h = t.h) FROM t ORDER BY h => a|true,b|true,c|false,d|false
                    h, unnest(make_array(f, 1.0)) AS x, row_number() OVER (ORDER BY upper(h)) FROM t ORDER BY h, x LIMIT 3 => a|1.0|1,a|1.5|1,b|1.0|2
                    upper(h) AS x, count(*) AS f, rank() OVER (ORDER BY upper(h)) FROM t GROUP BY x HAVING f > 0 ORDER BY x LIMIT 1 => A|1|1
                    """)
    void leavesKeysToTheEngineThatItTakes(String query, String expected) {
        assertRows(query, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    * EXCLUDE (x), rank() OVER (ORDER BY rpad(h, 9, '-')) FROM t => "x" in EXCLUDE list not found
                    x.*, rank() OVER (ORDER BY rpad(h, 9, '-')) FROM t => No field named x
                    h, rank() OVER (ORDER BY rpad(h, 9, '-')) FROM t GROUP BY 99999999999 => between 1 and 2
                    h, unnest(make_array(f, 1.0)), rank() OVER (ORDER BY rpad(h, 9, '-')) FROM t => ORDER BY of a window cannot be computed here: give it a name in a subquery
                    """)
    void refuses(String query, String words) {
        db.requireRefused("SELECT " + query, words);
    }
}
