// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Fill;
import dev.sluice.influxql.Refusals;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Zones;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The bins of GROUP BY time (data.md 6.8): equal lengths of the local clock, counted from the
/// epoch and moved by an offset.
///
/// Where the local clock jumps inside the span, the length of a bin that holds the jump differs by
/// the jump, if bins are longer than that. A start that the clock shows twice is then the earlier
/// one (data.md 5.5).
final class Bins {
    /// The most bins of one series.
    static final long COUNT_MAX = 10_000_000;

    private static final BigInteger ABOVE_COUNT_MAX = BigInteger.valueOf(COUNT_MAX + 1);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MICRO = 1_000;

    /// The most jumps that are written out.
    private static final int JUMPS_MAX = 3;

    private final long width;
    private final long offset;
    private final boolean positive;
    private final String zoneName;

    /// By first instant, without the offset: how far the local clock is ahead.
    private final NavigableMap<Long, Long> zones = new TreeMap<>();

    /// The same by first reading of the local clock, also as if it were an instant.
    private final NavigableMap<Long, Long> readings = new TreeMap<>();

    /// @param width of a bin, positive
    /// @param offset moves them
    /// @param zone whose clock counts
    /// @param span the instants that they have to hold
    Bins(long width, long offset, ZoneId zone, TimeSpan span) {
        this.width = width;
        this.zoneName = zone.getId();
        // An offset back moves bins back: the clock may jump between the two ends of its way.
        this.offset = offset % width;
        Instant first =
                span.hasLower()
                        ? beforeOverlap(zone, Instant.EPOCH.plusNanos(moved(span.lower())))
                        : Instant.MIN;
        Instant last = Instant.EPOCH.plusNanos(moved(span.upper()));
        zones.put(Long.MIN_VALUE, ahead(zone, first));
        readings.put(Long.MIN_VALUE, ahead(zone, first));
        ZoneOffsetTransition next = zone.getRules().nextTransition(first);
        while (next != null && !next.getInstant().isAfter(last)) {
            long instant = nanos(next.getInstant());
            long before = nanos(next.getOffsetBefore());
            long after = nanos(next.getOffsetAfter());
            zones.put(instant, after);
            readings.put(instant + Math.max(before, after), after);
            next = zone.getRules().nextTransition(next.getInstant());
        }
        long least = zones.values().stream().mapToLong(ahead -> ahead).min().orElse(0);
        this.positive = span.lower() >= this.offset - Math.min(0, least);
    }

    /// An instant, or one before the jump where the clock shows its time for the second time.
    private static Instant beforeOverlap(ZoneId zone, Instant instant) {
        ZoneOffsetTransition last = zone.getRules().previousTransition(instant.plusNanos(1));
        return last != null
                        && last.isOverlap()
                        && last.getInstant().minus(last.getDuration()).isAfter(instant)
                ? last.getInstant().minusNanos(1)
                : instant;
    }

    private static long ahead(ZoneId zone, Instant instant) {
        return nanos(zone.getRules().getOffset(instant));
    }

    private static long nanos(ZoneOffset offset) {
        return offset.getTotalSeconds() * NANOS_PER_SECOND;
    }

    /// Saturates.
    private static long nanos(Instant instant) {
        long seconds = instant.getEpochSecond();
        long most = Long.MAX_VALUE / NANOS_PER_SECOND - 1;
        return Math.clamp(seconds, -most, most) * NANOS_PER_SECOND;
    }

    long width() {
        return width;
    }

    /// The start of the bin of an instant.
    long start(long nanos) {
        long moved = nanos - offset;
        long zone = zones.floorEntry(moved).getValue();
        long start = moved - Math.floorMod(moved + zone, width);
        long jump = zone - readings.floorEntry(minus(start, -zone)).getValue();
        return start + (Math.abs(jump) < width ? jump : 0) + offset;
    }

    /// The bins of a span as bins of one length; null where the clock jumps in it.
    SimpleSelect.@Nullable EvenBins even(TimeSpan span, Fill fill) {
        boolean jumps = zones.size() > 1;
        boolean early = span.hasLower() && span.lower() < Long.MIN_VALUE / 2;
        if (jumps || early) {
            return null;
        }
        return new SimpleSelect.EvenBins(
                width,
                offset - zones.firstEntry().getValue(),
                span.hasLower() ? start(span.lower()) : null,
                span.upper(),
                switch (fill) {
                    case Fill.Constant _ -> SimpleSelect.EmptyBins.FILLED;
                    case Fill.Mode mode ->
                            switch (mode) {
                                case NONE -> SimpleSelect.EmptyBins.LEFT_OUT;
                                case PREVIOUS -> SimpleSelect.EmptyBins.AS_BEFORE;
                                case LINEAR -> SimpleSelect.EmptyBins.ON_LINES;
                                case NULL -> SimpleSelect.EmptyBins.FILLED;
                            };
                });
    }

    /// The same for a value of the engine, in whole nanoseconds.
    Expression start(Expression nanos) {
        if (zones.size() == 1) {
            long shift = offset - zones.firstEntry().getValue();
            return minus(nanos, mod(shift == 0 ? nanos : minus(nanos, Sql.number(shift))));
        }
        Expression moved = offset == 0 ? nanos : minus(nanos, Sql.number(offset));
        Expression zone = ahead(moved);
        Expression start = minus(moved, mod(plus(moved, zone)));
        Expression jump = minus(zone, aheadAt(plus(start, zone)));
        Expression small =
                Sql.compare(Sql.call("abs", jump), ComparisonOperator.LESS, Sql.number(width));
        Expression kept = plus(start, Sql.choose(small, jump, Sql.number(0)));
        return offset == 0 ? kept : plus(kept, Sql.number(offset));
    }

    private Expression mod(Expression value) {
        Expression rest = Sql.operate(value, "%", Sql.number(width));
        return positive ? rest : Sql.operate(plus(rest, Sql.number(width)), "%", Sql.number(width));
    }

    /// How far the local clock is ahead; where it jumps often, the engine knows.
    private Expression ahead(Expression moved) {
        if (zones.size() > JUMPS_MAX) {
            Expression utc = Sql.operate(moved, "//", Sql.number(NANOS_PER_MICRO));
            Expression local =
                    Sql.call("timezone", Sql.text(zoneName), Sql.call("make_timestamptz", utc));
            return Sql.operate(
                    Sql.nanos(local), "-", Sql.operate(utc, "*", Sql.number(NANOS_PER_MICRO)));
        }
        return find(zones, moved);
    }

    /// The same by a reading of the local clock.
    private Expression aheadAt(Expression reading) {
        return zones.size() > JUMPS_MAX
                ? minus(
                        reading,
                        Sql.call("sluice_of_local_ns", reading, Sql.number(Zones.code(zoneName))))
                : find(readings, reading);
    }

    private static Expression find(NavigableMap<Long, Long> map, Expression value) {
        List<Expression.Branch> branches = new ArrayList<>();
        long before = map.firstEntry().getValue();
        for (var entry : map.tailMap(Long.MIN_VALUE, false).entrySet()) {
            branches.add(
                    new Expression.Branch(
                            Sql.compare(value, ComparisonOperator.LESS, Sql.number(entry.getKey())),
                            Sql.number(before)));
            before = entry.getValue();
        }
        return new Expression.Case(branches, Sql.number(before));
    }

    private static Expression plus(Expression a, Expression b) {
        return Sql.operate(a, "+", b);
    }

    private static Expression minus(Expression a, Expression b) {
        return Sql.operate(a, "-", b);
    }

    /// The starts of all bins from one instant to another, as a list.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* above [#COUNT_MAX]
    Expression starts(long lower, long upper) {
        if ((double) upper - (double) lower > (double) width * COUNT_MAX) {
            throw tooMany();
        }
        if (lower > upper) {
            return Sql.call("list_value");
        }
        List<Expression> parts = new ArrayList<>();
        long from = moved(lower);
        long last = moved(upper);
        long to;
        do {
            Long next = zones.higherKey(from);
            to = next == null ? last : Math.min(last, next - 1);
            parts.add(starts(from, to, zones.floorEntry(from).getValue()));
            from = to + 1;
        } while (to < last);
        Expression all =
                parts.stream().reduce((a, b) -> Sql.call("list_concat", a, b)).orElseThrow();
        return zones.size() == 1 ? all : Sql.call("list_distinct", all);
    }

    /// An instant without the offset, or the first or last one of all.
    private long moved(long nanos) {
        return minus(nanos, offset);
    }

    /// Saturates.
    private static long minus(long a, long b) {
        long result = a - b;
        boolean beyond = ((a ^ b) & (a ^ result)) < 0;
        return beyond ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : result;
    }

    /// The starts for instants between which the clock does not jump.
    private Expression starts(long from, long to, long zone) {
        long first = start(from + offset);
        long aligned = even(from, zone);
        if (zones.size() == 1) {
            return series(first, to + offset);
        }
        Expression alone = Sql.call("list_value", Sql.number(first));
        return aligned > to
                ? alone
                : Sql.call("list_concat", alone, series(aligned + offset, to + offset));
    }

    private Expression series(long first, long last) {
        return Sql.call("generate_series", Sql.number(first), Sql.number(last), Sql.number(width));
    }

    /// The starts of all bins from the first that has data to that of an instant, as a list.
    ///
    /// @param first start of the first bin with data
    Expression startsFrom(Expression first, long upper) {
        BigInteger tooEarly =
                BigInteger.valueOf(upper)
                        .subtract(BigInteger.valueOf(width).multiply(ABOVE_COUNT_MAX));
        if (tooEarly.bitLength() >= Long.SIZE) {
            return listFrom(first, upper);
        }
        return Sql.choose(
                Sql.compare(
                        first,
                        ComparisonOperator.LESS_OR_EQUAL,
                        Sql.number(tooEarly.longValueExact())),
                Sql.call("error", Sql.text(text())),
                listFrom(first, upper));
    }

    private Expression listFrom(Expression first, long upper) {
        if (zones.size() == 1) {
            return Sql.call("generate_series", first, Sql.number(upper), Sql.number(width));
        }
        List<Expression> parts = new ArrayList<>();
        long last = moved(upper);
        for (Map.Entry<Long, Long> zone : zones.headMap(last, true).entrySet()) {
            long from = zone.getKey();
            Long next = zones.higherKey(from);
            long to = next == null ? last : Math.min(last, next - 1);
            if (from != Long.MIN_VALUE) {
                parts.add(Sql.call("list_value", Sql.number(start(from + offset))));
            }
            long even = even(from, zone.getValue());
            if (even <= to) {
                parts.add(seriesFrom(first, even + offset, to + offset));
            }
        }
        Expression all = Sql.call("list_concat", parts.toArray(Expression[]::new));
        return Sql.call("list_distinct", all);
    }

    /// The part of an even series that begins with the bin before `first`, or holds none of them.
    private Expression seriesFrom(Expression first, long from, long to) {
        Expression passed = minus(Sql.call("greatest", first, Sql.number(from)), Sql.number(from));
        Expression whole =
                Sql.operate(Sql.operate(passed, "//", Sql.number(width)), "*", Sql.number(width));
        return Sql.choose(
                Sql.compare(first, ComparisonOperator.GREATER, Sql.number(to)),
                Sql.call("list_value"),
                Sql.call(
                        "generate_series",
                        plus(Sql.number(from), whole),
                        Sql.number(to),
                        Sql.number(width)));
    }

    /// The first instant from one on at which the clock of a zone says that a bin begins, and none
    /// has at the same time of that clock before.
    private long even(long from, long zone) {
        long from0 = Math.floorMod(from, width);
        long zone0 = Math.floorMod(zone, width);
        long passed = from0 >= width - zone0 ? from0 - (width - zone0) : from0 + zone0;
        long even = passed == 0 ? from : from + (width - passed);
        return start(even + offset) == even + offset ? even : even + width;
    }

    /// Whether [#startsFrom] may give bins before the first.
    boolean startsTooEarly() {
        return zones.size() > 1;
    }

    private static RuntimeException tooMany() {
        return Refusals.planning(text());
    }

    private static String text() {
        return "too many bins of time in a series (limit: " + COUNT_MAX + ")";
    }
}
