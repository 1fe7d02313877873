// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LoadedTest {
    @Test
    void tellsQuantilesAndRates() {
        long[] latencies = new long[100];
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = (i + 1) * 1_000_000L;
        }
        Loaded loaded = new Loaded(latencies, 2_000_000_000, 3);

        assertThat(loaded.quantileMillis(0.5)).isEqualTo(51);
        assertThat(loaded.quantileMillis(0.99)).isEqualTo(100);
        assertThat(loaded.seconds()).isEqualTo(2);
        assertThat(loaded.linesPerSecond(500)).isEqualTo(250);
        assertThat(loaded.megabytesPerSecond(8_000_000)).isEqualTo(4);
        assertThat(loaded.refusals()).isEqualTo(3);
    }

    @Test
    void oneBatchHasEveryQuantile() {
        Loaded loaded = new Loaded(new long[] {7_000_000}, 1, 0);

        assertThat(loaded.quantileMillis(0.5)).isEqualTo(7);
        assertThat(loaded.quantileMillis(0.99)).isEqualTo(7);
    }
}
