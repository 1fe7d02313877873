// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DateBinsTest {
    private static final long SEED = Long.getLong("seed", new SplittableRandom().nextLong());

    /// Also where the difference of two times is no time.
    @Test
    void aBinHoldsTheTimesThatAreCutIntoIt() {
        SplittableRandom random = new SplittableRandom(SEED);
        int held = 0;
        for (int round = 0; round < 100_000; round++) {
            long width = (random.nextLong() >>> (2 + random.nextInt(61))) + 1;
            DateBins bins = new DateBins(width, random.nextLong() >> 20);
            long other = random.nextLong() >> 20;
            long time =
                    switch (random.nextInt(3)) {
                        case 0 -> random.nextLong();
                        case 1 -> random.nextLong() >> 20;
                        default -> other + ((random.nextLong() % width) >> random.nextInt(3));
                    };
            long start;
            long startOfTime;
            try {
                start = bins.startOf(other);
                startOfTime = bins.startOf(time);
            } catch (ArithmeticException _) {
                continue;
            }

            boolean holds = bins.holds(start, time);

            assertThat(holds)
                    .as("seed %d, round %d: %s, %d and %d", SEED, round, bins, other, time)
                    .isEqualTo(start == startOfTime);
            held += holds ? 1 : 0;
        }
        assertThat(held).isGreaterThan(1_000);
    }
}
