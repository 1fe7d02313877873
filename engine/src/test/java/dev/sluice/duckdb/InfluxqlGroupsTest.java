// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bins of time, fills, selectors, window functions, subqueries (data.md 6.5 to 6.10). Times are
/// written as seconds.
final class InfluxqlGroupsTest {
    private static InfluxqlFixture db;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        db = InfluxqlFixture.open(directory);
        db.database()
                .file(
                        "m,host=a f=1,i=1i,s=\"x\",b=true 5000000000",
                        "m,host=a f=4,i=4i,s=\"y\",b=false 15000000000",
                        "m,host=a f=10,i=3i,s=\"y\" 42000000000",
                        "m,host=b f=2,u=7u 25000000000")
                .buffer(
                        "m,host=b f=8,u=3u 28000000000",
                        "m,host=b f=8,u=5u 45000000000",
                        "later f=1 " + seconds(Duration.ofMinutes(1)),
                        "later f=2 " + seconds(Duration.ofMinutes(-90)));
        List<String> clock = new ArrayList<>();
        for (String start : List.of("2020-03-28T20:00:00Z", "2020-10-24T20:00:00Z")) {
            for (int hour = 0; hour < 36; hour++) {
                clock.add(
                        "clock v=1i "
                                + Instant.parse(start).plusSeconds(3600L * hour).getEpochSecond()
                                + "000000000");
            }
        }
        db.database().file(clock.toArray(String[]::new));
    }

    @AfterAll
    static void close() {
        db.close();
    }

    private static String seconds(Duration before) {
        return QueryFixture.NOW.minus(before).getEpochSecond() + "000000000";
    }

    @ParameterizedTest
    @Conforms({"D-210", "D-213"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    mean(f); time(10s); ; 0=1 10=4 20=null 30=null 40=10
                    count(f); time(10s); ; 0=1 10=1 20=0 30=0 40=1
                    count(f) * 2; time(10s); ; 0=2 10=2 20=0 30=0 40=2
                    mean(f); time(10s); fill(null); 0=1 10=4 20=null 30=null 40=10
                    mean(f); time(10s); fill(none); 0=1 10=4 40=10
                    mean(f); time(10s); fill(previous); 0=1 10=4 20=4 30=4 40=10
                    mean(f); time(10s); fill(linear); 0=1 10=4 20=6 30=8 40=10
                    sum(i); time(10s); fill(linear); 0=1 10=4 20=3 30=3 40=3
                    max(f), i; time(10s); fill(linear); 0=1 1 10=4 4 20=6 null 30=8 null 40=10 3
                    mean(f); time(10s); fill(7); 0=1 10=4 20=7 30=7 40=10
                    mean(f) * 2; time(10s); fill(7); 0=2 10=8 20=7 30=7 40=20
                    sum(i); time(10s); fill(7.9); 0=1 10=4 20=7 30=7 40=3
                    count(f); time(10s); fill(-1); 0=1 10=1 20=-1 30=-1 40=1
                    last(s); time(10s); fill(previous); 0=x 10=y 20=y 30=y 40=y
                    last(s); time(10s); fill(linear); 0=x 10=y 20=null 30=null 40=y
                    mean(f); time(20s); ; 0=2.5 20=null 40=10
                    mean(f); time(10s, 5s); ; -5=null 5=1 15=4 25=null 35=10
                    mean(f); time(10s, -5s); ; -5=null 5=1 15=4 25=null 35=10
                    mean(f); time(10s, 1m); ; 0=1 10=4 20=null 30=null 40=10
                    mean(f); time(10s, now()); ; 0=1 10=4 20=null 30=null 40=10
                    mean(f); time(1w); ; 0=5
                    first(f); time(30s); ; 0=1 30=10
                    max(f); time(30s); ; 0=4 30=10
                    stddev(f); time(10s); ; 0=null 10=null 20=null 30=null 40=null
                    stddev(f); time(10s); fill(none); 0=null 10=null 40=null
                    """)
    void fillsBins(String field, String dimension, String fill, String expected) {
        String query =
                "SELECT %s FROM m WHERE host = 'a' AND time >= 0 AND time < 45s GROUP BY %s %s"
                        .formatted(field, dimension, fill == null ? "" : fill);
        assertThat(bins(query)).isEqualTo(expected);
    }

    @Test
    @Conforms({"D-209", "D-213", "D-214"})
    void fillsEachSeriesThatHasData() {
        String query =
                "SELECT sum(f) FROM m WHERE time >= 10s AND time < 50s GROUP BY time(20s), host";
        assertThat(db.ask(query))
                .containsExactly(
                        "m{host=a} time sum",
                        time(0) + " 4",
                        time(20) + " null",
                        time(40) + " 10",
                        "m{host=b} time sum",
                        time(0) + " null",
                        time(20) + " 10",
                        time(40) + " 8");
        assertThat(
                        db.rows(
                                "SELECT sum(f) FROM m WHERE time >= 100s AND time < 200s"
                                        + " GROUP BY time(20s) fill(0)"))
                .isEmpty();
        assertThat(db.rows("SELECT count(f) FROM m WHERE time >= 100s AND time < 200s")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time > 9223372036854775807",
                "time > 50s AND time < 40s",
                "time >= -9223372036854775807 AND time <= -9223372031854775809"
            })
    void fillsNothingWhereNothingIs(String bounds) {
        for (String offset : List.of("", ", 1ns", ", 5s")) {
            assertThat(
                            db.rows(
                                    "SELECT count(f) FROM m WHERE "
                                            + bounds
                                            + " GROUP BY time(10s"
                                            + offset
                                            + "), host"))
                    .isEmpty();
        }
    }

    @Test
    @Conforms("D-210")
    void startsAtTheFirstDataWithoutALowerBound() {
        assertThat(bins("SELECT sum(f) FROM m WHERE time < 30s AND host = 'b' GROUP BY time(10s)"))
                .isEqualTo("20=10");
        assertThat(bins("SELECT sum(u) FROM m WHERE time < 60s GROUP BY time(10s), host"))
                .isEqualTo("20=10 30=null 40=5 50=null");
    }

    @Test
    @Conforms("D-212")
    void endsNowWithoutAnUpperBound() {
        assertThat(db.rows("SELECT count(f) FROM later WHERE time > now() - 2h GROUP BY time(1h)"))
                .containsExactly(
                        "2026-03-01T10:00:00Z 0",
                        "2026-03-01T11:00:00Z 1",
                        "2026-03-01T12:00:00Z 0");
        assertThat(
                        db.rows(
                                "SELECT count(f) FROM later WHERE time > now() - 2h"
                                        + " AND time < now() + 2h GROUP BY time(2h) fill(none)"))
                .containsExactly("2026-03-01T10:00:00Z 1", "2026-03-01T12:00:00Z 1");
        assertThat(db.rows("SELECT f FROM later")).hasSize(2);
    }

    @ParameterizedTest
    @Conforms("D-211")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    10-24T20; 10-26T08; 1d; 10-23T22=2 10-24T22=25 10-25T23=9
                    10-24T22; 10-25T12; 6h; 10-24T22=7 10-25T05=6 10-25T11=1
                    10-24T23; 10-25T03; 1h; 10-24T23=1 10-25T00=1 10-25T01=1 10-25T02=1
                    03-28T20; 03-30T08; 1d; 03-27T23=3 03-28T23=23 03-29T22=10
                    03-28T20; 03-29T08; 6h; 03-28T17=3 03-28T23=5 03-29T04=4
                    """)
    void binsByTheClockOfAZone(String from, String to, String width, String expected) {
        String query =
                "SELECT count(v) FROM clock WHERE time >= '2020-"
                        + from
                        + ":00:00Z' AND time < '2020-"
                        + to
                        + ":00:00Z' GROUP BY time("
                        + width
                        + ") tz('Europe/Paris')";
        String actual =
                db.rows(query).stream()
                        .map(row ->
                                row.substring(5, 13) + "=" + row.substring(row.indexOf(' ') + 1))
                        .collect(Collectors.joining(" "));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    @Conforms({"D-211", "D-225"})
    void readsTimesInTheZone() {
        assertThat(
                        db.rows(
                                "SELECT count(v) FROM clock WHERE time >= '2020-10-25'"
                                        + " AND time < '2020-10-26' GROUP BY time(1d) tz('Europe/Paris')"))
                .containsExactly("2020-10-24T22:00:00Z 25");
        assertThat(
                        db.rows(
                                "SELECT count(v) FROM clock WHERE time < '2020-11-01'"
                                        + " GROUP BY time(4w) fill(none) tz('Europe/Paris')"))
                .hasSize(2);
        assertThat(
                        db.rows(
                                "SELECT count(v) FROM clock WHERE time < '2020-11-01'"
                                        + " GROUP BY time(1d) tz('Europe/Paris')"))
                .startsWith("2020-03-27T23:00:00Z 3", "2020-03-28T23:00:00Z 23")
                .endsWith("2020-10-29T23:00:00Z 0", "2020-10-30T23:00:00Z 0");
    }

    @ParameterizedTest
    @Conforms("D-208")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    mean(f) FROM m WHERE host = 'a'; 0=5
                    mean(f) FROM m WHERE time >= 10s AND host = 'a'; 10=7
                    mean(f) FROM m WHERE time > 9s AND time < 20s; 9.000000001=4
                    max(f) FROM m; 42=10
                    max(f) * 2 FROM m; 42=20
                    max(f), min(f) FROM m; 0=10 1
                    max(f), max(f) FROM m; 0=10 10
                    max(i), mean(i) FROM m; 0=4 2.6666666666666665
                    max(f), host FROM m; 42=10 a
                    max(f), host FROM m WHERE time >= 0 AND time < 60s GROUP BY time(30s); 0=8 b 30=10 a
                    distinct(s) FROM m WHERE time >= 3s; 3=x 3=y
                    distinct(s) FROM m WHERE time < 60s GROUP BY time(10s); 0=x 10=y 40=y
                    """)
    void givesAggregatesATime(String query, String expected) {
        assertThat(bins("SELECT " + query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @Conforms({"D-201", "D-202"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    first(f) FROM m; 5=1
                    last(f) FROM m; 45=8
                    last(s) FROM m; 42=y
                    first(b) FROM m; 5=true
                    max(b) FROM m; 5=true
                    min(b) FROM m; 15=false
                    max(u) FROM m; 25=7
                    min(u) FROM m; 28=3
                    max(f) FROM m WHERE host = 'b'; 28=8
                    last(f), s FROM m WHERE host = 'a'; 42=10 y
                    percentile(f, 100) FROM m; 42=10
                    percentile(f, 50) FROM m WHERE host = 'a'; 15=4
                    percentile(f, 1) FROM m;
                    percentile(f, 0) FROM m;
                    percentile(f, 75), host FROM m; 28=8 b
                    top(f, 2) FROM m; 28=8 42=10
                    top(f, 9) FROM m WHERE host = 'b'; 25=2 28=8 45=8
                    bottom(f, 2) FROM m; 5=1 25=2
                    top(f, host, 2) FROM m; 28=8 b 42=10 a
                    top(f, host, 1) FROM m; 42=10 a
                    top(f, 1), s FROM m; 42=10 y
                    bottom(f, 1) FROM m WHERE time < 60s GROUP BY time(20s); 5=1 25=2 45=8
                    top(f, 1) FROM m GROUP BY host; 42=10 28=8
                    top(s, 1) FROM m;
                    max(s) FROM m;
                    mean(s) FROM m;
                    mean(host) FROM m;
                    """)
    void selects(String query, String expected) {
        assertThat(bins("SELECT " + query)).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @Conforms({"D-198", "D-199"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    count(f); 6
                    count(s); 3
                    count(b); 2
                    count(host);
                    count(distinct s); 2
                    count(distinct(f)); 5
                    count(distinct(f)) * 2; 10
                    sum(i); 8
                    sum(u); 15
                    mean(u); 5
                    median(f); 6
                    mode(s); y
                    mode(f); 8
                    mode(b); true
                    spread(i); 3
                    mean(f), mean(nope); 5.5 null
                    sum(f) / sum(i); 4.125
                    sum(f) - sum(f); 0
                    abs(mean(f) - 10); 4.5
                    """)
    void aggregates(String fields, String expected) {
        String actual =
                db.rows("SELECT " + fields + " FROM m").stream()
                        .map(row -> row.substring(row.indexOf(' ') + 1))
                        .collect(Collectors.joining(","));
        assertThat(actual).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @Conforms("D-204")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    difference(f); 15=3 42=6
                    difference(i); 15=3 42=-1
                    non_negative_difference(i); 15=3
                    derivative(f); 15=0.3 42=0.2222222222222222
                    derivative(f, 1m); 15=18 42=13.333333333333332
                    non_negative_derivative(i, 10s); 15=3
                    cumulative_sum(f); 5=1 15=5 42=15
                    cumulative_sum(i); 5=1 15=5 42=8
                    moving_average(f, 2); 15=2.5 42=7
                    moving_average(f, 4);
                    elapsed(f, 1s); 15=10 42=27
                    elapsed(s, 10s); 15=1 42=2
                    elapsed(f); 15=10000000000 42=27000000000
                    difference(s);
                    difference(host);
                    difference(f), difference(b); 15=3 null 42=6 null
                    difference(/f|i/); 15=3 3 42=6 -1
                    """)
    void looksAtTheValueBefore(String fields, String expected) {
        assertThat(bins("SELECT " + fields + " FROM m WHERE host = 'a'"))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    @Conforms("D-204")
    void unsignedDifferencesCountDown() {
        assertThat(bins("SELECT difference(u) FROM m")).isEqualTo("28=18446744073709551612 45=2");
        assertThat(bins("SELECT non_negative_difference(u) FROM m")).isEqualTo("45=2");
    }

    @Test
    @Conforms("D-204")
    void looksInsideEachSeries() {
        assertThat(bins("SELECT difference(f) FROM m GROUP BY host"))
                .isEqualTo("15=3 42=6 28=6 45=0");
    }

    /// Of 25 values 58 percent are 14.5, which counts as 15; 25 times 0.58 would be less.
    @Test
    @Conforms("D-201")
    void findsTheNearestRank() {
        for (int i = 1; i <= 25; i++) {
            db.database().buffer("ranks i=" + i + "i " + i);
        }
        assertThat(db.rows("SELECT percentile(i, 58) FROM ranks").getFirst()).endsWith(" 15");
    }

    /// Whole rows in order, those of one group, took 240 bytes each, and so more than there are.
    @Test
    @Conforms("D-201")
    void findsTheRowOfNearestRankAmongMillions() throws IOException {
        int fileRows = 100_000;
        int rowCount = 25 * fileRows;
        for (int start = 0; start < rowCount; start += fileRows) {
            db.database()
                    .file(
                            IntStream.range(start, start + fileRows)
                                    .mapToObj(i -> "many,k=a i=" + i * 7L % rowCount + "i " + i)
                                    .toArray(String[]::new));
        }

        assertThat(db.rows("SELECT percentile(i, 40), k FROM many"))
                .containsExactly("1970-01-01T00:00:00.000142857Z 999999 a");
    }

    @ParameterizedTest
    @Conforms("D-205")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    difference(mean(f)); ; 10=3 40=6
                    difference(mean(f)); fill(none); 10=3 40=6
                    difference(mean(f)); fill(previous); 10=3 20=0 30=0 40=6
                    difference(mean(f)); fill(linear); 10=3 20=2 30=2 40=2
                    difference(mean(f)); fill(0); 0=1 10=3 20=-4 30=0 40=10
                    difference(count(f)); ; 0=1 10=0 20=-1 30=0 40=1
                    derivative(mean(f)); fill(none); 10=3 40=2
                    derivative(mean(f), 1s); fill(none); 10=0.3 40=0.2
                    cumulative_sum(sum(f)); ; 0=1 10=5 40=15
                    moving_average(mean(f), 2); fill(none); 10=2.5 40=7
                    elapsed(mean(f), 1s); fill(none); 10=10 40=30
                    mean(f), difference(mean(f)); fill(none); 0=1 null 10=4 3 40=10 6
                    difference(cumulative_sum(sum(f))); fill(none); 10=4 40=10
                    abs(mean(f) - 5); fill(none); 0=4 10=1 40=5
                    """)
    void looksAtTheBinBefore(String fields, String fill, String expected) {
        String query =
                "SELECT "
                        + fields
                        + " FROM m WHERE host = 'a' AND time >= 0 AND time < 45s GROUP BY time(10s) "
                        + (fill == null ? "" : fill);
        assertThat(bins(query)).isEqualTo(expected);
    }

    @Test
    @Conforms("D-205")
    void readsOneBinBeforeTheRange() {
        assertThat(
                        bins(
                                "SELECT difference(mean(f)) FROM m WHERE host = 'a' AND time >= 10s"
                                        + " AND time < 20s GROUP BY time(10s)"))
                .isEqualTo("10=3");
        assertThat(
                        bins(
                                "SELECT cumulative_sum(sum(f)) FROM m WHERE host = 'a' AND time >= 10s"
                                        + " AND time < 20s GROUP BY time(10s)"))
                .isEqualTo("10=4");
    }

    @Test
    @Conforms("D-205")
    void readsTheBinBeforeForWindowFunctionsAlone() {
        String query =
                "SELECT count(f), sum(f), difference(sum(f)) FROM m WHERE host = 'a'"
                        + " AND time >= 16s AND time < 45s GROUP BY time(20s) ";
        assertThat(bins(query)).isEqualTo("0=0 null null 20=0 null null 40=1 10 5");
        assertThat(bins(query + "fill(none)")).isEqualTo("40=1 10 5");
    }

    @Test
    @Conforms("D-200")
    void cutsAreasAtTheEndOfABin() {
        assertThat(
                        bins(
                                "SELECT integral(f) FROM m WHERE host = 'a' AND time < 30s GROUP BY time(10s)"))
                .isEqualTo("0=8.75 10=16.25");
        assertThat(bins("SELECT integral(f), mean(f) FROM m WHERE host = 'a'"))
                .isEqualTo("0=214 5");
        assertThat(bins("SELECT integral(f, 1m) FROM m WHERE host = 'b'"))
                .isEqualTo("0=2.5166666666666666");
    }

    @ParameterizedTest
    @Conforms("D-203")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    abs(f - 5), ceil(f / 4), floor(f / 4), round(f / 4); 4 1 0 0
                    sin(f - f), cos(f - f), tan(f - f), atan(f - f); 0 1 0 0
                    asin(f), acos(f); 1.5707963267948966 0
                    asin(f * 2), acos(f * 2), sqrt(f - 2), ln(f - 2); null null null null
                    exp(f - f), ln(f), log2(f * 8), log10(f * 1000), sqrt(f * 4); 1 0 3 3 2
                    atan2(f, 1), pow(f * 2, 3), log(f * 8, 2), log(f, 1); 0.7853981633974483 8 3 null
                    pow(i * 2, 10), abs(i - 5), round(i), floor(i), ceil(i), sqrt(i); 1024 4 1 1 1 1
                    abs(s), abs(b), abs(host), f; null null null 1
                    """)
    void transforms(String fields, String expected) {
        assertThat(bins("SELECT " + fields + " FROM m WHERE host = 'a' LIMIT 1"))
                .isEqualTo("5=" + expected);
    }

    @ParameterizedTest
    @Conforms("D-218")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    sum(x) FROM (SELECT max(f) AS x FROM m GROUP BY host); 0=18
                    x, host FROM (SELECT max(f) AS x FROM m GROUP BY host); 28=8 b 42=10 a
                    mean(f) FROM (SELECT f FROM m) WHERE time >= 20s; 20=7
                    max(x) FROM (SELECT mean(f) AS x FROM m WHERE time >= 0 AND time < 60s GROUP BY time(20s)); 40=9
                    sum(x) FROM (SELECT sum(f) AS x FROM m GROUP BY time(10s)) WHERE time < 30s; 0=15
                    x FROM (SELECT max(f) AS x FROM m) GROUP BY host; 42=10 28=8
                    sum(y) FROM (SELECT x * 2 AS y FROM (SELECT max(f) AS x FROM m GROUP BY host)); 0=36
                    x FROM (SELECT max(f) AS x FROM m GROUP BY host) WHERE host = 'b'; 28=8
                    f FROM (SELECT f FROM m GROUP BY host LIMIT 1); 5=1 25=2
                    f FROM (SELECT f FROM m ORDER BY time DESC LIMIT 1); 45=8
                    mean(c) FROM (SELECT count(f) AS c FROM m WHERE host = 'a' AND time < 60s GROUP BY time(10s)); 0=1
                    mean(x), mean(y) FROM (SELECT f AS x FROM m), (SELECT i AS y FROM m); 0=5.5 2.6666666666666665
                    difference(x) FROM (SELECT mean(f) AS x FROM m WHERE time < 60s GROUP BY time(20s)); 20=2.5 40=4
                    distinct(host) FROM (SELECT f, host FROM m); 0=a 0=b
                    count(host), count(distinct(host)) FROM (SELECT f, host FROM m); 0=6 2
                    last(h), f FROM (SELECT f, host AS h FROM m); 45=b 8
                    distinct(host) FROM (SELECT max(f) FROM m GROUP BY host); 0=b 0=a
                    host FROM (SELECT f, host FROM m) LIMIT 2; 5=a 15=a
                    count(host::tag) FROM (SELECT s, host FROM m); 0=3
                    count(*) FROM (SELECT i, host FROM m); 0=3
                    sum(host) FROM (SELECT f, host FROM m); ''
                    distinct(host) FROM m; ''
                    host FROM (SELECT host FROM m); ''
                    """)
    void readsSubqueries(String query, String expected) {
        assertThat(bins("SELECT " + query)).isEqualTo(expected);
    }

    @Test
    @Conforms("D-218")
    void namesTheInnermostMeasurement() {
        assertThat(db.ask("SELECT max(x) FROM (SELECT x FROM (SELECT f AS x FROM m)), later"))
                .containsExactly("m{} time max", time(42) + " 10");
    }

    @Test
    @Conforms("D-216")
    void cutsBinsAfterTheFill() {
        assertThat(
                        bins(
                                "SELECT mean(f) FROM m WHERE time >= 0 AND time < 50s"
                                        + " GROUP BY time(10s), host LIMIT 2 OFFSET 1"))
                .isEqualTo("10=4 20=null 10=null 20=5");
        assertThat(
                        bins(
                                "SELECT mean(f) FROM m WHERE time >= 0 AND time < 50s"
                                        + " GROUP BY time(10s), host ORDER BY time DESC LIMIT 1"))
                .isEqualTo("40=10 40=8");
    }

    private static String bins(String query) {
        return db.bins(query);
    }

    private static String time(int seconds) {
        return Instant.ofEpochSecond(seconds).toString();
    }
}
