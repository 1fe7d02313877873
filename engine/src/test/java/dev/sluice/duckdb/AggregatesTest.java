// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/// Aggregates, selectors, groupings and windows (data.md 5.7 to 5.9) over the sample set `home`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AggregatesTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.file(HomeSensors.lines());
        db.buffer("s v=3 1", "s v=5 2", "s v=5 3", "s w=1 4", "s v=2 5", "s v=2,w=7 6");
        db.buffer("whole i=9007199254740993i 1", "whole i=9007199254740993i 2", "whole i=1i 3");
        db.buffer("t,k=a b=true,s=\"y\",u=6u 1", "t,k=a b=false,s=\"x\",u=5u 2", "t,k=b z=1 3");
    }

    @AfterAll
    void close() {
        db.close();
    }

    /// Two of the three have no float of their own, but their sums have near ones.
    @Test
    void meansOfWholeNumbersAreOfExactSums() {
        assertThat(db.rows("SELECT avg(i), mean(i), avg(i) FILTER (WHERE i > 1) FROM whole"))
                .containsExactly("6.004799503160663E15|6.004799503160663E15|9.007199254740992E15");
        assertThat(db.rows("SELECT avg(i + 0), avg(DISTINCT i) FROM whole"))
                .containsExactly("6.004799503160663E15|4.503599627370497E15");
    }

    @Test
    @Conforms("D-157")
    void selectsValuesAndTheirTimes() {
        assertThat(
                        db.rows(
                                "SELECT room, selector_first(temp, time)['value'],"
                                        + " selector_last(temp, time)['time'], selector_min(temp,"
                                        + " time)['value'], selector_max(temp, time)['time'],"
                                        + " selector_max(temp, time)['value'] FROM home GROUP BY room"
                                        + " ORDER BY room"))
                .containsExactly(
                        "Kitchen|21.0|2022-01-01T20:00|21.0|2022-01-01T18:00|23.3",
                        "Living Room|21.1|2022-01-01T20:00|21.1|2022-01-01T18:00|22.8");
        assertThat(
                        db.rows(
                                "SELECT x['value'], x['time'], x['other_1'] FROM (SELECT"
                                        + " selector_max(temp, time, hum) AS x FROM home)"))
                .containsExactly("23.3|2022-01-01T18:00|36.9");
    }

    @Test
    @Conforms("D-157")
    void takesTheEarliestOfEqualValuesAndPassesNullsOver() {
        assertThat(
                        db.rows(
                                "SELECT selector_max(v, time)['time']::BIGINT,"
                                        + " selector_min(v, time)['time']::BIGINT,"
                                        + " selector_first(v, time)['time']::BIGINT,"
                                        + " selector_last(v, time)['time']::BIGINT,"
                                        + " selector_last(v, time, w)['other_1'],"
                                        + " selector_first(v, time, w)['other_1'] FROM s"))
                .containsExactly("2|5|1|6|7.0|null");
        assertThat(
                        db.rows(
                                "SELECT k, selector_first(s, time)['value'], selector_last(b,"
                                        + " time)['value'], selector_max(s, time)['time']::BIGINT,"
                                        + " selector_min(u, time)['value'], selector_max(b,"
                                        + " time)['time']::BIGINT FROM t GROUP BY k ORDER BY k"))
                .containsExactly("a|y|false|1|5|1", "b|null|null|null|null|null");
        assertThat(
                        db.rows(
                                "SELECT selector_max(v, time) FILTER (WHERE v < 5)['value'],"
                                        + " selector_first(v, time) FILTER (WHERE time > '1970-01-01T00:00:00.000000002Z')['time']::BIGINT"
                                        + " FROM s"))
                .containsExactly("3.0|3");
    }

    @Test
    @Conforms("D-158")
    void transformsWindows() {
        assertThat(
                        db.rows(
                                "SELECT difference(v) OVER o, non_negative_difference(v) OVER o,"
                                        + " derivative(v, time, INTERVAL '1 nanosecond') OVER o,"
                                        + " non_negative_derivative(v, time, INTERVAL '2 nanoseconds')"
                                        + " OVER o FROM s WINDOW o AS (ORDER BY time) ORDER BY time"))
                .containsExactly(
                        "null|null|null|null",
                        "2.0|2.0|2.0|4.0",
                        "0.0|0.0|0.0|0.0",
                        "null|null|null|null",
                        "-3.0|null|-1.5|null",
                        "0.0|0.0|0.0|0.0");
        assertThat(
                        db.rows(
                                "SELECT derivative(temp, time) OVER (ORDER BY time) FROM home WHERE"
                                        + " room = 'Kitchen' ORDER BY time LIMIT 2"))
                .containsExactly("null", Double.toString(2.0 / 3600));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    count(*) => 26
                    count(DISTINCT co) => 12
                    sum(co) => 137
                    sum(temp) => 582.3
                    avg(temp) => 22.396153846153844
                    mean(hum) => 36.15
                    median(temp) => 22.45
                    stddev(co) => 7.774613519951676
                    stddev_samp(temp) => 0.5553238833191091
                    stddev_pop(co) => 7.623635778629977
                    var(co) => 60.444615384615375
                    var_sample(co) => 60.444615384615375
                    var_samp(hum) => 0.065
                    var_pop(co) => 58.11982248520709
                    var_population(co) => 58.11982248520709
                    corr(temp, hum) => 0.6512202411200863
                    covar(temp, hum) => 0.0922
                    covar_samp(temp, hum) => 0.0922
                    covar_pop(temp, hum) => 0.08865384615384603
                    regr_slope(temp, hum) => 1.418461538461552
                    regr_intercept(temp, hum) => -28.88123076923126
                    regr_r2(temp, hum) => 0.4240878024445033
                    regr_count(temp, hum) => 26
                    regr_avgx(temp, hum) => 36.15
                    regr_avgy(temp, hum) => 22.396153846153844
                    regr_sxx(temp, hum) => 1.625
                    regr_syy(temp, hum) => 7.709615384615383
                    regr_sxy(temp, hum) => 2.305
                    """)
    @Conforms("D-159")
    void aggregatesNumbers(String expression, double expected) {
        assertThat(Double.parseDouble(db.rows("SELECT " + expression + " FROM home").getFirst()))
                .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    min(room), max(room) FROM home => Kitchen|Living Room
                    min(b), max(b), bool_and(b), bool_or(b) FROM t => false|true|false|true
                    min(s), max(s), min(u), sum(u) FROM t => x|y|5|11
                    bit_and(u), bit_or(u), bit_xor(u) FROM t => 4|7|3
                    median(co), arrow_typeof(median(co)) FROM home => 1|Int64
                    median(co) FROM home WHERE co IN (4, 7) => 5
                    median(DISTINCT co), median(co) FILTER (WHERE co > 0) FROM home => 8|8
                    median(x) FROM (VALUES (9223372036854775807), (9223372036854775801)) t(x) => 9223372036854775804
                    median(x) FROM (VALUES (-9223372036854775807), (100)) t(x) => -4611686018427387853
                    median(epoch) FROM (SELECT 1640995200000000001 AS epoch) => 1640995200000000001
                    median(x), arrow_typeof(median(x)) FROM (VALUES (18446744073709551615), (18446744073709551613)) t(x) => 18446744073709551614|UInt64
                    arrow_typeof(sum(co)), arrow_typeof(sum(u)) FROM home, t => Int64|UInt64
                    stddev(temp), var(temp), stddev_pop(temp) FROM home WHERE co = 26 => null|null|0.0
                    corr(temp, hum), regr_slope(temp, hum), regr_count(temp, hum) FROM home WHERE co = 26 => null|null|1
                    regr_slope(temp, 1), corr(temp, hum) FILTER (WHERE co = 26) FROM home => null|null
                    corr(temp, hum), regr_slope(temp, hum) FROM home WHERE false => null|null
                    regr_slope(temp, co) OVER (ORDER BY time, room) FROM home ORDER BY time, room LIMIT 1 => null
                    median(x) OVER (), arrow_typeof(median(x) OVER ()) FROM (VALUES (9223372036854775807), (9223372036854775801)) t(x) LIMIT 1 => 9223372036854775804|Int64
                    median(temp) OVER (), median(time) OVER () FROM home LIMIT 1 => 22.45|2022-01-01T14:00
                    approx_percentile_cont_with_weight(temp, co, 0.5) OVER () FROM home LIMIT 1 => 22.7
                    count(co), sum(co), avg(co), min(co), median(co) FROM home WHERE co > 99 => 0|null|null|null|null
                    count(*), count(z) FROM t => 3|1
                    first_value(temp ORDER BY time), last_value(temp ORDER BY time) FROM home WHERE room = 'Kitchen' => 21.0|22.7
                    nth_value(temp, 2 ORDER BY time) FROM home WHERE room = 'Kitchen' => 23.0
                    """)
    @Conforms("D-159")
    void aggregatesEveryType(String query, String expected) {
        assertThat(db.rows("SELECT " + query)).containsExactly(expected);
    }

    @Test
    @Conforms("D-160")
    void approximatesWithinBounds() {
        String rows = " FROM (SELECT i, i % 1000 AS d FROM range(100000) t(i))";
        assertThat(number("approx_distinct(d)" + rows)).isCloseTo(1000, within(60.0));
        assertThat(number("approx_median(i)" + rows)).isCloseTo(50_000, within(1_000.0));
        assertThat(number("approx_percentile_cont(i, 0.9)" + rows))
                .isCloseTo(90_000, within(1_000.0));
        assertThat(number("approx_percentile_cont_with_weight(i, i, 0.5)" + rows))
                .isCloseTo(70_711, within(1_000.0));
        assertThat(db.rows("SELECT approx_distinct(room), approx_distinct(z) FROM home, t"))
                .containsExactly("2|1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    approx_percentile_cont(0.25) WITHIN GROUP (ORDER BY temp) => 22.2
                    approx_percentile_cont(0.25) WITHIN GROUP (ORDER BY temp DESC) => 22.7
                    approx_percentile_cont(0.25, 200) WITHIN GROUP (ORDER BY temp) => 22.2
                    approx_percentile_cont(temp, 0.25) => 22.2
                    approx_percentile_cont(temp, 0.25, 200) => 22.2
                    approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY co) => 1
                    approx_percentile_cont(1) WITHIN GROUP (ORDER BY co) => 26
                    approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY co) FILTER (WHERE co > 13) => 18
                    approx_percentile_cont_with_weight(co, 0.5) WITHIN GROUP (ORDER BY temp) => 22.7
                    approx_percentile_cont_with_weight(temp, co, 0.5) => 22.7
                    approx_percentile_cont_with_weight(co, 0.5, 100) WITHIN GROUP (ORDER BY temp) => 22.7
                    """)
    @Conforms("D-161")
    void takesPercentilesInEachForm(String expression, String expected) {
        assertThat(db.rows("SELECT " + expression + " FROM home")).containsExactly(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    approx_percentile_cont(1.5) WITHIN GROUP (ORDER BY temp) => Percentile value must be between 0.0 and 1.0 inclusive
                    approx_percentile_cont(temp, co) => Percentile value must be between 0.0 and 1.0 inclusive
                    approx_percentile_cont(temp) => approx_percentile_cont expects 2 or 3 arguments, got 1
                    percentile_cont(0.5) WITHIN GROUP (ORDER BY temp) => function 'percentile_cont' is not supported
                    percentile_disc(0.5) WITHIN GROUP (ORDER BY temp) => function 'percentile_disc' is not supported
                    quantile_cont(temp, 0.5) => function 'quantile_cont' is not supported
                    mode() WITHIN GROUP (ORDER BY temp) => function 'mode' is not supported
                    """)
    @Conforms("D-161")
    void refusesOtherPercentiles(String expression, String message) {
        refuses(expression, message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    array_agg(co ORDER BY co DESC) FILTER (WHERE co > 10) => [26,22,18,17,14]
                    array_agg(DISTINCT co ORDER BY co) FILTER (WHERE co < 4) => [0,1,3]
                    string_agg(DISTINCT room, ', ' ORDER BY room DESC) => Living Room, Kitchen
                    string_agg(time, ' ' ORDER BY time) FILTER (WHERE co > 22) => 2022-01-01T20:00:00
                    string_agg(DISTINCT time, ' ' ORDER BY time DESC) FILTER (WHERE co BETWEEN 18 AND 22) => 2022-01-01T19:00:00 2022-01-01T18:00:00
                    string_agg(tz(time, 'Asia/Tokyo'), ' ') FILTER (WHERE co > 22) => 2022-01-02T05:00:00+09:00
                    string_agg(co::VARCHAR, '-' ORDER BY time) FILTER (WHERE room = 'Kitchen' AND co > 9) => 18-22-26
                    count(*) FILTER (WHERE room = 'Kitchen') => 13
                    sum(DISTINCT co) => 126
                    avg(temp) FILTER (WHERE co > 25) => 22.7
                    count(DISTINCT room) FILTER (WHERE co > 20) => 1
                    """)
    @Conforms("D-162")
    void ordersAndFilters(String expression, String expected) {
        assertThat(db.rows("SELECT " + expression + " FROM home")).containsExactly(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    abs(temp) FILTER (WHERE co > 1) => DISTINCT, ORDER BY and FILTER need an aggregate, and 'abs' is none
                    upper(DISTINCT room) => DISTINCT, ORDER BY and FILTER need an aggregate, and 'upper' is none
                    sum(room) => No function matches
                    sum(sum(co)) => aggregate function calls cannot be nested
                    row_number() => function 'row_number' is not supported
                    sum() => No function matches
                    """)
    @Conforms("D-162")
    void refusesWhatDoesNotAggregate(String expression, String message) {
        refuses(expression, message);
    }

    @Test
    @Conforms("D-163")
    void groupsBySets() {
        assertThat(
                        db.rows(
                                "SELECT room, grouping(room), sum(co) FROM home GROUP BY GROUPING SETS"
                                        + " ((room), ()) ORDER BY 1"))
                .containsExactly("Kitchen|0|87", "Living Room|0|50", "null|1|137");
        assertThat(
                        db.rows(
                                "SELECT room, co > 0 AS c, count(*), grouping(room), grouping(co > 0)"
                                        + " FROM home GROUP BY CUBE (room, co > 0) ORDER BY 1, 2"))
                .containsExactly(
                        "Kitchen|false|5|0|0",
                        "Kitchen|true|8|0|0",
                        "Kitchen|null|13|0|1",
                        "Living Room|false|7|0|0",
                        "Living Room|true|6|0|0",
                        "Living Room|null|13|0|1",
                        "null|false|12|1|0",
                        "null|true|14|1|0",
                        "null|null|26|1|1");
        assertThat(
                        db.rows(
                                "SELECT date_trunc('day', time) AS d, room, max(temp) FROM home GROUP BY"
                                        + " ROLLUP (d, room) ORDER BY 1, 2"))
                .containsExactly(
                        "2022-01-01T00:00|Kitchen|23.3",
                        "2022-01-01T00:00|Living Room|22.8",
                        "2022-01-01T00:00|null|23.3",
                        "null|null|23.3");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    row_number() OVER (ORDER BY time) => 1,2,3,4,5,6
                    rank() OVER (ORDER BY v NULLS LAST) => 3,4,4,6,1,1
                    dense_rank() OVER (ORDER BY v NULLS LAST) => 2,3,3,4,1,1
                    percent_rank() OVER (ORDER BY time) => 0.0,0.2,0.4,0.6,0.8,1.0
                    cume_dist() OVER (ORDER BY v DESC NULLS LAST) => 0.5,0.3333333333333333,0.3333333333333333,1.0,0.8333333333333334,0.8333333333333334
                    ntile(4) OVER (ORDER BY time) => 1,1,2,2,3,4
                    lag(v) OVER (ORDER BY time) => null,3.0,5.0,5.0,null,2.0
                    lag(v, 2, -1) OVER (ORDER BY time) => -1.0,-1.0,3.0,5.0,5.0,null
                    lag(v) IGNORE NULLS OVER (ORDER BY time) => null,3.0,5.0,5.0,5.0,2.0
                    lead(v, 1) OVER (ORDER BY time) => 5.0,5.0,null,2.0,2.0,null
                    lead(v IGNORE NULLS) OVER (ORDER BY time) => 5.0,5.0,2.0,2.0,2.0,null
                    first_value(v) OVER (ORDER BY time) => 3.0,3.0,3.0,3.0,3.0,3.0
                    last_value(v) OVER (ORDER BY time) => 3.0,5.0,5.0,null,2.0,2.0
                    last_value(v) IGNORE NULLS OVER (ORDER BY time) => 3.0,5.0,5.0,5.0,2.0,2.0
                    nth_value(v, 2) OVER (ORDER BY time) => null,5.0,5.0,5.0,5.0,5.0
                    sum(v) OVER (ORDER BY time) => 3.0,8.0,13.0,13.0,15.0,17.0
                    sum(v) OVER (ORDER BY time ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) => 8.0,13.0,10.0,7.0,4.0,4.0
                    sum(v) OVER (ORDER BY time ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) => 17.0,14.0,9.0,4.0,4.0,2.0
                    count(*) OVER (ORDER BY v RANGE BETWEEN CURRENT ROW AND CURRENT ROW) => 1,2,2,1,2,2
                    count(*) OVER (ORDER BY v GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) => 3,3,3,3,2,2
                    sum(v) OVER (ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) => 14.0,12.0,12.0,17.0,15.0,15.0
                    max(v) OVER () => 5.0,5.0,5.0,5.0,5.0,5.0
                    count(*) FILTER (WHERE v > 2) OVER (ORDER BY time) => 1,2,3,3,3,3
                    avg(v) OVER (PARTITION BY v IS NULL) => 3.4,3.4,3.4,null,3.4,3.4
                    approx_distinct(v) OVER () => 3,3,3,3,3,3
                    """)
    @Conforms("D-164")
    void looksThroughWindows(String expression, String expected) {
        assertThat(String.join(",", db.rows("SELECT " + expression + " FROM s ORDER BY time")))
                .isEqualTo(expected);
    }

    @Test
    @Conforms("D-164")
    void namesWindowsAndFiltersByThem() {
        assertThat(
                        db.rows(
                                "SELECT room, temp, rank() OVER w FROM home WINDOW w AS (PARTITION BY"
                                        + " room ORDER BY temp DESC) QUALIFY rank() OVER w = 1 ORDER BY 1"))
                .containsExactly("Kitchen|23.3|1", "Living Room|22.8|1");
        assertThat(
                        db.rows(
                                "SELECT room, sum(co) - lag(sum(co)) OVER (ORDER BY room) FROM home"
                                        + " GROUP BY room ORDER BY room"))
                .containsExactly("Kitchen|null", "Living Room|-37");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    abs(temp) OVER () => window function 'abs' is not supported
                    fill(temp) OVER (ORDER BY time) => window function 'fill' is not supported
                    selector_max(temp, time) OVER () => window function 'selector_max' is not supported
                    derivative(temp, time, INTERVAL '1 month') OVER (ORDER BY time) => derivative needs a positive constant interval without months
                    difference() OVER (ORDER BY time) => difference expects 1 arguments, got 0
                    difference(temp) => function 'difference' is not supported
                    sum(temp) OVER w => window "w" does not exist
                    """)
    @Conforms("D-164")
    void refusesWindows(String expression, String message) {
        refuses(expression, message);
    }

    private double number(String query) {
        return Double.parseDouble(db.rows("SELECT " + query).getFirst());
    }

    private void refuses(String expression, String message) {
        db.requireRefused("SELECT " + expression + " FROM home", message);
    }
}
