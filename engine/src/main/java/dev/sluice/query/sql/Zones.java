// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Time zones on whole nanoseconds: clock readings and instants, and bins by a zone's clock
/// (data.md 5.5). A clock reading is a number too: the nanoseconds from the epoch to that reading
/// as if the zone were UTC.
public final class Zones {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final List<String> NAMES =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();

    /// The number of the offset zero; those of others are as many seconds away.
    private static final int OFFSETS = 1_000_000;

    private static final int OFFSETS_MIN = OFFSETS - 86_400;

    private Zones() {}

    /// The zone with a name such as `Europe/Paris` or an offset such as `+02:00`.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* when there is none
    public static ZoneId require(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw UnsupportedSql.planning("time_zone", "invalid timezone \"" + name + "\"");
        }
    }

    /// A number for a zone, for the engine.
    public static long code(String name) {
        ZoneId zone = require(name).normalized();
        return zone instanceof ZoneOffset offset
                ? OFFSETS + offset.getTotalSeconds()
                : Collections.binarySearch(NAMES, zone.getId());
    }

    /// The rules of the zone with a number.
    public static ZoneRules rules(long code) {
        int number = Math.toIntExact(code);
        return number >= OFFSETS_MIN
                ? ZoneOffset.ofTotalSeconds(number - OFFSETS).getRules()
                : ZoneId.of(NAMES.get(number)).getRules();
    }

    /// The name of the zone with a number.
    public static String name(long code) {
        int number = Math.toIntExact(code);
        if (number < OFFSETS_MIN) {
            return NAMES.get(number);
        }
        return number == OFFSETS ? "UTC" : ZoneOffset.ofTotalSeconds(number - OFFSETS).getId();
    }

    /// What the zone's clock shows at an instant.
    public static long local(long nanos, ZoneRules rules) {
        return Math.addExact(nanos, offsetAt(nanos, rules));
    }

    /// The instant at which the zone's clock shows a reading: the earlier one where there are two,
    /// and as long after the change as the reading is where there is none.
    public static long instant(long localNanos, ZoneRules rules) {
        return Math.subtractExact(
                localNanos, nanos(rules.getOffset(Timestamps.clockInUtc(localNanos))));
    }

    /// The latest instant, not after another one, at which the zone's clock shows a reading that
    /// the other's was cut off to. Where the clock skips the reading, it is the change.
    ///
    /// @param localNanos the reading
    /// @param nanos the other instant
    public static long start(long localNanos, long nanos, ZoneRules rules) {
        LocalDateTime clock = Timestamps.clockInUtc(localNanos);
        List<ZoneOffset> offsets = rules.getValidOffsets(clock);
        if (offsets.isEmpty()) {
            return Timestamps.toNanos(rules.getTransition(clock).getInstant());
        }
        long latest = Math.subtractExact(localNanos, nanos(offsets.getLast()));
        return latest <= nanos ? latest : Math.subtractExact(localNanos, nanos(offsets.getFirst()));
    }

    /// The start of the bin of an instant, by the zone's clock.
    ///
    /// A start that the clock skips moves to the instant as far from the start of the day as the
    /// reading says. Of two instants with the same reading it is the earlier one if bins are longer
    /// than the change, else the one with the offset of the instant itself.
    ///
    /// @param nanos the instant
    /// @param width of a bin
    /// @param originLocal a reading at which a bin starts
    public static long bin(long nanos, long width, long originLocal, ZoneRules rules) {
        long offset = offsetAt(nanos, rules);
        long start = Math.subtractExact(nanos, into(nanos, offset, width, originLocal));
        LocalDateTime clock = Timestamps.clockInUtc(start).plusNanos(offset);
        List<ZoneOffset> offsets = rules.getValidOffsets(clock);
        if (offsets.size() == 1) {
            return shifted(start, offset, offsets.getFirst());
        }
        if (offsets.isEmpty()) {
            return shifted(start, offset, rules.getOffset(clock.truncatedTo(ChronoUnit.DAYS)));
        }
        ZoneOffsetTransition change = rules.getTransition(clock);
        boolean own = width <= change.getDuration().abs().toNanos() && isOneOf(offset, offsets);
        return own ? start : shifted(start, offset, change.getOffsetBefore());
    }

    /// The instant at which a clock of one offset shows what that of another does at an instant.
    private static long shifted(long nanos, long from, ZoneOffset to) {
        return Math.addExact(nanos, from - nanos(to));
    }

    private static boolean isOneOf(long offsetNanos, List<ZoneOffset> offsets) {
        return offsets.stream().anyMatch(offset -> nanos(offset) == offsetNanos);
    }

    /// Bins that lie evenly.
    ///
    /// @param first start of the first one
    /// @param last start of the last one, as many whole widths later
    public record Run(long first, long last) {}

    /// The starts of all bins from the one of `min` to the one of `max`. Where the clock changes, a
    /// start may be there twice.
    public static List<Run> bins(
            long min, long max, long width, long originLocal, ZoneRules rules) {
        List<Run> runs = new ArrayList<>();
        long from = min;
        while (from <= max) {
            ZoneOffsetTransition next = rules.nextTransition(Timestamps.ofNanos(from));
            long until =
                    next == null || !next.getInstant().isBefore(Timestamps.ofNanos(max))
                            ? max
                            : Timestamps.toNanos(next.getInstant()) - 1;
            stretch(from, until, width, originLocal, rules, runs);
            if (until == Long.MAX_VALUE) {
                break;
            }
            from = until + 1;
        }
        return runs;
    }

    /// The bins of a stretch of one offset. Only those that begin before it, or at a reading that
    /// the clock shows twice, do not lie evenly. A start that is no 64-bit number is left out.
    private static void stretch(
            long from, long until, long width, long originLocal, ZoneRules rules, List<Run> runs) {
        long into = into(from, offsetAt(from, rules), width, originLocal);
        long even = from;
        if (into > 0) {
            addBinOf(from, width, originLocal, rules, runs);
            if (!reaches(from, until, width - into)) {
                return;
            }
            even = from + (width - into);
        }
        ZoneOffsetTransition change =
                rules.previousTransition(Timestamps.ofNanos(from).plusNanos(1));
        if (change != null && change.isOverlap()) {
            Duration shift = change.getDuration().abs();
            Instant end = change.getInstant().plus(shift);
            while (width > shift.toNanos() && Timestamps.ofNanos(even).isBefore(end)) {
                addBinOf(even, width, originLocal, rules, runs);
                if (!reaches(even, until, width)) {
                    return;
                }
                even += width;
            }
        }
        // Both may lie so far apart that their difference is none of 64 bits.
        long beyond = Math.floorMod(until, width) - Math.floorMod(even, width);
        runs.add(new Run(even, until - Math.floorMod(beyond, width)));
    }

    /// How far a reading is from the start of its bin. Only remainders are added up: the reading
    /// itself may be no 64-bit number.
    private static long into(long nanos, long offset, long width, long originLocal) {
        long local = sum(Math.floorMod(nanos, width), Math.floorMod(offset, width), width);
        long origin = Math.floorMod(originLocal, width);
        return local >= origin ? local - origin : width - (origin - local);
    }

    /// The sum of two remainders.
    private static long sum(long a, long b, long width) {
        return a >= width - b ? a - (width - b) : a + b;
    }

    private static boolean reaches(long from, long until, long distance) {
        return Long.compareUnsigned(until - from, distance) >= 0;
    }

    private static void addBinOf(
            long nanos, long width, long originLocal, ZoneRules rules, List<Run> runs) {
        try {
            add(bin(nanos, width, originLocal, rules), runs);
        } catch (ArithmeticException _) {
            // It begins before there is time. No row can be put into it either.
        }
    }

    private static void add(long start, List<Run> runs) {
        if (runs.isEmpty() || runs.getLast().last() < start) {
            runs.add(new Run(start, start));
        }
    }

    private static long offsetAt(long nanos, ZoneRules rules) {
        return nanos(rules.getOffset(Timestamps.ofNanos(nanos)));
    }

    private static long nanos(ZoneOffset offset) {
        return offset.getTotalSeconds() * NANOS_PER_SECOND;
    }
}
