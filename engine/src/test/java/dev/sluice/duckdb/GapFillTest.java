// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Gap filling (data.md 5.6).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GapFillTest {
    private static final String BOUNDS =
            " WHERE time >= '2022-01-01T08:00:00Z' AND time <= '2022-01-01T10:00:00Z' ";

    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.file(HomeSensors.lines());
        // 0, 10 and 40 minutes; a row without a value at 20
        db.buffer(
                "n,k=a i=10i,f=1.5,s=\"x\" 0",
                "n,k=a i=13i,f=2.5 600000000000",
                "n,k=a g=1 1200000000000",
                "n,k=a i=20i,f=8.5,s=\"y\" 2400000000000",
                "n,k=b i=7i 600000000000");
        // Paris puts its clock back in this night
        db.buffer(
                "clock v=1 1603569600000000000",
                "clock v=2 1603598400000000000",
                "clock v=4 1603756800000000000");
    }

    @AfterAll
    void close() {
        db.close();
    }

    @Test
    @Conforms("D-149")
    void drawsLinesBetweenValues() {
        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '30 minutes', time) AS _time, room,"
                                        + " interpolate(avg(temp)) FROM home"
                                        + BOUNDS
                                        + "GROUP BY _time, room ORDER BY room, _time"))
                .containsExactly(
                        "2022-01-01T08:00|Kitchen|21.0",
                        "2022-01-01T08:30|Kitchen|22.0",
                        "2022-01-01T09:00|Kitchen|23.0",
                        "2022-01-01T09:30|Kitchen|22.85",
                        "2022-01-01T10:00|Kitchen|22.7",
                        "2022-01-01T08:00|Living Room|21.1",
                        "2022-01-01T08:30|Living Room|21.25",
                        "2022-01-01T09:00|Living Room|21.4",
                        "2022-01-01T09:30|Living Room|21.6",
                        "2022-01-01T10:00|Living Room|21.8");
    }

    @Test
    @Conforms("D-149")
    void carriesValuesForward() {
        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '30 minutes', time) AS _time, room,"
                                        + " locf(avg(temp)) FROM home"
                                        + BOUNDS
                                        + "GROUP BY 1, 2 ORDER BY room, _time"))
                .containsExactly(
                        "2022-01-01T08:00|Kitchen|21.0",
                        "2022-01-01T08:30|Kitchen|21.0",
                        "2022-01-01T09:00|Kitchen|23.0",
                        "2022-01-01T09:30|Kitchen|23.0",
                        "2022-01-01T10:00|Kitchen|22.7",
                        "2022-01-01T08:00|Living Room|21.1",
                        "2022-01-01T08:30|Living Room|21.1",
                        "2022-01-01T09:00|Living Room|21.4",
                        "2022-01-01T09:30|Living Room|21.4",
                        "2022-01-01T10:00|Living Room|21.8");
    }

    @Test
    @Conforms("D-149")
    void leavesNullsAndZeroesWhereNothingIsAsked() {
        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '20 minutes', time), count(*),"
                                        + " count(temp), sum(co), max(temp), coalesce(avg(temp), -1),"
                                        + " approx_distinct(room) FROM home WHERE time >="
                                        + " '2022-01-01T09:00:00Z' AND time < '2022-01-01T10:00:00Z'"
                                        + " AND room = 'Kitchen'"
                                        + " GROUP BY date_bin_gapfill(INTERVAL '20 minutes', time)"
                                        + " ORDER BY 1"))
                .containsExactly(
                        "2022-01-01T09:00|1|1|0|23.0|23.0|1",
                        "2022-01-01T09:20|0|0|null|null|-1.0|0",
                        "2022-01-01T09:40|0|0|null|null|-1.0|0");
    }

    @Test
    @Conforms("D-149")
    void takesRowsWithoutAValueForWhatTheyAre() {
        String sql =
                "SELECT date_bin_gapfill(INTERVAL '5 minutes', time) AS t, k, %s FROM n"
                        + " WHERE time BETWEEN '1970-01-01T00:00:00Z' AND '1970-01-01T00:45:00Z'"
                        + " AND k = 'a' GROUP BY t, k ORDER BY t";
        // cut off, like any division of whole numbers
        assertThat(lastOf(db.rows(sql.formatted("interpolate(max(i))"))))
                .containsExactly(
                        "10", "11", "13", "null", "null", "null", "null", "null", "20", "null");
        assertThat(lastOf(db.rows(sql.formatted("interpolate(avg(f))"))))
                .containsExactly(
                        "1.5", "2.0", "2.5", "null", "null", "null", "null", "null", "8.5", "null");
        assertThat(lastOf(db.rows(sql.formatted("locf(max(i))"))))
                .containsExactly("10", "10", "13", "13", "13", "13", "13", "13", "20", "20");
        assertThat(lastOf(db.rows(sql.formatted("locf(last_value(s ORDER BY time))"))))
                .containsExactly("x", "x", "x", "x", "x", "x", "x", "x", "y", "y");
        assertThat(lastOf(db.rows(sql.formatted("locf(count(*))"))))
                .containsExactly("1", "1", "1", "1", "1", "1", "1", "1", "1", "1");
    }

    @Test
    @Conforms("D-149")
    void leavesNullsBeforeTheFirstValue() {
        String sql =
                "SELECT date_bin_gapfill(INTERVAL '10 minutes', time) AS t, k, locf(max(i)),"
                        + " interpolate(min(i)) FROM n WHERE time >= '1970-01-01T00:00:00Z'"
                        + " AND time < '1970-01-01T00:30:00Z' AND k = 'b' GROUP BY t, k ORDER BY t";
        assertThat(db.rows(sql))
                .containsExactly(
                        "1970-01-01T00:00|b|null|null",
                        "1970-01-01T00:10|b|7|7",
                        "1970-01-01T00:20|b|7|null");
    }

    @Test
    @Conforms("D-149")
    void fillsSelectors() {
        String sql =
                "SELECT t, x['value'], x['time'] FROM (SELECT date_bin_gapfill(INTERVAL '30 minutes',"
                        + " time) AS t, %s(selector_last(temp, time)) AS x FROM home"
                        + BOUNDS
                        + "AND room = 'Kitchen' GROUP BY t) ORDER BY t LIMIT 3";
        assertThat(db.rows(sql.formatted("interpolate")))
                .containsExactly(
                        "2022-01-01T08:00|21.0|2022-01-01T08:00",
                        "2022-01-01T08:30|22.0|null",
                        "2022-01-01T09:00|23.0|2022-01-01T09:00");
        assertThat(db.rows(sql.formatted("locf")))
                .containsExactly(
                        "2022-01-01T08:00|21.0|2022-01-01T08:00",
                        "2022-01-01T08:30|21.0|2022-01-01T08:00",
                        "2022-01-01T09:00|23.0|2022-01-01T09:00");
    }

    @Test
    @Conforms("D-149")
    void filtersOrdersAndCountsWhatIsFilled() {
        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '30 minutes', time) AS t,"
                                        + " locf(avg(temp)) AS v, row_number() OVER (ORDER BY"
                                        + " date_bin_gapfill(INTERVAL '30 minutes', time)) AS n"
                                        + " FROM home"
                                        + BOUNDS
                                        + "AND room = $room GROUP BY t HAVING count(*) = 0"
                                        + " ORDER BY t DESC LIMIT 5",
                                Map.of("room", "Kitchen")))
                .containsExactly("2022-01-01T09:30|23.0|2", "2022-01-01T08:30|21.0|1");
        assertThat(
                        db.columns(
                                "SELECT date_bin_gapfill(INTERVAL '30 minutes', time) AS t, room,"
                                        + " locf(avg(temp)) FROM home"
                                        + BOUNDS
                                        + "GROUP BY t, room"))
                .containsExactly("t", "room", "locf(avg(home.temp))");
    }

    @Test
    @Conforms("D-149")
    void leavesSubqueriesAlone() {
        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '30 minutes', time) AS t,"
                                        + " locf(avg(temp)), (SELECT max(v) FROM clock) FROM home"
                                        + BOUNDS
                                        + "AND room = 'Kitchen' GROUP BY t"
                                        + " HAVING count(*) < (SELECT min(v) FROM clock) ORDER BY t"))
                .containsExactly("2022-01-01T08:30|21.0|4.0", "2022-01-01T09:30|23.0|4.0");
    }

    @Test
    @Conforms("D-149")
    void keepsToBoundsOriginsAndZones() {
        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '1 hour', tz(time, 'Asia/Kolkata'),"
                                        + " '2022-01-01T00:15:00Z')::VARCHAR AS t, count(*) FROM home"
                                        + " WHERE time > '2022-01-01T08:15:00Z'"
                                        + " AND time < '2022-01-01T10:15:00Z' GROUP BY 1 ORDER BY 1"))
                .containsExactly("2022-01-01T13:45:00+05:30|2", "2022-01-01T14:45:00+05:30|2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    TIMESTAMP '2022-02-01' - INTERVAL '1 month' | 24
                    date_trunc('week', TIMESTAMP '2022-01-01T20:30:00') + INTERVAL '5 days' | 24
                    date_trunc('hour', TIMESTAMP '2022-01-01T20:30:00') | 4
                    date_bin(INTERVAL '2 hours', TIMESTAMP '2022-01-01T21:30:00') | 4
                    date_bin(INTERVAL '2 hours', '2022-01-01T21:30:00') | 4
                    DATE '2022-01-01' | 24
                    TIMESTAMP '2022-01-01T21:30:00'::DATE | 24
                    DATE '2022-01-08' - INTERVAL '7 days' | 24
                    DATE '2022-02-01' - INTERVAL '1 month' | 24
                    """)
    @Conforms("D-149")
    void takesEveryConstantForABound(String lower, long bins) {
        assertThat(
                        db.rows(
                                "SELECT count(*) FROM (SELECT date_bin_gapfill(INTERVAL '1 hour', time)"
                                        + " AS t FROM home WHERE room = 'Kitchen' AND time >= "
                                        + lower
                                        + " AND time < DATE '2022-01-02' GROUP BY t)"))
                .containsExactly(String.valueOf(bins));
    }

    @Test
    @Conforms("D-149")
    void takesBoundsOfTheColumnThatIsFilled() {
        String bounds = "BETWEEN '2022-01-01T19:00:00Z' AND '2022-01-01T21:00:00Z'";

        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '1 hour', h.time) AS t, count(*)"
                                        + " FROM home h JOIN (SELECT DISTINCT room FROM home) r"
                                        + " ON h.room = r.room WHERE h.time "
                                        + bounds
                                        + " GROUP BY t ORDER BY t"))
                .containsExactly("2022-01-01T19:00|2", "2022-01-01T20:00|2", "2022-01-01T21:00|0");
        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '1 hour', moment) AS t, count(*)"
                                        + " FROM (SELECT time AS moment FROM home) WHERE moment "
                                        + bounds
                                        + " GROUP BY t ORDER BY t"))
                .containsExactly("2022-01-01T19:00|2", "2022-01-01T20:00|2", "2022-01-01T21:00|0");
        db.requireRefused(
                "SELECT date_bin_gapfill(INTERVAL '1 hour', a.time) AS t, count(*)"
                        + " FROM home a JOIN home b USING (room) WHERE b.time "
                        + bounds
                        + " GROUP BY t",
                "gap-filling query is missing both upper and lower time bounds");
    }

    @Test
    @Conforms("D-149")
    void fillsCenturies() {
        assertThat(
                        db.rows(
                                "SELECT count(*), min(t), max(t) FROM (SELECT"
                                        + " date_bin_gapfill(INTERVAL '1 day', time) AS t, count(*)"
                                        + " FROM home WHERE time >= '1700-01-01'"
                                        + " AND time <= '2200-01-01' GROUP BY t)"))
                .containsExactly("182622|1700-01-01T00:00|2200-01-01T00:00");
    }

    @ParameterizedTest
    @CsvSource({"2020-01-01, 2020-01-02", "2022-01-02, 2022-01-01", "2022-01-01, 2022-01-01"})
    @Conforms("D-149")
    void givesNothingWhereNothingIs(String from, String until) {
        assertThat(
                        db.rows(
                                "SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, count(*) FROM"
                                        + " home WHERE time >= '"
                                        + from
                                        + "' AND time < '"
                                        + until
                                        + "' GROUP BY t"))
                .isEmpty();
    }

    @Test
    @Conforms("D-148")
    void binsByTheClock() {
        assertThat(
                        db.rows(
                                "SELECT date_bin_wallclock(INTERVAL '12 hours',"
                                        + " tz(time,'America/Los_Angeles'))::VARCHAR AS t, room,"
                                        + " avg(temp) FROM home GROUP BY 1, room ORDER BY 2, 1"))
                .containsExactly(
                        "2022-01-01T00:00:00-08:00|Kitchen|22.61666666666667",
                        "2022-01-01T12:00:00-08:00|Kitchen|22.7",
                        "2022-01-01T00:00:00-08:00|Living Room|22.166666666666668",
                        "2022-01-01T12:00:00-08:00|Living Room|22.2");
        assertThat(
                        db.rows(
                                "SELECT date_bin_wallclock(INTERVAL '1 day',"
                                        + " tz(time, 'Europe/Paris'))::VARCHAR, sum(v) FROM clock"
                                        + " GROUP BY 1 ORDER BY 1"))
                .containsExactly(
                        "2020-10-24T00:00:00+02:00|1.0",
                        "2020-10-25T00:00:00+02:00|2.0",
                        "2020-10-27T00:00:00+01:00|4.0");
        assertThat(
                        db.rows(
                                "SELECT date_bin_wallclock(INTERVAL '1 hour', tz(x, 'Europe/Paris'),"
                                        + " '1970-01-01T00:30:00')::VARCHAR FROM (VALUES"
                                        + " ('2020-10-25T02:29:00+01:00'::TIMESTAMP),"
                                        + " ('2020-10-25T02:30:00+01:00'::TIMESTAMP)) v(x)"))
                .containsExactly("2020-10-25T01:30:00+02:00", "2020-10-25T02:30:00+01:00");
    }

    @Test
    @Conforms("D-151")
    void fillsGapsByTheClock() {
        assertThat(
                        db.rows(
                                "SELECT date_bin_wallclock_gapfill(INTERVAL '1 day',"
                                        + " tz(time, 'Europe/Paris'))::VARCHAR AS t, locf(sum(v)), count(*)"
                                        + " FROM clock WHERE time >= '2020-10-24T00:00:00' AT TIME ZONE"
                                        + " 'Europe/Paris' AND time < '2020-10-28T00:00:00' AT TIME ZONE"
                                        + " 'Europe/Paris' GROUP BY 1 ORDER BY 1"))
                .containsExactly(
                        "2020-10-24T00:00:00+02:00|1.0|1",
                        "2020-10-25T00:00:00+02:00|2.0|1",
                        "2020-10-26T00:00:00+01:00|2.0|0",
                        "2020-10-27T00:00:00+01:00|4.0|1");
        assertThat(
                        db.rows(
                                "SELECT date_bin_wallclock_gapfill(INTERVAL '2 hours',"
                                        + " tz(time, 'Europe/Paris'))::VARCHAR AS t, count(*)"
                                        + " FROM clock WHERE time >= '2020-10-24T23:00:00Z'"
                                        + " AND time < '2020-10-25T06:00:00Z' GROUP BY 1 ORDER BY 1"))
                .containsExactly(
                        "2020-10-25T00:00:00+02:00|0",
                        "2020-10-25T02:00:00+02:00|0",
                        "2020-10-25T04:00:00+01:00|1",
                        "2020-10-25T06:00:00+01:00|0");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, avg(temp) FROM home GROUP BY t | gap-filling query is missing both upper and lower time bounds
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, avg(temp) FROM home WHERE time < now() GROUP BY t | gap-filling query is missing lower time bound
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, avg(temp) FROM home WHERE time > '2022-01-01' GROUP BY t | gap-filling query is missing upper time bound
                    SELECT date_bin_gapfill(INTERVAL '1 hour') AS t FROM home GROUP BY t | DATE_BIN_GAPFILL expects 2 or 3 arguments, got 1
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time, '1970-01-01', 1) AS t FROM home GROUP BY t | DATE_BIN_GAPFILL expects 2 or 3 arguments, got 4
                    SELECT date_bin_gapfill(INTERVAL '1 hour', now()) AS t FROM home GROUP BY t | DATE_BIN_GAPFILL requires a column as the source argument
                    SELECT date_bin_gapfill(INTERVAL '1 month', time) AS t FROM home GROUP BY t | date_bin_gapfill needs a positive interval without months
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time), date_bin_gapfill(INTERVAL '2 hours', time), count(*) FROM home GROUP BY 1, 2 | DATE_BIN_GAPFILL specified more than once
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, date_bin_gapfill(INTERVAL '2 hours', time) FROM home GROUP BY t | DATE_BIN_GAPFILL specified more than once
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) FROM home GROUP BY 99999999999 | date_bin_gapfill may only be used as a GROUP BY expression
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) FROM home | date_bin_gapfill may only be used as a GROUP BY expression
                    SELECT count(*) FROM home WHERE date_bin_gapfill(INTERVAL '1 hour', time) > now() | date_bin_gapfill may only be used as a GROUP BY expression
                    SELECT count(*) FROM home GROUP BY date_bin_gapfill(INTERVAL '1 hour', time) + INTERVAL '1 hour' | date_bin_gapfill may only be used as a GROUP BY expression
                    SELECT locf(avg(temp)) FROM home | locf may only be used in the SELECT list of a gap-filling query
                    SELECT interpolate(avg(temp)) FROM home GROUP BY room | interpolate may only be used in the SELECT list of a gap-filling query
                    SELECT temp FROM home WHERE locf(temp) > 1 | locf may only be used in the SELECT list of a gap-filling query
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t FROM home WHERE time > '2022-01-01' AND time < '2022-01-02' GROUP BY t HAVING locf(avg(temp)) > 1 | locf may only be used in the SELECT list of a gap-filling query
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, locf(room) FROM home WHERE time > '2022-01-01' AND time < '2022-01-02' GROUP BY t, room | locf must be called on an aggregate column in a gap-filling query
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, interpolate(1) FROM home WHERE time > '2022-01-01' AND time < '2022-01-02' GROUP BY t | interpolate must be called on an aggregate column in a gap-filling query
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, interpolate(avg(temp)), locf(avg(temp)) FROM home WHERE time > '2022-01-01' AND time < '2022-01-02' GROUP BY t | multiple fill strategies for the same column
                    SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t FROM home WHERE time > '2022-01-01' AND time < '2022-01-02' GROUP BY ROLLUP (t) | a gap-filling query cannot have grouping sets
                    SELECT date_bin_gapfill(INTERVAL '1 nanosecond', time) AS t FROM home WHERE time > '2022-01-01' AND time < '2022-01-02' GROUP BY t | gap-filling query has too many bins: 86399999999999 (limit: 10000000)
                    SELECT date_bin_gapfill(INTERVAL '1 second', time) AS t FROM home WHERE time > '1700-01-01' AND time < '2200-01-01' GROUP BY t | gap-filling query has too many bins: 15778454400 (limit: 10000000)
                    """)
    @Conforms("D-150")
    void refuses(String sql, String message) {
        db.requireRefused(sql, message);
    }

    private static List<String> lastOf(List<String> rows) {
        return rows.stream().map(row -> row.substring(row.lastIndexOf('|') + 1)).toList();
    }
}
