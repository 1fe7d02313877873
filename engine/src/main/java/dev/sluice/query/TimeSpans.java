// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Some instants, as ranges in order that neither overlap nor touch.
///
/// @param ranges none of them empty
record TimeSpans(List<TimeRange> ranges) {
    static final TimeSpans NONE = new TimeSpans(List.of());

    /// Copies the list.
    TimeSpans {
        ranges = List.copyOf(ranges);
    }

    /// The instants of a range.
    static TimeSpans of(TimeRange range) {
        return range.isEmpty() ? NONE : new TimeSpans(List.of(range));
    }

    /// The instants that lie in at least `times` of some ranges.
    ///
    /// @param sources in any order, none of them empty
    static TimeSpans covered(List<TimeRange> sources, int times) {
        long[] starts = sources.stream().mapToLong(TimeRange::minNanos).sorted().toArray();
        long[] ends = sources.stream().mapToLong(TimeRange::maxNanos).sorted().toArray();
        List<TimeRange> covered = new ArrayList<>();
        int started = 0;
        long from = 0;
        for (int ended = 0; ended < ends.length; ended++) {
            // A range that starts at the instant at which another ends shares that instant.
            while (started < starts.length && starts[started] <= ends[ended]) {
                started++;
                if (started - ended == times) {
                    from = starts[started - 1];
                }
            }
            if (started - ended == times) {
                append(covered, new TimeRange(from, ends[ended]));
            }
        }
        return new TimeSpans(covered);
    }

    /// Ranges come in order; those that touch become one.
    private static void append(List<TimeRange> ranges, TimeRange next) {
        TimeRange last = ranges.isEmpty() ? TimeRange.NONE : ranges.getLast();
        if (!ranges.isEmpty() && next.minNanos() - 1 <= last.maxNanos()) {
            ranges.set(ranges.size() - 1, new TimeRange(last.minNanos(), next.maxNanos()));
        } else {
            ranges.add(next);
        }
    }

    /// Whether there is no instant.
    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /// Whether an instant between the two can be one of these.
    boolean overlaps(long min, long max) {
        return ranges.stream().anyMatch(range -> range.overlaps(min, max));
    }

    /// Whether an instant is one of these.
    boolean contains(long nanos) {
        for (TimeRange range : ranges) {
            if (nanos >= range.minNanos() && nanos <= range.maxNanos()) {
                return true;
            }
        }
        return false;
    }

    /// Whether one of them has a whole range.
    boolean covers(long minNanos, long maxNanos) {
        return ranges.stream()
                .anyMatch(range -> range.minNanos() <= minNanos && range.maxNanos() >= maxNanos);
    }

    /// Those of a range.
    TimeSpans and(TimeRange range) {
        return new TimeSpans(
                ranges.stream()
                        .filter(one -> range.overlaps(one.minNanos(), one.maxNanos()))
                        .map(range::and)
                        .toList());
    }

    /// Those that others have too.
    TimeSpans within(TimeSpans others) {
        return without(without(others));
    }

    /// These and others.
    TimeSpans or(TimeSpans other) {
        List<TimeRange> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        return covered(all, 1);
    }

    /// These but for others.
    TimeSpans without(TimeSpans other) {
        List<TimeRange> left = new ArrayList<>();
        for (TimeRange range : ranges) {
            long from = range.minNanos();
            boolean more = true;
            for (TimeRange hole : other.and(range).ranges) {
                if (hole.minNanos() > from) {
                    left.add(new TimeRange(from, hole.minNanos() - 1));
                }
                more = hole.maxNanos() < range.maxNanos();
                if (more) {
                    from = hole.maxNanos() + 1;
                }
            }
            if (more) {
                left.add(new TimeRange(from, range.maxNanos()));
            }
        }
        return new TimeSpans(left);
    }

    /// The same in at most `max` ranges, with the shortest gaps filled.
    TimeSpans coarsened(int max) {
        if (ranges.size() <= max) {
            return this;
        }
        Integer[] gaps = new Integer[ranges.size() - 1];
        Arrays.setAll(gaps, place -> place);
        Arrays.sort(gaps, Comparator.comparing(this::gapAfter, Long::compareUnsigned).reversed());
        boolean[] kept = new boolean[gaps.length];
        for (int i = 0; i < max - 1; i++) {
            kept[gaps[i]] = true;
        }
        List<TimeRange> coarse = new ArrayList<>();
        long from = ranges.getFirst().minNanos();
        for (int place = 0; place < gaps.length; place++) {
            if (kept[place]) {
                coarse.add(new TimeRange(from, ranges.get(place).maxNanos()));
                from = ranges.get(place + 1).minNanos();
            }
        }
        coarse.add(new TimeRange(from, ranges.getLast().maxNanos()));
        return new TimeSpans(coarse);
    }

    /// Unsigned, since it can be longer than half of all time.
    private long gapAfter(int place) {
        return ranges.get(place + 1).minNanos() - ranges.get(place).maxNanos();
    }
}
