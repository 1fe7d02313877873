// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Long runs are written as runs, wherever they begin, and everything else is packed.
final class RleHybridTest {
    private static final long SEED = Long.getLong("seed", new Random().nextLong());
    private static final int WIDTH = 8;

    private final Random random = new Random(SEED);

    @Test
    void findsEachLongRun() {
        for (int round = 0; round < 3_000; round++) {
            int[] values = values();
            int from = Math.min(values.length, random.nextInt(20));
            ByteSink found = new ByteSink();
            ByteSink expected = new ByteSink();

            RleHybrid.mixed(values, from, values.length, WIDTH, found);

            valueByValue(values, from, expected);
            assertThat(Arrays.copyOf(found.bytes(), found.size()))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(Arrays.copyOf(expected.bytes(), expected.size()));
        }
    }

    private int[] values() {
        int[] values = new int[random.nextInt(600)];
        int runMax = 1 + random.nextInt(70);
        int distinct = 1 + random.nextInt(4);
        for (int at = 0; at < values.length; ) {
            int end = Math.min(values.length, at + 1 + random.nextInt(runMax));
            Arrays.fill(values, at, end, random.nextInt(distinct));
            at = end;
        }
        return values;
    }

    /// The same by a look at each value: runs of 32 and more behind full groups of eight.
    private static void valueByValue(int[] values, int from, ByteSink sink) {
        int packedFrom = from;
        for (int start = from; start < values.length; ) {
            int end = start;
            while (end < values.length && values[end] == values[start]) {
                end++;
            }
            int full = start;
            while ((full - packedFrom) % 8 != 0) {
                full++;
            }
            if (end - full >= 32) {
                pack(values, packedFrom, full, sink);
                sink.putVarint((end - full) << 1);
                sink.putByte(values[start]);
                packedFrom = end;
            }
            start = end;
        }
        pack(values, packedFrom, values.length, sink);
    }

    private static void pack(int[] values, int from, int to, ByteSink sink) {
        if (from < to) {
            int groups = (to - from + 7) / 8;
            sink.putVarint((groups << 1) | 1);
            for (int i = from; i < from + groups * 8; i++) {
                sink.putByte(i < to ? values[i] : 0);
            }
        }
    }
}
