// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bins, conversions and zones (data.md 5.2, 5.5). [TimeTest] has what is about nanoseconds.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TimeFunctionsTest {
    private static final List<ChronoUnit> UNITS =
            List.of(
                    ChronoUnit.YEARS,
                    ChronoUnit.MONTHS,
                    ChronoUnit.DAYS,
                    ChronoUnit.HOURS,
                    ChronoUnit.MINUTES,
                    ChronoUnit.SECONDS,
                    ChronoUnit.MILLIS);

    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        // 2022-05-17T13:14:15.123456789
        db.buffer(
                "t i=1652793255123456789i,f=1.5,s=\"2022-05-17T15:14:15.123456789+02:00\","
                        + "de=\"17.05.2022 13:14\" 1652793255123456789");
        db.file(
                "home,room=Kitchen temp=21 1641024000000000000",
                "home,room=Kitchen temp=23 1641027600000000000");
        db.file(
                "days f=1 -1",
                "days f=1 951825661123456789", // 2000-02-29T12:01:01.123456789
                "days f=1 1603587600123456789", // 2020-10-25T01:00:00.123456789
                "days f=1 1648684800000000000", // 2022-03-31
                "days f=1 1672531199999999999"); // 2022-12-31T23:59:59.999999999
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
                    date_bin(INTERVAL '10 nanoseconds', time) | 2022-05-17T13:14:15.123456780
                    date_bin(INTERVAL '10 microseconds', time) | 2022-05-17T13:14:15.123450
                    date_bin(INTERVAL '10 milliseconds', time) | 2022-05-17T13:14:15.120
                    date_bin(INTERVAL '10 seconds', time) | 2022-05-17T13:14:10
                    date_bin(INTERVAL '10 minutes', time) | 2022-05-17T13:10:00
                    date_bin(INTERVAL '5 hours', time) | 2022-05-17T09:00:00
                    date_bin(INTERVAL '1 day', time) | 2022-05-17T00:00:00
                    date_bin(INTERVAL '1 week', time) | 2022-05-12T00:00:00
                    date_bin(INTERVAL '1 hour', NULL) | null
                    date_trunc('hour', NULL) | null
                    date_part('hour', NULL) | null
                    to_char(NULL, '%Y') | null
                    to_unixtime(NULL) | null
                    to_timestamp(NULL) | null
                    CAST(NULL AS TIMESTAMP) | null
                    to_date(NULL) | null
                    to_local_time(NULL) | null
                    date_bin(INTERVAL '1 month', time) | 2022-05-01T00:00:00
                    date_bin(INTERVAL '2 months', time) | 2022-05-01T00:00:00
                    date_bin(INTERVAL '1 quarter', time) | 2022-04-01T00:00:00
                    date_bin(INTERVAL '1 year', time) | 2022-01-01T00:00:00
                    date_bin(INTERVAL '5 years', time) | 2020-01-01T00:00:00
                    date_bin(INTERVAL '1 decade', time) | 2020-01-01T00:00:00
                    date_bin(INTERVAL '1 century', time) | 1970-01-01T00:00:00
                    date_bin(INTERVAL '1 hour', time, '2022-01-01T00:20:00Z') | 2022-05-17T12:20:00
                    date_bin(INTERVAL '1 hour', time, TIMESTAMP '2030-01-01T00:20:00Z') | 2022-05-17T12:20:00
                    date_bin(INTERVAL '1 week', time, TIMESTAMP '2022-01-03') | 2022-05-16T00:00:00
                    date_bin(INTERVAL '1 month', time, TIMESTAMP '2022-01-20') | 2022-04-20T00:00:00
                    date_bin(INTERVAL '1 day', tz(time, 'Asia/Tokyo')) | 2022-05-17T09:00:00+09:00
                    date_bin(INTERVAL '1 day', '2022-05-17T13:14:15Z') | 2022-05-17T00:00:00
                    """)
    @Conforms("D-147")
    void putsIntoBins(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    date_trunc('microsecond', time) | 2022-05-17T13:14:15.123456
                    date_trunc('millisecond', time) | 2022-05-17T13:14:15.123
                    date_trunc('second', time) | 2022-05-17T13:14:15
                    date_trunc('minute', time) | 2022-05-17T13:14:00
                    date_trunc('hour', time) | 2022-05-17T13:00:00
                    date_trunc('day', time) | 2022-05-17T00:00:00
                    date_trunc('week', time) | 2022-05-16T00:00:00
                    date_trunc('month', time) | 2022-05-01T00:00:00
                    date_trunc('quarter', time) | 2022-04-01T00:00:00
                    datetrunc('YEAR', time) | 2022-01-01T00:00:00
                    date_trunc('day', tz(time, 'Asia/Tokyo')) | 2022-05-17T00:00:00+09:00
                    date_trunc('second', tz(TIMESTAMP '2021-10-31T01:30:30.5Z', 'Europe/Berlin')) | 2021-10-31T02:30:30+01:00
                    date_trunc('minute', tz(TIMESTAMP '2021-11-07T05:10:30Z', 'America/New_York')) | 2021-11-07T01:10:00-04:00
                    date_trunc('minute', tz(TIMESTAMP '2021-11-07T06:10:30Z', 'America/New_York')) | 2021-11-07T01:10:00-05:00
                    date_trunc('day', tz(TIMESTAMP '2018-11-04T12:00:00Z', 'America/Sao_Paulo')) | 2018-11-04T01:00:00-02:00
                    date_part('year', time) | 2022
                    date_part('quarter', time) | 2
                    datepart('month', time) | 5
                    date_part('week', time) | 20
                    date_part('day', time) | 17
                    date_part('hour', time) | 13
                    date_part('minute', time) | 14
                    date_part('second', time) | 15
                    date_part('millisecond', time) | 15123
                    date_part('microsecond', time) | 15123456
                    date_part('nanosecond', time) | 15123456789
                    extract(dow FROM time) | 2
                    extract(doy FROM time) | 137
                    extract(epoch FROM '2022-05-17T13:14:15.5Z'::TIMESTAMP) | 1652793255.5
                    extract(hour FROM tz(time, 'Asia/Tokyo')) | 22
                    extract(year FROM current_date) | 2026
                    extract(hour FROM current_time) | 12
                    date_part('hour', s) | 13
                    date_part('nanosecond', s) | 15123456789
                    date_trunc('hour', s) | 2022-05-17T13:00:00
                    """)
    @Conforms("D-152")
    void takesApart(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    to_timestamp(i) | 2022-05-17T13:14:15.123456789
                    to_timestamp(1652793255123456789) | 2022-05-17T13:14:15.123456789
                    to_timestamp(sum(i)) | 2022-05-17T13:14:15.123456789
                    sum(i)::TIMESTAMP | 2022-05-17T13:14:15.123456789
                    from_unixtime(sum(i) / 1000000000) | 2022-05-17T13:14:15
                    to_timestamp(-1) | 1969-12-31T23:59:59.999999999
                    to_timestamp(time) | 2022-05-17T13:14:15.123456789
                    to_timestamp(s) | 2022-05-17T13:14:15.123456789
                    to_timestamp('2022-05-17') | 2022-05-17T00:00:00
                    to_timestamp(de, '%Y', '%d.%m.%Y %H:%M') | 2022-05-17T13:14:00
                    to_timestamp('12.5.22 1:07:08 PM', '%d.%m.%y %I:%M:%S %p') | 2022-05-12T13:07:08
                    to_timestamp('17 May 2022 13:14:15.25 +0200', '%d %b %Y %H:%M:%S%.f %z') | 2022-05-17T11:14:15.250
                    to_timestamp(NULL) | null
                    to_timestamp_seconds(1652793255) | 2022-05-17T13:14:15
                    to_timestamp_seconds(i / 1000000000) | 2022-05-17T13:14:15
                    to_timestamp_millis(1652793255123) | 2022-05-17T13:14:15.123
                    to_timestamp_micros(1652793255123456) | 2022-05-17T13:14:15.123456
                    to_timestamp_nanos(1652793255123456789) | 2022-05-17T13:14:15.123456789
                    to_timestamp_millis('2022-05-17T13:14:15Z') | 2022-05-17T13:14:15
                    to_timestamp_nanos('17.05.2022', '%d.%m.%Y') | 2022-05-17T00:00:00
                    arrow_typeof(to_timestamp(i)) | Timestamp(Nanosecond, None)
                    """)
    @Conforms("D-153")
    void makesTimestamps(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    to_char(time, '%Y-%m-%d %H:%M:%S') | 2022-05-17 13:14:15
                    to_char(time, '%d.%-m.%y, %A %e %B %j') | 17.5.22, Tuesday 17 May 137
                    date_format(time, '%I:%M %p %.3f %6f %f %s') | 01:14 PM .123 123456 123456789 1652793255
                    to_char(time, '%a %b %V %G %u %w %C') | Tue May 20 2022 2 2 20
                    to_char(time, '%F %T %R %D %%') | 2022-05-17 13:14:15 13:14 05/17/22 %
                    to_char(tz(time, 'Asia/Tokyo'), '%H:%M %z %:z %Z') | 22:14 +0900 +09:00 Asia/Tokyo
                    to_char(time, '%H:%M %z %Z') | 13:14 +0000 UTC
                    to_char('2022-05-07T05:06:07Z', '[%k %l %H %_d %-d]') | [ 5  5 05  7 7]
                    to_char(make_date(2020, 2, 29), '%d/%m/%Y') | 29/02/2020
                    concat('[', to_char(time, ''), ']') | []
                    concat('at ', tz(time, 'Asia/Tokyo')) | at 2022-05-17T22:14:15.123456789+09:00
                    concat_ws(' ', 'at', TIMESTAMP '2022-05-17') | at 2022-05-17T00:00:00
                    replace(to_char(time, concat('%H', chr(31), '%M')), chr(31), '-') | 13-14
                    to_date('2022-05-17') | 2022-05-17
                    to_date('17/05/2022', '%d/%m/%Y') | 2022-05-17
                    to_date(19129) | 2022-05-17
                    to_date(time) | 2022-05-17
                    make_date(2022, 5, 17) | 2022-05-17
                    make_date('2022', '5', '17') | 2022-05-17
                    from_unixtime(1652793255) | 2022-05-17T13:14:15
                    to_unixtime(time) | 1652793255
                    to_unixtime('2022-05-17T13:14:15Z') | 1652793255
                    to_unixtime(s) | 1652793255
                    to_unixtime(de, '%d.%m.%Y %H:%M') | 1652793240
                    to_unixtime(-1) | -1
                    to_unixtime(f) | 1
                    to_unixtime(-1.5) | -1
                    to_unixtime(make_date(2022, 5, 17)) | 1652745600
                    to_date(f) | 1970-01-02
                    to_char(s, '%H') | 13
                    """)
    @Conforms("D-154")
    void convertsTimes(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    tz('2024-01-01T00:00:00', 'America/Los_Angeles') | 2023-12-31T16:00:00-08:00
                    '2024-01-01T00:00:00'::TIMESTAMP AT TIME ZONE 'America/Los_Angeles' | 2024-01-01T00:00:00-08:00
                    '2024-01-01T00:00:00' AT TIME ZONE 'America/Los_Angeles' | 2024-01-01T00:00:00-08:00
                    '2000-12-01T04:04:12-05:00' AT TIME ZONE 'Europe/Berlin' | 2000-12-01T10:04:12+01:00
                    '2024-03-30 00:00:20Z' AT TIME ZONE 'Europe/Brussels' | 2024-03-30T01:00:20+01:00
                    tz('2024-01-01T00:00:00') | 2024-01-01T00:00:00Z
                    tz(time, '+05:30') | 2022-05-17T18:44:15.123456789+05:30
                    tz(time, 'Europe/Paris') AT TIME ZONE 'Asia/Tokyo' | 2022-05-17T22:14:15.123456789+09:00
                    tz(tz(time, 'Europe/Paris'), 'Asia/Tokyo') | 2022-05-17T22:14:15.123456789+09:00
                    to_local_time(tz(time, 'Asia/Tokyo')) | 2022-05-17T22:14:15.123456789
                    to_local_time(time) | 2022-05-17T13:14:15.123456789
                    tz(time, 'Asia/Tokyo')::TIMESTAMP | 2022-05-17T13:14:15.123456789
                    tz(i, 'Asia/Tokyo') | 2022-05-17T22:14:15.123456789+09:00
                    '2022-05-17T13:00:00+02:00'::TIMESTAMP WITH TIME ZONE | 2022-05-17T11:00:00Z
                    tz(time, 'Asia/Tokyo') + INTERVAL '1 hour' | 2022-05-17T23:14:15.123456789+09:00
                    tz('2022-03-13T09:59:00Z', 'America/Los_Angeles') + INTERVAL '1 month' | 2022-04-13T01:59:00-07:00
                    max(tz(time, 'Asia/Tokyo')) | 2022-05-17T22:14:15.123456789+09:00
                    arrow_typeof(tz(time, 'Asia/Tokyo')) | Timestamp(Nanosecond, Some("Asia/Tokyo"))
                    arrow_typeof(time AT TIME ZONE 'UTC') | Timestamp(Nanosecond, Some("UTC"))
                    tz(time, 'Asia/Tokyo') > '2022-05-17T22:00:00' | true
                    tz(time, 'Asia/Tokyo') > '2022-05-17T22:30:00' | false
                    """)
    @Conforms("D-155")
    void readsInZones(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @Test
    @Conforms("D-155")
    void keepsZonesInSchemasAndSubqueries() {
        try (var stream =
                db.open("SELECT x.z FROM (SELECT tz(time, 'Asia/Tokyo') AS z FROM t) x")) {
            assertThat(stream.schema().getFields().getFirst().getType())
                    .hasToString("Timestamp(NANOSECOND, Asia/Tokyo)");
        }
        assertThat(
                        db.rows(
                                "SELECT z::VARCHAR FROM (SELECT tz(time, 'Asia/Tokyo') AS z FROM t)"
                                        + " WHERE z > '2022-05-17T22:00:00'"))
                .containsExactly("2022-05-17T22:14:15.123456789+09:00");
    }

    @Test
    @Conforms("D-152")
    void keepsTheTwoHoursApartThatAClockShowsAlike() {
        assertThat(
                        db.rows(
                                "SELECT date_trunc('hour', tz(column1, 'Europe/Berlin'))::VARCHAR AS h,"
                                        + " count(*) FROM (VALUES (TIMESTAMP '2021-10-31T00:15:00Z'),"
                                        + " (TIMESTAMP '2021-10-31T01:15:00Z')) AS v"
                                        + " GROUP BY h ORDER BY h"))
                .containsExactly("2021-10-31T02:00:00+01:00|1", "2021-10-31T02:00:00+02:00|1");
    }

    /// Of the instants with the reading it is the latest that is not after the one that is cut off.
    @Test
    @Conforms("D-152")
    void cutsOffByAnyClock() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (String name :
                List.of(
                        "Europe/Berlin",
                        "America/New_York",
                        "America/Sao_Paulo",
                        "America/Havana",
                        "Australia/Lord_Howe",
                        "Asia/Kolkata",
                        "Pacific/Apia",
                        "+05:30")) {
            ZoneId zone = ZoneId.of(name);
            List<Instant> instants = instants(zone.getRules(), random);
            String values =
                    instants.stream()
                            .map(instant -> "(TIMESTAMP '" + instant + "')")
                            .collect(Collectors.joining(", "));
            for (ChronoUnit unit : UNITS) {
                String word = unit.name().toLowerCase(Locale.ROOT).replace("millis", "millisecond");
                String call = "CAST(date_trunc('" + word + "', tz(@, '" + name + "')) AS BIGINT)";
                List<String> expected =
                        instants.stream()
                                .map(instant -> String.valueOf(start(instant, unit, zone)))
                                .toList();
                assertThat(
                                db.rows(
                                        "SELECT "
                                                + call.replace("@", "column1")
                                                + " FROM (VALUES "
                                                + values
                                                + ") AS v"))
                        .as("seed %d, %s, %s of %s", seed, name, unit, instants)
                        .isEqualTo(expected);
                String constants =
                        instants.stream()
                                .map(instant -> call.replace("@", "TIMESTAMP '" + instant + "'"))
                                .collect(Collectors.joining(", "));
                assertThat(db.rows("SELECT make_array(" + constants + ")"))
                        .as("seed %d, %s, constants of %s", seed, name, unit)
                        .containsExactly("[" + String.join(",", expected) + "]");
            }
        }
    }

    /// Around some changes of the clock, and far from any.
    private static List<Instant> instants(ZoneRules rules, Random random) {
        List<Instant> instants = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Instant any = Instant.ofEpochSecond(random.nextLong(0, 1_900_000_000L));
            ZoneOffsetTransition change = rules.previousTransition(any);
            for (int j = 0; j < 4; j++) {
                Instant base = change == null || j == 0 ? any : change.getInstant();
                instants.add(
                        base.plusSeconds(random.nextLong(-7_200, 7_200))
                                .plusNanos(random.nextInt(1_000_000_000)));
            }
        }
        return instants;
    }

    private static long start(Instant instant, ChronoUnit unit, ZoneId zone) {
        LocalDateTime reading = LocalDateTime.ofInstant(instant, zone);
        LocalDateTime cut =
                switch (unit) {
                    case YEARS -> reading.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
                    case MONTHS -> reading.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
                    default -> reading.truncatedTo(unit);
                };
        ZonedDateTime early = cut.atZone(zone);
        Instant late = early.withLaterOffsetAtOverlap().toInstant();
        ZoneOffsetTransition change = zone.getRules().getTransition(cut);
        Instant start =
                change != null && change.isGap()
                        ? change.getInstant()
                        : late.isAfter(instant) ? early.toInstant() : late;
        return Math.addExact(
                Math.multiplyExact(start.getEpochSecond(), 1_000_000_000L), start.getNano());
    }

    /// What is told of constants before the query runs is what it would tell of rows.
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "date_trunc('year', @)",
                "date_trunc('quarter', @)",
                "date_trunc('month', @)",
                "date_trunc('week', @)",
                "date_trunc('day', @)",
                "date_trunc('hour', @)",
                "date_trunc('minute', @)",
                "date_trunc('second', @)",
                "date_trunc('millisecond', @)",
                "date_trunc('microsecond', @)",
                "date_trunc('day', tz(@, 'Europe/Paris'))",
                "date_bin(INTERVAL '7 hours', @)",
                "date_bin(INTERVAL '7 hours', @, TIMESTAMP '2030-01-01T00:00:00.5Z')",
                "date_bin_wallclock(INTERVAL '1 hour', tz(@, 'Europe/Paris'))",
                "@ + INTERVAL '1 month'",
                "@ - INTERVAL '1 month'",
                "@ - INTERVAL '2 years 3 days 1 microsecond'",
                "tz(@, 'Europe/Paris') + INTERVAL '5 months'",
                "@::DATE",
                "@::TIME",
                "to_date(@)",
                "tz(@, 'Europe/Paris')::DATE"
            })
    @Conforms({"D-147", "D-152"})
    void knowsOfConstantsWhatItKnowsOfRows(String expression) {
        List<String> times = db.rows("SELECT time FROM days ORDER BY time");
        List<String> constants = new ArrayList<>();
        for (String time : times) {
            constants.addAll(
                    db.rows(
                            "SELECT ("
                                    + expression.replace("@", "TIMESTAMP '" + time + "'")
                                    + ")::VARCHAR"));
        }

        assertThat(constants)
                .hasSize(5)
                .isEqualTo(
                        db.rows(
                                "SELECT ("
                                        + expression.replace("@", "time")
                                        + ")::VARCHAR FROM days ORDER BY time"));
    }

    @Test
    @Conforms("D-141")
    void readsWhatStandsForAMissingTime() {
        assertThat(
                        db.rows(
                                "SELECT lag(time, 1, '2022-05-17T15:14:15+02:00')"
                                        + " OVER (ORDER BY time) AS t FROM t"))
                .containsExactly("2022-05-17T13:14:15");
    }

    @Test
    @Conforms("D-154")
    void roundsNothingUpToTheNextDay() {
        assertThat(
                        db.rows(
                                "SELECT (time::DATE)::VARCHAR, (time::TIME)::VARCHAR,"
                                        + " (tz(time, 'Asia/Tokyo')::DATE)::VARCHAR FROM days"
                                        + " WHERE time > '2022-12-31' OR time < '1970-01-01'"
                                        + " ORDER BY time"))
                .containsExactly(
                        "1969-12-31|23:59:59.999999999|1970-01-01",
                        "2022-12-31|23:59:59.999999999|2023-01-01");
    }

    @Test
    @Conforms("D-154")
    void putsTimesIntoTexts() {
        assertThat(text("'at ' || time")).isEqualTo("at 2022-05-17T13:14:15.123456789");
    }

    @Test
    @Conforms("D-141")
    void takesTextFromTimes() {
        assertThat(
                        db.rows(
                                "SELECT date_part('minute', time - '2022-05-17T13:00:00Z'),"
                                        + " date_part('minute', '2022-05-17T13:30:00Z' - time) FROM t"))
                .containsExactly("14|15");
    }

    @Test
    @Conforms("D-156")
    void hasOneNowInAQuery() {
        assertThat(
                        db.rows(
                                "SELECT now()::VARCHAR, current_timestamp = now(), current_date::VARCHAR,"
                                        + " today() = current_date, current_time::VARCHAR,"
                                        + " (SELECT count(*) FROM range(3) WHERE now() = (SELECT now()))"))
                .containsExactly("2026-03-01T12:00:00|true|2026-03-01|true|12:00:00|3");
        assertThat(db.rows("SELECT count(*) FROM t WHERE time < now() - INTERVAL '3 years'"))
                .containsExactly("1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    TIMESTAMP '2022-05-17' | 2022-05-17T00:00:00
                    TIMESTAMP '2022-05-17 13:14' | 2022-05-17T13:14:00
                    TIMESTAMP '2022-05-17 13:14:15.5' | 2022-05-17T13:14:15.500
                    TIMESTAMP '2022-05-17T13:14:15.123456789Z' | 2022-05-17T13:14:15.123456789
                    '2022-05-17T13:14:15-05:30'::TIMESTAMP | 2022-05-17T18:44:15
                    CAST('2022-05-17 13:14:15 +02:00' AS TIMESTAMP) | 2022-05-17T11:14:15
                    s::TIMESTAMP | 2022-05-17T13:14:15.123456789
                    TRY_CAST(s AS TIMESTAMP) | 2022-05-17T13:14:15.123456789
                    TRY_CAST(de AS TIMESTAMP) | null
                    TRY_CAST(s AS TIMESTAMP) = '2022-05-17T15:14:15.123456789+02:00' | true
                    i::TIMESTAMP | 2022-05-17T13:14:15.123456789
                    time + INTERVAL '10 minutes' | 2022-05-17T13:24:15.123456789
                    time + INTERVAL '2 days 1 hour 31 minutes' | 2022-05-19T14:45:15.123456789
                    time - INTERVAL '1' DAY | 2022-05-16T13:14:15.123456789
                    time - INTERVAL '1 century' | 1922-05-17T13:14:15.123456789
                    time + INTERVAL '02:03:04' | 2022-05-17T15:17:19.123456789
                    time - INTERVAL '1 day -02:03:04.5' | 2022-05-16T15:17:19.623456789
                    time + INTERVAL '3 nanoseconds' | 2022-05-17T13:14:15.123456792
                    E'a\\nb' = concat('a', chr(10), 'b') | true
                    'it''s' | it's
                    'a\\n' = E'a\\n' | false
                    """)
    @Conforms("D-140")
    void readsLiterals(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    time = '2022-05-17T13:14:15.123456789Z' | 1
                    time > '2022-05-17' | 1
                    time < '2022-05-17' | 0
                    '2022-05-17T15:14:15.123456789+02:00' = time | 1
                    time BETWEEN '2022-05-17 13:00' AND '2022-05-17 14:00' | 1
                    time IN ('2022-05-17', '2022-05-17T13:14:15.123456789') | 1
                    time <> '2022-05-17' | 1
                    date_trunc('day', time) = '2022-05-17' | 1
                    time >= date_trunc('day', '2022-05-17T10:00:00Z'::TIMESTAMP) | 1
                    time > '2022-05-17T15:00:00' AT TIME ZONE 'Europe/Paris' | 1
                    time > '2022-05-17T15:15:00' AT TIME ZONE 'Europe/Paris' | 0
                    time = CASE WHEN true THEN '2022-05-17T15:14:15.123456789+02:00' ELSE time END | 1
                    time = greatest(time, '2022-05-17T15:14:00+02:00') | 1
                    time = least('2022-05-17T15:15:00+02:00', time) | 1
                    time = coalesce(NULL, '2022-05-17T15:14:15.123456789+02:00', time) | 1
                    nullif(time, '2022-05-17T15:14:15.123456789+02:00') IS NULL | 1
                    (time, 1) = ('2022-05-17T15:14:15.123456789+02:00', 1) | 1
                    (1, '2022-05-17T15:14:15.123456789+02:00') >= (1, time) | 1
                    (time, 1) IN (('2022-05-17', 1), ('2022-05-17T15:14:15.123456789+02:00', 1)) | 1
                    """)
    @Conforms("D-141")
    void comparesTextWithTimes(String condition, String count) {
        assertThat(db.rows("SELECT count(*) FROM t WHERE " + condition)).containsExactly(count);
        assertThat(
                        db.rows(
                                "SELECT count(*) FROM (SELECT time AS other FROM t) AS x WHERE "
                                        + condition
                                                .replace("time", "other")
                                                .replace("AT other ZONE", "AT TIME ZONE")))
                .containsExactly(count);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    to_timestamp(1.5) | to_timestamp takes whole numbers, timestamps and text
                    to_timestamp(true) | to_timestamp takes whole numbers, timestamps and text
                    to_timestamp('soon') | not a timestamp: 'soon'
                    to_timestamp(de) | not a timestamp: '17.05.2022 13:14'
                    to_timestamp(de, '%Y', '%H') | '17.05.2022 13:14' has none of the formats '%Y', '%H'
                    to_timestamp(de, '') | '17.05.2022 13:14' has none of the formats ''
                    to_timestamp(de, '%Q') | invalid time format: '%Q'
                    to_timestamp_seconds(9223372036854775807) | timestamp out of range
                    to_char(time, '%J') | invalid time format: '%J'
                    tz(time, 'Mars/Olympus') | invalid timezone "Mars/Olympus"
                    tz(time, s) | tz needs a constant text as argument 2
                    time AT TIME ZONE s | timezone needs a constant text as argument 1
                    date_bin_wallclock(INTERVAL '1 month', time) | date_bin_wallclock needs a positive interval without months
                    date_bin(INTERVAL '1 hour', time, time) | date_bin needs a constant timestamp as its origin
                    make_date(2022, 2, 30) | out of range
                    now(1) | now expects 0 arguments, got 1
                    to_timestamp_seconds(f) | to_timestamp_seconds takes whole numbers, timestamps and text, not Float64
                    to_timestamp(unnest([1.5])) | to_timestamp takes whole numbers, timestamps and text, not Float64
                    to_unixtime(true) | to_unixtime takes numbers, timestamps and text, not Boolean
                    to_unixtime(unnest([true])) | to_unixtime takes numbers, timestamps and text, not Boolean
                    to_date(current_time) | to_date takes numbers, timestamps, days and text, not Time64(Nanosecond)
                    to_date(unnest([true])) | to_date takes numbers, timestamps, days and text, not Boolean
                    date_part('hour', 5) | date_part takes timestamps, days, clock readings, intervals and text, not Int64
                    date_part('hour', unnest([5])) | date_part takes timestamps, days, clock readings, intervals and text, not Int64
                    date_part('nanosecond', unnest([5])) | date_part takes timestamps, days, clock readings, intervals and text, not Int64
                    date_part('hour', de) | not a timestamp: '17.05.2022 13:14'
                    date_bin(INTERVAL '1 hour', 5) | date_bin takes timestamps, days and text, not Int64
                    date_bin(INTERVAL '1 month', i) | date_bin takes timestamps, days and text, not Int64
                    date_bin(INTERVAL '1 hour', unnest([5])) | date_bin takes timestamps, days and text, not Int64
                    date_bin_wallclock(INTERVAL '1 hour', 5) | date_bin_wallclock takes timestamps, days and text, not Int64
                    date_trunc('hour', true) | date_trunc takes timestamps, days and text, not Boolean
                    to_char(i, '%Y') | to_char takes timestamps, days and text, not Int64
                    to_local_time(i) | to_local_time takes timestamps, days and text, not Int64
                    CAST(true AS TIMESTAMP) | Unsupported CAST from Boolean to Timestamp(Nanosecond, None)
                    """)
    @Conforms("D-153")
    void refuses(String expression, String message) {
        db.requireRefused("SELECT " + expression + " FROM t", message);
    }

    private String text(String expression) {
        return db.rows("SELECT CAST(" + expression + " AS VARCHAR) FROM t").getFirst();
    }
}
