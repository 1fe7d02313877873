// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Which of the many numbers of proc(5) are the children's times.
final class ChildrenTest {
    @Test
    void readsTheTimesOfThoseThatEnded() {
        String line = "12 (a) name) S 1 12 12 0 -1 4194304 99 98 97 96 7 6 31 11 20 0 9 0 5 0\n";

        assertThat(Children.cpuMillis(line)).isEqualTo(420);
    }

    @Test
    void growsWithEveryChild() throws IOException, InterruptedException {
        long before = Children.cpuMillis();

        Process busy =
                new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
                        .start();
        assertThat(busy.waitFor()).isZero();

        assertThat(Children.cpuMillis()).isGreaterThan(before);
    }
}
