// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpareArraysTest {
    private static final int LENGTH = 4 * SpareArrays.LENGTH_MIN;

    private final SpareArrays spares = new SpareArrays(3L * LENGTH);

    @Test
    void anArrayIsForOneBodyOfAboutItsSize() {
        byte[] array = new byte[LENGTH];
        spares.give(array);

        assertThat(spares.take(LENGTH + 1)).isNull();
        assertThat(spares.take(LENGTH / 2)).isNull();
        assertThat(spares.take(LENGTH - LENGTH / 8)).isSameAs(array);
        assertThat(spares.take(LENGTH)).isNull();
    }

    @Test
    void theOneThatWasGivenLastIsTakenFirst() {
        byte[] first = new byte[LENGTH];
        byte[] last = new byte[LENGTH];
        spares.give(first);
        spares.give(last);

        assertThat(spares.take(LENGTH)).isSameAs(last);
        assertThat(spares.take(LENGTH)).isSameAs(first);
    }

    @Test
    void neitherMoreThanTheLimitIsKeptNorSmallOnes() {
        for (int i = 0; i < 10; i++) {
            spares.give(new byte[LENGTH]);
        }
        int kept = 0;
        while (spares.take(LENGTH) != null) {
            kept++;
        }
        assertThat(kept).isEqualTo(3);

        spares.give(new byte[SpareArrays.LENGTH_MIN - 1]);
        spares.give(new byte[3 * LENGTH + 1]);
        assertThat(spares.take(SpareArrays.LENGTH_MIN - 1)).isNull();
        assertThat(spares.take(3 * LENGTH + 1)).isNull();
    }
}
