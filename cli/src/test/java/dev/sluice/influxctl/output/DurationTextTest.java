// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Durations, typed and shown (admin.md 3.8).
final class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "0d,      PT0S",
        "3d,      P3D",
        "6w,      P42D",
        "1mo,     P30D",
        "30d30d,  P60D",
        "2.5d,    PT60H",
        "1m0s,    PT1M",
        "1h30m,   PT1H30M",
        "1y,      P365D",
        "5ms,     PT0.005S",
        "7us,     PT0.000007S",
        "9ns,     PT0.000000009S",
        ".5s,     PT0.5S",
    })
    @Conforms("A-116")
    void readsWhatPeopleType(String text, Duration expected) {
        assertThat(DurationText.parseNanos(text)).isEqualTo(expected.toNanos());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "d",
                "-1d",
                "+1d",
                "1 d",
                "1d ",
                " 1d",
                "1D",
                "1d2",
                "1.d.d",
                "1e3s",
                "293y",
                "99999999999999999999ns"
            })
    @Conforms("A-117")
    void refusesAnythingElse(String text) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> DurationText.parseNanos(text))
                .withMessageContaining("duration \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,       infinite",
        "PT24H,      24h",
        "P2D,        2d",
        "P30D,       30d",
        "PT36H,      1d12h",
        "PT1H30M,    1h30m",
        "PT24H0.001S, 1d1ms",
        "PT0.000000001S, 1ns",
    })
    @Conforms("A-141")
    void showsTheLargestUnitsFirst(Duration duration, String expected) {
        assertThat(DurationText.retention(duration.toNanos())).isEqualTo(expected);
    }
}
