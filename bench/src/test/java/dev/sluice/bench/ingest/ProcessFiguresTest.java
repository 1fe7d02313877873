// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ProcessFiguresTest {
    private static final String TIMES =
            " S 1 1 1 0 -1 4194560 100 200 3 4 1234 66 9 9 20 0 31 0 5 6 7\n";

    @Test
    void addsUserAndSystemTime() {
        assertThat(ProcessFigures.cpuSeconds("42 (java)" + TIMES)).isEqualTo(13);
    }

    @Test
    void nameOfAProgramMayHoldAnything() {
        assertThat(ProcessFigures.cpuSeconds("42 (a) S 1 (b)" + TIMES)).isEqualTo(13);
    }

    @Test
    void findsNumbersByName() {
        String status = "VmHWM:\t   2048 kB\nVmHWMore:\t1 kB\nThreads:\t31\n";

        assertThat(ProcessFigures.number(status, "VmHWM")).isEqualTo(2_048);
        assertThat(ProcessFigures.number(status, "Threads")).isEqualTo(31);
        assertThatThrownBy(() -> ProcessFigures.number(status, "Vm"))
                .hasMessage("the system does not tell Vm");
    }

    @Test
    void looksAtThisProcess() {
        ProcessFigures figures = ProcessFigures.of(ProcessHandle.current().pid());

        assertThat(figures.cpuSeconds()).isPositive();
        assertThat(figures.peakBytes()).isGreaterThan(1 << 20);
        assertThat(figures.writtenBytes()).isNotNegative();
        assertThat(figures.threads().values())
                .extracting(ProcessFigures.ThreadTime::name)
                .contains("java");
    }
}
