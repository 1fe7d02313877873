// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Operators, functions and aggregates (data.md 5.3 to 5.10).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FunctionsTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.file("home,room=Kitchen temp=21,co=0i 1641024000000000000");
        db.buffer("s v=3 1", "s v=5 2", "s v=5 3", "s w=1 4", "s v=2 5");
        db.buffer("n a=9223372036854775807i,b=1i 1", "n a=1i,b=2i 2");
        db.buffer("o,k=a v=3i 1", "o,k=b v=1i 2", "o,k=c v=2i 3");
    }

    @AfterAll
    void close() {
        db.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    -3 << 3 | -24
                    -9 >> 65 | -5
                    5 << 62 | 4611686018427387904
                    1 << -1 | -9223372036854775808
                    -1 >> 63 | -1
                    CAST(18446744073709551615 AS BIGINT UNSIGNED) << 3 | 18446744073709551608
                    CAST(18446744073709551615 AS BIGINT UNSIGNED) >> 63 | 1
                    CAST(18446744073709551615 AS BIGINT UNSIGNED) & 18446744073709551614 | 18446744073709551614
                    CAST(18446744073709551615 AS BIGINT UNSIGNED) ^ 1 | 18446744073709551614
                    7 / 2 | 3
                    7.0 / 2 | 3.5
                    1e3 | 1000.0
                    18446744073709551615 | 18446744073709551615
                    -5 % 3 | -2
                    CAST(2.7 AS BIGINT) | 2
                    CAST(-2.7 AS BIGINT) | -2
                    '12'::BIGINT | 12
                    TRY_CAST('x' AS BIGINT) | null
                    CAST(temp AS BIGINT) | 21
                    time::BIGINT | 1641024000000000000
                    arrow_cast(time, 'Int64') | 1641024000000000000
                    to_timestamp(5)::BIGINT | 5
                    to_timestamp_seconds(1641024000)::BIGINT | 1641024000000000000
                    to_unixtime(time) | 1641024000
                    coalesce(NULL, 1) | 1
                    nvl(NULL, 2) | 2
                    round(-2.5) | -3.0
                    log(100) | 2.0
                    mean(temp) | 21.0
                    approx_distinct(room) | 1
                    substr('abc', 2, 1) | b
                    concat('a', NULL, 'b') | ab
                    lpad('7', 3, '0') | 007
                    regexp_like('abc', 'B', 'i') | true
                    regexp_count('banana', 'an') | 2
                    'abc' ~ '^a' | true
                    'abc' LIKE '%c' | true
                    1 IS DISTINCT FROM NULL | true
                    'a' IS NOT DISTINCT FROM 'b' | false
                    2 BETWEEN 1 AND 3 | true
                    2 NOT IN (1, 3) | true
                    CASE 1 WHEN 1 THEN 'x' ELSE 'y' END | x
                    array_length([1, 2, 3]) | 3
                    [5, 6][1] | 5
                    {'k': 7}['k'] | 7
                    extract(hour FROM time) | 8
                    date_part('nanosecond', time) | 0
                    now()::BIGINT | 1772366400000000000
                    CAST(current_date AS VARCHAR) | 2026-03-01
                    count(DISTINCT room) FILTER (WHERE temp > 20) | 1
                    selector_last(temp, time)['value'] | 21.0
                    """)
    void computes(String expression, String expected) {
        assertThat(db.rows("SELECT " + expression + " FROM home GROUP BY temp, time"))
                .containsExactly(expected);
    }

    @Test
    void selectsTheRowOfAnExtreme() {
        assertThat(
                        db.rows(
                                """
                                SELECT selector_first(v, time)['value'], selector_first(v, time)['time']::VARCHAR,
                                       selector_max(v, time)['value'], selector_max(v, time)['time']::VARCHAR,
                                       selector_min(v, time)['value'], selector_last(v, time)['time']::VARCHAR
                                FROM s
                                """))
                .containsExactly(
                        "3.0|1970-01-01T00:00:00.000000001|5.0|1970-01-01T00:00:00.000000002|2.0"
                                + "|1970-01-01T00:00:00.000000005");
    }

    @Test
    void addsIntegersAsIntegersOrFails() {
        assertThat(db.rows("SELECT sum(b) FROM n")).containsExactly("3");
        assertThatThrownBy(() -> db.rows("SELECT sum(a) FROM n"))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("Error while executing query: ");
    }

    /// Telling the type of a sum takes no longer than it has terms.
    @Test
    void addsManyTerms() {
        String sum = String.join(" + ", Collections.nCopies(50, "b"));

        assertThat(db.rows("SELECT sum(" + sum + "), sum(" + sum + ") / 2 FROM n"))
                .containsExactly("150|75");
    }

    @Test
    void keepsTheOrderThatWasAskedForUnderCasts() {
        assertThat(db.rows("SELECT k, sum(v) AS s FROM o GROUP BY k ORDER BY s DESC"))
                .containsExactly("a|3", "c|2", "b|1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    temp + | syntax error
                    bogus(temp) | function 'bogus' is not supported
                    abs(DISTINCT temp) | DISTINCT, ORDER BY and FILTER need an aggregate, and 'abs' is none
                    date_bin(DISTINCT INTERVAL '1 hour', time) | 'date_bin' is none
                    date_trunc('hour', time ORDER BY time) | 'date_trunc' is none
                    date_trunc('hour', time) FILTER (WHERE temp > 1) | 'date_trunc' is none
                    now() FILTER (WHERE false) | 'now' is none
                    to_timestamp(DISTINCT co) | 'to_timestamp' is none
                    tz(DISTINCT time, 'UTC') | 'tz' is none
                    arrow_cast(DISTINCT temp, 'Int64') | 'arrow_cast' is none
                    arrow_typeof(temp ORDER BY time) | 'arrow_typeof' is none
                    locf(temp ORDER BY time) | 'locf' is none
                    difference(DISTINCT temp) OVER (ORDER BY time) | 'difference' is none
                    row_number() FILTER (WHERE temp > 1) OVER () | 'row_number' is none
                    abs() | No function matches
                    abs(room) | No function matches
                    rank() | rank
                    abs(temp) OVER () | window function 'abs' is not supported
                    arrow_cast(temp, 'Decimal') | type 'Decimal' is not supported
                    struct_pack(a := 1, getenv('x')) | function 'getenv' is not supported
                    sum(temp, co) | No function matches
                    """)
    void refuses(String expression, String message) {
        assertThatThrownBy(() -> db.rows("SELECT " + expression + " FROM home"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }
}
