// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.output.Screen.Size;
import org.junit.jupiter.api.Test;

final class ScreenProbeTest {
    @Test
    void readsWhatSttySays() {
        assertThat(ScreenProbe.size(null, "50 200\n")).isEqualTo(new Size(200, 50));
    }

    @Test
    void theVariableWinsForTheWidth() {
        assertThat(ScreenProbe.size("120", "50 200\n")).isEqualTo(new Size(120, 50));
        assertThat(ScreenProbe.size("wide", "50 200\n")).isEqualTo(new Size(200, 50));
    }

    @Test
    void assumesTheUsualSizeWhereNobodyKnowsIt() {
        assertThat(ScreenProbe.size(null, "")).isEqualTo(Size.DEFAULT);
        assertThat(ScreenProbe.size(null, "0 0\n")).isEqualTo(Size.DEFAULT);
        assertThat(ScreenProbe.size(null, "stty: standard input: Invalid argument"))
                .isEqualTo(Size.DEFAULT);
    }

    @Test
    void keepsTheWidthWithinBounds() {
        assertThat(ScreenProbe.size("1", "")).isEqualTo(new Size(20, 24));
        assertThat(ScreenProbe.size("99999", "")).isEqualTo(new Size(1000, 24));
    }
}
