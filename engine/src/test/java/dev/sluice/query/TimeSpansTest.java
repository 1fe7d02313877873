// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Sets of instants, beside sets of bits.
final class TimeSpansTest {
    private static final int INSTANTS = 40;

    private static BitSet bits(TimeSpans spans) {
        BitSet bits = new BitSet();
        long end = -1;
        for (TimeRange range : spans.ranges()) {
            assertThat(range.minNanos()).as("a gap before it").isGreaterThan(end + 1);
            bits.set((int) range.minNanos(), (int) range.maxNanos() + 1);
            end = range.maxNanos();
        }
        return bits;
    }

    private static List<TimeRange> randomRanges(Random random) {
        List<TimeRange> ranges = new ArrayList<>();
        int count = random.nextInt(7);
        for (int i = 0; i < count; i++) {
            // Not from 0: the first range has no gap before it.
            int min = 1 + random.nextInt(INSTANTS);
            ranges.add(new TimeRange(min, min + random.nextInt(8)));
        }
        return ranges;
    }

    private static BitSet countedAtLeast(List<TimeRange> ranges, int times) {
        BitSet bits = new BitSet();
        for (int instant = 0; instant < 2 * INSTANTS; instant++) {
            long at = instant;
            if (ranges.stream().filter(range -> range.overlaps(at, at)).count() >= times) {
                bits.set(instant);
            }
        }
        return bits;
    }

    @Test
    void agreesWithBits() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            List<TimeRange> some = randomRanges(random);
            List<TimeRange> others = randomRanges(random);
            String what = "seed " + seed + ": " + some + " and " + others;
            TimeSpans once = TimeSpans.covered(some, 1);
            TimeSpans second = TimeSpans.covered(others, 1);
            assertThat(bits(once)).as(what).isEqualTo(countedAtLeast(some, 1));
            assertThat(bits(TimeSpans.covered(some, 2)))
                    .as(what)
                    .isEqualTo(countedAtLeast(some, 2));

            BitSet union = bits(once);
            union.or(bits(second));
            assertThat(bits(once.or(second))).as(what).isEqualTo(union);
            BitSet left = bits(once);
            left.andNot(bits(second));
            assertThat(bits(once.without(second))).as(what).isEqualTo(left);
            BitSet common = bits(once);
            common.and(bits(second));
            assertThat(bits(once.within(second))).as(what).isEqualTo(common);
            BitSet window = new BitSet();
            window.set(5, 21);
            window.and(bits(once));
            assertThat(bits(once.and(new TimeRange(5, 20)))).as(what).isEqualTo(window);
            int from = random.nextInt(20);
            int to = from + random.nextInt(8);
            assertThat(once.covers(from, to))
                    .as("%s, %d to %d", what, from, to)
                    .isEqualTo(bits(once).nextClearBit(from) > to);
        }
    }

    @Test
    void becomesCoarseByFillingTheShortestGaps() {
        TimeSpans spans =
                TimeSpans.covered(
                        List.of(
                                new TimeRange(0, 1),
                                new TimeRange(3, 4),
                                new TimeRange(10, 11),
                                new TimeRange(15, 16)),
                        1);

        assertThat(spans.coarsened(4)).isEqualTo(spans);
        assertThat(spans.coarsened(2).ranges())
                .containsExactly(new TimeRange(0, 4), new TimeRange(10, 16));
        assertThat(spans.coarsened(1).ranges()).containsExactly(new TimeRange(0, 16));
    }

    @Test
    void reachesToTheEndsOfTime() {
        TimeSpans all = TimeSpans.covered(List.of(TimeRange.ALL), 1);
        TimeSpans ends = all.without(TimeSpans.covered(List.of(new TimeRange(0, 0)), 1));

        assertThat(ends.ranges())
                .containsExactly(
                        new TimeRange(Long.MIN_VALUE, -1), new TimeRange(1, Long.MAX_VALUE));
        assertThat(all.without(all).isEmpty()).isTrue();
        assertThat(ends.coarsened(1)).isEqualTo(all);
    }
}
