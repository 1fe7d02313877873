// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions of time and time literals, to the nanosecond (data.md 5.2, 5.5).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TimeTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        // 2022-01-01T08:59:59.999999999
        db.buffer("t v=1 1641027599999999999");
        db.file("old v=1 -1");
    }

    @AfterAll
    void close() {
        db.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    date_bin(INTERVAL '1 hour', time) | 1641024000000000000
                    date_bin(INTERVAL '10 nanoseconds', time) | 1641027599999999990
                    date_bin(INTERVAL '10 ns', time, '1970-01-01T00:00:00.000000003Z') | 1641027599999999993
                    date_bin(INTERVAL '1' DAY, time) | 1640995200000000000
                    date_bin('1 day', time) | 1640995200000000000
                    date_bin(INTERVAL 15 MINUTE, time) | 1641026700000000000
                    date_bin(INTERVAL '1 week', time) | 1640822400000000000
                    date_bin(INTERVAL '1 month', time) | 1640995200000000000
                    date_bin(INTERVAL '1 year', time) | 1640995200000000000
                    date_bin(INTERVAL '1 month', time, TIMESTAMP '1970-01-15') | 1639526400000000000
                    date_bin(INTERVAL '1 hour', time, TIMESTAMP '2000-01-01 00:30:00') | 1641025800000000000
                    date_bin(2 * INTERVAL '1 hour', time) | 1641024000000000000
                    date_trunc('hour', time) | 1641024000000000000
                    date_trunc('second', time) | 1641027599000000000
                    date_trunc('millisecond', time) | 1641027599999000000
                    date_trunc('microsecond', time) | 1641027599999999000
                    date_trunc('WEEK', time) | 1640563200000000000
                    date_trunc('quarter', time) | 1640995200000000000
                    time + INTERVAL '1 hour' | 1641031199999999999
                    INTERVAL '1 hour' + time | 1641031199999999999
                    time - INTERVAL '1 day' | 1640941199999999999
                    time - INTERVAL '1 month' | 1638349199999999999
                    time + INTERVAL '1 month 1 day' | 1643792399999999999
                    time + INTERVAL '2 days 1 hour 31 minutes' | 1641205859999999999
                    now() - INTERVAL '1 hour' | 1772362800000000000
                    now() | 1772366400000000000
                    TIMESTAMP '2022-01-01T00:00:00+02:00' | 1640988000000000000
                    '2022-01-01 00:00:00.123456789'::TIMESTAMP | 1640995200123456789
                    CAST('2022-01-01' AS TIMESTAMP) | 1640995200000000000
                    to_timestamp('2022-01-01T00:00:00Z') | 1640995200000000000
                    to_timestamp(7) | 7
                    to_timestamp_millis(7) | 7000000
                    max(time) | 1641027599999999999
                    greatest(time, '2023-01-01') | 1672531200000000000
                    """)
    void givesTheNanosecond(String expression, long expected) {
        assertThat(db.rows("SELECT CAST(" + expression + " AS BIGINT) FROM t GROUP BY time"))
                .containsExactly(Long.toString(expected));
    }

    /// What is below the unit is left out, before the epoch too.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    to_timestamp_seconds(time) | 2022-01-01T08:59:59
                    to_timestamp_millis(time::STRING) | 2022-01-01T08:59:59.999
                    to_timestamp_micros(tz(time, 'Asia/Tokyo')) | 2022-01-01T17:59:59.999999+09:00
                    to_timestamp_nanos(time) | 2022-01-01T08:59:59.999999999
                    to_timestamp_seconds('2022-05-17T13:14:15.987654321Z') | 2022-05-17T13:14:15
                    to_timestamp_micros('13:14:15.987654321 17.05.2022', '%Y', '%H:%M:%S%.f %d.%m.%Y') | 2022-05-17T13:14:15.987654
                    to_timestamp_seconds('1969-12-31T23:59:58.5Z') | 1969-12-31T23:59:59
                    to_timestamp_seconds(NULL) | null
                    """)
    void cutsOffToTheUnit(String expression, String expected) {
        assertThat(db.rows("SELECT CAST(" + expression + " AS STRING) FROM t"))
                .containsExactly(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    date_bin(INTERVAL '1 hour', time) | -3600000000000
                    date_bin(INTERVAL '7 nanoseconds', time) | -7
                    date_trunc('microsecond', time) | -1000
                    date_trunc('day', time) | -86400000000000
                    time - INTERVAL '1 month' | -2678400000000001
                    date_bin(INTERVAL '1 month', time) | -2678400000000000
                    date_bin(INTERVAL '1 quarter', time, TIMESTAMP '1970-01-15') | -6739200000000000
                    """)
    void floorsBeforeTheEpoch(String expression, long expected) {
        assertThat(db.rows("SELECT CAST(" + expression + " AS BIGINT) FROM old"))
                .containsExactly(Long.toString(expected));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    time = '2022-01-01T08:59:59.999999999Z' | 1
                    time = '2022-01-01T10:59:59.999999999+02:00' | 1
                    time = '2022-01-01 08:59:59.999999999' | 1
                    time > '2022-01-01T08:59:59.999999998Z' | 1
                    time > '2022-01-01T08:59:59.999999999Z' | 0
                    '2022-01-01T09:00:00Z' > time | 1
                    time < '2022-01-01T09:00:00Z' | 1
                    time < '2022-01-01T10:00:00+01:00' | 1
                    time < '2022-01-01T09:59:59+01:00' | 0
                    time BETWEEN '2022-01-01' AND '2022-01-02' | 1
                    time BETWEEN '2022-01-02' AND '2022-01-03' | 0
                    time IN ('2022-01-01T08:59:59.999999999Z', '2020-01-01') | 1
                    time >= now() - INTERVAL '1 hour' | 0
                    time <= now() - INTERVAL '1 hour' | 1
                    time >= now() - INTERVAL '10 years' | 1
                    time >= 1641027599999999999::TIMESTAMP | 1
                    time::BIGINT = 1641027599999999999 | 1
                    NOT (time > '2022-01-01' AND time < '2023-01-01') | 0
                    time > '2023-01-01' OR v = 1 | 1
                    date_bin(INTERVAL '1 hour', time) = '2022-01-01T10:00:00+02:00' | 1
                    """)
    void comparesExactly(String condition, long count) {
        assertThat(db.rows("SELECT count(*) FROM t WHERE " + condition))
                .containsExactly(Long.toString(count));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    date_part('year', time) | 2022
                    date_part('hour', time) | 8
                    extract(second FROM time) | 59
                    date_part('millisecond', time) | 59999
                    date_part('microsecond', time) | 59999999
                    date_part('nanosecond', time) | 59999999999
                    date_part('dow', time) | 6
                    date_part('isodow', time) | 5
                    extract(isodow FROM TIMESTAMP '2022-01-03') | 0
                    date_part('doy', time) | 1
                    date_part('epoch', time) > 1641027599.9 | true
                    to_char(time, '%Y-%m-%d %H:%M') | 2022-01-01 08:59
                    """)
    void takesTimesApart(String expression, String expected) {
        assertThat(db.rows("SELECT " + expression + " FROM t")).containsExactly(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT * FROM t WHERE time > 'yesterday' | not a timestamp: 'yesterday'
                    SELECT * FROM t WHERE time > '2022-13-01' | not a timestamp: '2022-13-01'
                    SELECT * FROM t WHERE time > '3000-01-01' | not a timestamp: '3000-01-01'
                    SELECT date_bin(v, time) FROM t | date_bin needs a constant interval
                    SELECT date_bin('1 fortnight', time) FROM t | not an interval: '1 fortnight'
                    SELECT date_bin(INTERVAL '1 fortnight', time) FROM t | not an interval: '1 fortnight'
                    SELECT date_bin(INTERVAL '1 month 1 day', time) FROM t | date_bin needs a positive interval
                    SELECT date_bin(INTERVAL '0 seconds', time) FROM t | date_bin needs a positive interval
                    SELECT date_bin(INTERVAL '1 hour') FROM t | date_bin expects 2 or 3 arguments, got 1
                    SELECT date_trunc('fortnight', time) FROM t | date_trunc does not know the unit 'fortnight'
                    SELECT date_part(v, time) FROM t | date_part needs a constant unit
                    SELECT INTERVAL '5 nanoseconds' | an interval below one microsecond here
                    SELECT INTERVAL 5 nanoseconds | not an interval: '5'
                    SELECT now() + INTERVAL '1000 years' | timestamp out of the range of 64-bit nanoseconds
                    """)
    void refuses(String sql, String message) {
        assertThatThrownBy(() -> db.rows(sql))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT median(time) = '2022-01-01T09:59:59.999999999+01:00' FROM t
                    SELECT [time][1] = '2022-01-01T09:59:59.999999999+01:00' FROM t
                    SELECT [tz(time, 'Europe/Paris')][1] = '2022-01-01T09:59:59.999999999' FROM t
                    SELECT (array_agg(time))[1] = '2022-01-01T09:59:59.999999999+01:00' FROM t
                    SELECT [time, '2022-01-01T09:59:59.999999999+01:00'][2] = time FROM t
                    SELECT x = '2022-01-01T16:00:00+01:00' FROM (VALUES (TIMESTAMP '2022-01-01T15:00:00')) v(x)
                    SELECT column1 < '2022-01-01T16:30:00+01:00' FROM (VALUES (TIMESTAMP '2022-01-01T15:00:00'), (NULL)) LIMIT 1
                    WITH v(x) AS (VALUES (TIMESTAMP '2022-01-01T15:00:00')) SELECT x = '2022-01-01T16:00:00+01:00' FROM v
                    """)
    void keepsOffsetsBeside(String sql) {
        assertThat(db.rows(sql)).containsExactly("true");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT column2 FROM (VALUES (1, 'a')) v | a
                    SELECT x, column2 FROM (VALUES (1, 'a')) v(x) | 1,a
                    SELECT v.column1 FROM (VALUES (1), (NULL)) v WHERE column1 > 0 | 1
                    """)
    void numbersColumnsOfValues(String sql, String row) {
        assertThat(db.rows(sql)).containsExactly(row.replace(',', '|'));
    }
}
