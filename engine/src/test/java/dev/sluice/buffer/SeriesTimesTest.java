// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SeriesTimesTest {
    private static final long SEED = Long.getLong("seed", new SplittableRandom().nextLong());
    private static final SeriesTimes NONE = new SeriesTimes(0);

    @Test
    void remembersTheLatestTimeOfEachSeries() {
        SplittableRandom random = new SplittableRandom(SEED);
        SeriesTimes times = new SeriesTimes(0);
        Map<Long, Long> expected = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            long hash = 1 + random.nextLong(1L + step);
            long time = random.nextLong(1000) - 500;
            times.reserve(1);
            boolean newer = expected.getOrDefault(hash, Long.MIN_VALUE) < time;

            assertThat(times.advance(times.place(hash, NONE), time))
                    .as("step %d, seed %d", step, SEED)
                    .isEqualTo(newer);

            expected.merge(hash, time, Math::max);
        }
        assertThat(times.size()).isEqualTo(expected.size());
    }

    @Test
    void aNewSeriesGoesOnWhereItWasBefore() {
        SeriesTimes before = new SeriesTimes(0);
        before.advance(before.place(7, NONE), 5);
        SeriesTimes times = new SeriesTimes(before.size());

        assertThat(times.advance(times.place(7, before), 5)).isFalse();
        assertThat(times.advance(times.place(7, before), 6)).isTrue();
        assertThat(times.advance(times.place(8, before), 1)).isTrue();
    }

    @Test
    void hasRoomForThoseThatWereReserved() {
        SeriesTimes times = new SeriesTimes(0);
        int fitting = 0;
        while (times.place(fitting + 1L, NONE) != SeriesTimes.FULL) {
            fitting++;
        }
        assertThat(fitting).isEqualTo(12);
        assertThat(times.place(3, NONE)).isNotEqualTo(SeriesTimes.FULL);

        times.reserve(100);

        for (int more = 0; more < 100; more++) {
            assertThat(times.place(1000L + more, NONE)).isNotEqualTo(SeriesTimes.FULL);
        }
    }
}
