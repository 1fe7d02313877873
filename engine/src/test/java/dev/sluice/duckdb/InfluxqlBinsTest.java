// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.query.sql.Zones;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The bins of GROUP BY time at the edges: of the range, of time, of what has rows (data.md 6.8).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InfluxqlBinsTest {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private static final List<String> ZONES =
            List.of(
                    "Europe/Berlin",
                    "Europe/London",
                    "America/New_York",
                    "America/St_Johns",
                    "Australia/Lord_Howe",
                    "Asia/Kolkata");

    private InfluxqlFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = InfluxqlFixture.open(directory);
        db.database()
                .file(
                        "m,host=a f=1,i=1i,s=\"x\",b=true 5000000000",
                        "m,host=a f=4,i=4i,s=\"y\",b=false 15000000000",
                        "m,host=a f=10,i=3i,s=\"y\" 42000000000",
                        "m,host=b f=2,u=7u 25000000000")
                .buffer("m,host=b f=8,u=3u 28000000000", "m,host=b f=8,u=5u 45000000000");
    }

    @AfterAll
    void close() {
        db.close();
    }

    private String bins(String query) {
        return db.bins(query);
    }

    /// From 5 to -9 in six bins there is exactly -2 after the third.
    @Test
    @Conforms("D-213")
    void meetsWholeNumbersOnALine() {
        db.database().buffer("line i=5i 24000000000", "line i=-9i 36000000000");
        assertThat(
                        bins(
                                "SELECT first(i) FROM line WHERE time >= 24s AND time < 38s"
                                        + " GROUP BY time(2s) fill(linear)"))
                .isEqualTo("24=5 26=2 28=0 30=-2 32=-4 34=-6 36=-9");
    }

    /// A series that has rows in the bin before the span alone is there where a window function has
    /// a value of it, and only then.
    @ParameterizedTest
    @Conforms({"D-205", "D-213"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    first(f), difference(first(f)); ;
                    first(f), difference(first(f)); fill(7); 7=7 2 37=7 0 67=7 0 97=7 0
                    first(f), difference(first(f)); fill(previous); 7=null 0 37=null 0 67=null 0 97=null 0
                    first(f), difference(first(f)); fill(none);
                    first(f), difference(first(f)); fill(linear);
                    count(f), difference(count(f)); ; 7=null -1 37=null 0 67=null 0 97=null 0
                    count(f), derivative(count(f)); fill(7); 7=7 6 37=7 0 67=7 0 97=7 0
                    count(f) * 2, mean(f), difference(count(f)); ; 7=null null -1 37=null null 0 67=null null 0 97=null null 0
                    count(f), mean(f), difference(mean(f)); fill(previous); 7=null null 0 37=null null 0 67=null null 0 97=null null 0
                    mean(f), moving_average(mean(f), 2); fill(7); 7=7 6 37=7 7 67=7 7 97=7 7
                    count(f), mean(f), difference(mean(f)); ;
                    count(f), elapsed(count(f), 1s); ; 7=null 30 37=null 30 67=null 30 97=null 30
                    count(f), elapsed(count(f), 1s); fill(0); 7=0 30 37=0 30 67=0 30 97=0 30
                    count(f), elapsed(count(f), 1s); fill(linear);
                    """)
    void showsSeriesFromBeforeTheSpanByWindowFunctions(
            String fields, @Nullable String fill, @Nullable String expected) {
        db.database().buffer("before f=5 5000000000");

        assertThat(
                        bins(
                                "SELECT "
                                        + fields
                                        + " FROM before WHERE time > 20s AND time < 100s"
                                        + " GROUP BY time(30s, 7s) "
                                        + Objects.toString(fill, "")))
                .isEqualTo(Objects.toString(expected, ""));
    }

    /// InfluxDB takes the last bin before 1970 and the first after for one.
    @Test
    @Conforms("D-213")
    void drawsLinesAcross1970() {
        db.database().buffer("line f=0 -30000000000", "line f=7 40000000000");
        assertThat(
                        bins(
                                "SELECT first(f) FROM line WHERE time >= -40s AND time < 67s"
                                        + " GROUP BY time(30s, 7s) fill(linear)"))
                .isEqualTo("-53=0 -23=3.5 7=3.5 37=7");
    }

    /// As InfluxDB 1.x makes a value of each type of the number.
    @Test
    @Conforms("D-213")
    void fillsEveryColumnWithANumber() {
        String range = " FROM m WHERE host = 'a' AND time >= 0 AND time < 50s";
        assertThat(
                        bins(
                                "SELECT first(s), first(b), first(i), first(nope)"
                                        + range
                                        + " GROUP BY time(20s) fill(7.5)"))
                .isEqualTo("0=x true 1 null 20= false 7 null 40=y false 3 null");
        assertThat(
                        bins(
                                "SELECT mean(f), difference(mean(f))"
                                        + range
                                        + " GROUP BY time(20s) fill(0)"))
                .isEqualTo("0=2.5 2.5 20=0 -2.5 40=10 10");
        assertThat(
                        bins(
                                "SELECT mean(f), non_negative_difference(mean(f))"
                                        + range
                                        + " GROUP BY time(20s) fill(7)"))
                .isEqualTo("0=2.5 7 20=7 4.5 40=10 3");
        assertThat(
                        bins(
                                "SELECT sum(i), non_negative_difference(sum(i))"
                                        + range
                                        + " GROUP BY time(10s) fill(previous)"))
                .isEqualTo("0=1 null 10=4 3 20=4 0 30=4 0 40=3 0");
        assertThat(bins("SELECT s, b, u, nope FROM m WHERE time > 40s fill(7)"))
                .isEqualTo("42=y false 7 7 45= false 5 7");
    }

    /// As the measurements have them that have them, or as the function gives them.
    @Test
    @Conforms("D-213")
    void fillsTheFieldsThatAMeasurementLacks() {
        db.database().buffer("lacking x=1 25000000000", "lacking2 u=3u,s=\"a\" 25000000000");
        String bins = " WHERE time >= 20s AND time < 40s GROUP BY time(20s) fill(7.5)";

        assertThat(bins("SELECT mean(x), mean(nope), count(nope), first(nope) FROM lacking" + bins))
                .isEqualTo("20=1 7.5 7 null");
        assertThat(db.ask("SELECT sum(x), last(u), last(s) FROM lacking, lacking2" + bins))
                .containsExactly(
                        "lacking{} time sum last last_1",
                        "1970-01-01T00:00:20Z 1 7 ",
                        "lacking2{} time sum last last_1",
                        "1970-01-01T00:00:20Z 7.5 3 a");
        assertThat(bins("SELECT mean(s), sum(u) FROM lacking2" + bins))
                .as("a function that does not take what is there")
                .isEqualTo("20=null 3");
        assertThat(
                        bins(
                                "SELECT sum(b) FROM (SELECT mean(x), mean(nope) AS b FROM lacking"
                                        + bins
                                        + ") WHERE time >= 20s AND time < 40s GROUP BY time(20s)"))
                .isEqualTo("20=7.5");
    }

    /// Also the bins that have no row to take the tag from.
    @Test
    @Conforms("D-209")
    void keepsTheBinsOfASeriesTogetherThatShowsItsTag() {
        assertThat(
                        db.ask(
                                "SELECT first(f), host FROM m WHERE time >= 20s AND time < 50s"
                                        + " GROUP BY time(10s), host"))
                .containsExactly(
                        "m{host=a} time first host",
                        "1970-01-01T00:00:20Z null a",
                        "1970-01-01T00:00:30Z null a",
                        "1970-01-01T00:00:40Z 10 a",
                        "m{host=b} time first host",
                        "1970-01-01T00:00:20Z 2 b",
                        "1970-01-01T00:00:30Z null b",
                        "1970-01-01T00:00:40Z 8 b");
    }

    /// The bin before may begin before the epoch though the span does not.
    @Test
    @Conforms("D-205")
    void readsTheBinBeforeTheEpochToo() {
        assertThat(
                        bins(
                                "SELECT difference(sum(f)) FROM m WHERE host = 'a' AND time >= 10s"
                                        + " AND time < 50s GROUP BY time(20s, 6s)"))
                .isEqualTo("6=3 26=6");
    }

    /// However deep the rows of the bin before are.
    @ParameterizedTest
    @Conforms({"D-205", "D-218"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    difference(sum(f)); ''
                    difference(sum(f)); fill(0)
                    moving_average(sum(f), 2); fill(previous)
                    derivative(mean(f), 1s); fill(none)
                    elapsed(sum(f), 1s); ''
                    cumulative_sum(sum(f)); ''
                    """)
    void readsTheBinBeforeOfSubqueriesToo(String call, String fill) {
        String span = " WHERE time >= 13s AND time < 50s GROUP BY time(10s) " + fill;

        String expected = bins("SELECT " + call + " FROM m" + span);

        assertThat(bins("SELECT " + call + " FROM (SELECT f FROM m)" + span)).isEqualTo(expected);
        assertThat(bins("SELECT " + call + " FROM (SELECT f FROM (SELECT f, i FROM m))" + span))
                .isEqualTo(expected);
    }

    /// Nearly two thousand million bins have no data, and none of them is made.
    @ParameterizedTest
    @Conforms("D-205")
    @ValueSource(
            strings = {
                "difference(sum(f))",
                "derivative(mean(f), 1s)",
                "moving_average(derivative(max(f), 1s), 2)",
                "elapsed(last(f), 1s), cumulative_sum(sum(i)) + 1"
            })
    void looksAtNoBinsWithoutDataWhereOnlyWindowsAskForThem(String fields) {
        String few = " FROM m WHERE time >= 0 AND time < 100s GROUP BY time(10s)";
        String many = " FROM m WHERE time >= -100000d AND time < 100000d GROUP BY time(10s)";

        assertThat(bins("SELECT " + fields + many))
                .isNotEmpty()
                .isEqualTo(bins("SELECT " + fields + few));
    }

    /// A field that is not there has no count either.
    @Test
    void countsNothingWhereThereIsNoField() {
        assertThat(
                        bins(
                                "SELECT count(nope), sum(i) FROM m WHERE host = 'a' AND time >= 0"
                                        + " AND time < 30s GROUP BY time(10s)"))
                .isEqualTo("0=null 1 10=null 4 20=null null");
    }

    /// As InfluxDB 1.x has them of points every 90 minutes: a bin begins at the first of two equal
    /// times, and an offset back moves it from where it would begin.
    @ParameterizedTest
    @Conforms({"D-210", "D-211"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    2h; Europe/Berlin; 2021-10-30T23:00:00Z; 2021-10-31T06:00:00Z; 2021-10-31T00:00:00Z 2, 2021-10-31T03:00:00Z 2
                    5h; Europe/London; 2021-10-30T21:00:00Z; 2021-10-31T10:00:00Z; 2021-10-30T19:00:00Z 2, 2021-10-31T00:00:00Z 4, 2021-10-31T06:00:00Z 3
                    1d,-90m; Europe/Berlin; 2021-03-27T00:00:00Z; 2021-03-30T00:00:00Z; 2021-03-26T21:30:00Z 15, 2021-03-27T21:30:00Z 15, 2021-03-28T20:30:00Z 16, 2021-03-29T20:30:00Z 2
                    1d,-18h; Europe/Berlin; 2021-10-30T00:00:00Z; 2021-11-01T00:00:00Z; 2021-10-29T04:00:00Z 3, 2021-10-30T04:00:00Z 17, 2021-10-31T05:00:00Z 12
                    6h,-30m; America/New_York; 2021-11-07T00:00:00Z; 2021-11-07T18:00:00Z; 2021-11-06T21:30:00Z 3, 2021-11-07T03:30:00Z 4, 2021-11-07T10:30:00Z 4, 2021-11-07T16:30:00Z 1
                    1d,90m; Europe/Berlin; 2021-03-27T00:00:00Z; 2021-03-29T00:00:00Z; 2021-03-26T00:30:00Z 1, 2021-03-27T00:30:00Z 16, 2021-03-28T00:30:00Z 15
                    """)
    void countsByAClockThatJumps(
            String width, String zone, String from, String to, String expected) {
        String table = "jumps " + width;
        for (Instant time = Instant.parse(from).truncatedTo(ChronoUnit.DAYS);
                time.isBefore(Instant.parse(to).plusSeconds(86_400));
                time = time.plusSeconds(5_400)) {
            db.database()
                    .buffer(
                            table.replace(" ", "\\ ").replace(",", "\\,")
                                    + " v=1 "
                                    + time.getEpochSecond()
                                    + "000000000");
        }
        String query =
                "SELECT count(v) FROM \""
                        + table
                        + "\" WHERE time >= '"
                        + from
                        + "' AND time < '"
                        + to
                        + "' GROUP BY time("
                        + width
                        + ")";
        String tail = " tz('" + zone + "')";

        assertThat(String.join(", ", db.rows(query + " fill(none)" + tail))).isEqualTo(expected);
        assertThat(filled(query + tail)).isEqualTo(List.of(expected.split(", ")));
    }

    /// Whatever finds the bins: the engine's tables of few jumps, its functions for many, and the
    /// lists of bins that have no rows.
    @Test
    @Conforms({"D-210", "D-211"})
    void hasTheBinsOfAnyClock() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Long> seconds = new ArrayList<>();
        for (String start : List.of("2021-03-25T00:00:00Z", "2021-10-28T00:00:00Z")) {
            for (int i = 0; i < 200; i++) {
                seconds.add(Instant.parse(start).getEpochSecond() + random.nextInt(14 * 86_400));
            }
        }
        db.database()
                .buffer(
                        seconds.stream()
                                .distinct()
                                .map(second -> "clock v=1 " + second + "000000000")
                                .toArray(String[]::new));
        for (int i = 0; i < 60; i++) {
            int width = 60 * (61 + random.nextInt(random.nextBoolean() ? 600 : 4_000));
            int offset = 60 * (random.nextInt(6_000) - 3_000);
            String zone = ZONES.get(random.nextInt(ZONES.size()));
            SortedMap<Instant, Integer> expected = new TreeMap<>();
            for (long second : new TreeSet<>(seconds)) {
                expected.merge(start(second, width, offset % width, zone), 1, Integer::sum);
            }
            String by = " GROUP BY time(" + width + "s," + offset + "s)";
            String tail = " fill(none) tz('" + zone + "')";
            String all = "SELECT count(v) FROM clock WHERE time < '2021-12-01'";
            String some = all + " AND time >= '2021-03-20'";
            List<String> rows =
                    expected.entrySet().stream()
                            .map(bin -> bin.getKey() + " " + bin.getValue())
                            .toList();
            for (String query : List.of(all, some)) {
                String asked = query + by + tail;
                assertThat(db.rows(asked)).as("seed %d: %s", seed, asked).isEqualTo(rows);
                assertThat(filled(asked.replace(" fill(none)", "")))
                        .as("seed %d: filled %s", seed, asked)
                        .isEqualTo(rows);
            }
        }
    }

    /// The bins that have rows, of all.
    private List<String> filled(String query) {
        List<String> rows = db.rows(query);
        assertThat(rows).as(query).doesNotHaveDuplicates();
        return rows.stream().filter(row -> !row.endsWith(" 0")).toList();
    }

    private static Instant start(long second, long width, long offset, String zone) {
        long bin =
                Zones.bin(
                        (second - offset) * NANOS_PER_SECOND,
                        width * NANOS_PER_SECOND,
                        0,
                        ZoneId.of(zone).getRules());
        return Instant.EPOCH.plusNanos(bin).plusSeconds(offset);
    }

    /// The bins are those from the first point on, whenever that was.
    @ParameterizedTest
    @Conforms({"D-210", "D-211"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    1s; 2026-03-01T11:59:57Z; 2026-03-01T11:59:59Z; 3
                    1h; 2020-10-24T23:10:00Z; 2020-10-25T02:10:00Z; 4
                    30m; 2020-10-24T23:10:00Z; 2020-10-25T02:10:00Z; 7
                    7h,3h; 2020-03-28T23:10:00Z; 2020-10-25T12:10:00Z; 722
                    1d; 1960-01-02T00:00:00Z; 1960-01-04T00:00:00Z; 3
                    1d; 1700-01-02T00:00:00Z; 1700-01-04T00:00:00Z; 3
                    1w; 1677-10-10T00:00:00Z; 2026-03-01T11:00:00Z; 18178
                    2h; 2020-10-24T23:10:00Z; 2020-10-25T02:10:00Z; 2
                    2h,-90m; 2020-10-24T23:10:00Z; 2020-10-25T06:10:00Z; 4
                    1d,-90m; 2020-03-28T23:10:00Z; 2020-11-02T12:10:00Z; 220
                    """)
    void findsTheFirstBinByTheClockOfAZone(String width, String from, String to, int count) {
        String table = "bins " + width + from;
        for (String time : List.of(from, to)) {
            db.database()
                    .buffer(
                            table.replace(" ", "\\ ").replace(",", "\\,")
                                    + " v=1 "
                                    + Instant.parse(time).getEpochSecond()
                                    + "000000000");
        }
        for (String zone : List.of("Europe/Paris", "America/Los_Angeles", "Asia/Tokyo")) {
            String tail = " GROUP BY time(" + width + ") tz('" + zone + "')";
            String all = "SELECT count(v) FROM \"" + table + "\" WHERE time <= '" + to + "'";
            List<String> bins = db.rows(all + tail);
            assertThat(bins)
                    .as(zone)
                    .isEqualTo(db.rows(all + " AND time >= '" + from + "'" + tail));
            assertThat(bins).as(zone).hasSizeBetween(count - 1, count + 1);
        }
    }
}
