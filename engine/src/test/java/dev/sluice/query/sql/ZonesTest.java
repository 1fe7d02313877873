// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clocks of zones, and bins by them.
final class ZonesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    @ParameterizedTest
    @CsvSource({
        // an ordinary day
        "60, 2020-01-01T10:15:00+01:00, 1970-01-01T00:00, Europe/Paris, 2020-01-01T10:00:00+01:00",
        "1440, 2020-07-01T01:15:00+02:00, 1970-01-01T00:00, Europe/Paris, 2020-07-01T00:00:00+02:00",
        // the hour from 2 to 3 is missing
        "60, 2020-03-29T03:15:00+02:00, 1970-01-01T00:00, Europe/Paris, 2020-03-29T03:00:00+02:00",
        "120, 2020-03-29T03:15:00+02:00, 1970-01-01T00:00, Europe/Paris, 2020-03-29T03:00:00+02:00",
        "1440, 2020-03-29T12:00:00+02:00, 1970-01-01T00:00, Europe/Paris, 2020-03-29T00:00:00+01:00",
        // the hour from 2 to 3 comes twice
        "60, 2020-10-25T02:29:00+01:00, 1970-01-01T00:30, Europe/Paris, 2020-10-25T01:30:00+02:00",
        "60, 2020-10-25T02:30:00+01:00, 1970-01-01T00:30, Europe/Paris, 2020-10-25T02:30:00+01:00",
        "60, 2020-10-25T02:30:00+02:00, 1970-01-01T00:30, Europe/Paris, 2020-10-25T02:30:00+02:00",
        "240, 2020-10-25T04:30:00+01:00, 1970-01-01T02:00, Europe/Paris, 2020-10-25T02:00:00+02:00",
        "1440, 2020-10-25T23:30:00+01:00, 1970-01-01T00:00, Europe/Paris, 2020-10-25T00:00:00+02:00",
        // half an hour
        "60, 2020-04-05T01:45:00+10:30, 1970-01-01T00:30, Australia/Lord_Howe, 2020-04-05T01:30:00+11:00"
    })
    void putsIntoBinsByTheClock(
            int minutes, OffsetDateTime time, String origin, String zone, OffsetDateTime start) {
        long originLocal = Timestamps.parse(origin).orElseThrow();

        assertThat(
                        Instant.ofEpochSecond(
                                0,
                                Zones.bin(
                                        Timestamps.toNanos(time.toInstant()),
                                        minutes * MINUTE,
                                        originLocal,
                                        rules(zone))))
                .isEqualTo(start.toInstant());
    }

    /// The bins of a range are those that some minute in it falls into.
    @Test
    void findsEveryBinOfARange() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ZonesTest seed " + seed);
        Random random = new Random(seed);
        String[] zones = {"Europe/Paris", "America/Los_Angeles", "Australia/Lord_Howe", "+05:30"};
        for (int round = 0; round < 200; round++) {
            ZoneRules rules = rules(zones[random.nextInt(zones.length)]);
            long min = (26_297_280L + random.nextInt(1_000_000)) * MINUTE;
            long max = min + random.nextInt(40_000) * MINUTE;
            long width = (1 + random.nextInt(20)) * 15L * MINUTE * (random.nextBoolean() ? 1 : 12);
            long origin = random.nextInt(48) * 15L * MINUTE;
            TreeSet<Long> expected = new TreeSet<>();
            for (long nanos = min; nanos <= max; nanos += MINUTE) {
                expected.add(Zones.bin(nanos, width, origin, rules));
            }
            TreeSet<Long> found = new TreeSet<>();
            for (Zones.Run run : Zones.bins(min, max, width, origin, rules)) {
                for (long start = run.first(); start <= run.last(); start += width) {
                    found.add(start);
                }
            }
            assertThat(found.equals(expected)).as("seed %d round %d", seed, round).isTrue();
        }
    }

    /// At both ends of time, each bin that begins in it is there once.
    @ParameterizedTest
    @CsvSource({
        "UTC, 1",
        "UTC, 60",
        "Europe/Paris, 1",
        "Europe/Paris, 60",
        "Asia/Tokyo, 1440",
        "America/Los_Angeles, 7",
        "-11:30, 60",
        "+14:00, 1440",
        "UTC, 52560000"
    })
    void findsBinsAtTheEndsOfTime(String zone, long minutes) {
        long width = minutes * MINUTE;
        long day = 1440 * MINUTE;
        for (long origin : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertBins(Long.MIN_VALUE, Long.MIN_VALUE + 3 * day, width, origin, zone);
            assertBins(Long.MAX_VALUE - 3 * day, Long.MAX_VALUE, width, origin, zone);
            assertBins(Long.MIN_VALUE, Long.MIN_VALUE, width, origin, zone);
            assertBins(Long.MAX_VALUE, Long.MAX_VALUE, width, origin, zone);
        }
    }

    /// No zone changes its clock there, so that all bins lie evenly.
    private static void assertBins(long min, long max, long width, long origin, String zone) {
        BigInteger step = BigInteger.valueOf(width);
        long offset = rules(zone).getOffset(Timestamps.ofNanos(min)).getTotalSeconds() * SECOND;
        BigInteger first = BigInteger.valueOf(min);
        first =
                first.subtract(
                        first.add(BigInteger.valueOf(offset))
                                .subtract(BigInteger.valueOf(origin))
                                .mod(step));
        List<Long> expected = new ArrayList<>();
        for (BigInteger start = first;
                start.compareTo(BigInteger.valueOf(max)) <= 0;
                start = start.add(step)) {
            if (start.bitLength() < Long.SIZE) {
                expected.add(start.longValueExact());
            }
        }
        List<Long> found = new ArrayList<>();
        for (Zones.Run run : Zones.bins(min, max, width, origin, rules(zone))) {
            long start = run.first();
            found.add(start);
            while (run.last() - start > 0) {
                start += width;
                found.add(start);
            }
        }
        assertThat(found).as("%s %d %d", zone, width, origin).isEqualTo(expected);
    }

    @Test
    void givesZonesNumbersAndTakesThemBack() {
        for (String zone : List.of("UTC", "Europe/Paris", "+02:00", "-11:30", "America/New_York")) {
            assertThat(Zones.name(Zones.code(zone))).isEqualTo(zone);
            assertThat(Zones.rules(Zones.code(zone))).isEqualTo(rules(zone));
        }
        assertThatThrownBy(() -> Zones.code("Mars/Olympus"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("invalid timezone \"Mars/Olympus\"");
    }

    private static ZoneRules rules(String zone) {
        return Zones.require(zone).getRules();
    }
}
