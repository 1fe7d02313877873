// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Moments, typed and shown (admin.md 3.7 and 3.8).
final class MomentTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2030-01-31T12:00:00Z",
                "2030-01-31T12:00:00.000Z",
                "2030-01-31T14:00:00+02:00",
                "2030-01-31T14:00:00+0200",
                "2030-01-31T07:00:00-0500",
            })
    @Conforms("A-129")
    void readsEveryWayOfSayingNoon(String text) {
        assertThat(MomentText.parse(text)).isEqualTo(Instant.parse("2030-01-31T12:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2030-01-31", "2030-01-31T12:00:00", "2030-02-30T12:00:00Z", "noon"})
    void refusesAnythingElse(String text) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> MomentText.parse(text))
                .withMessageContaining("must be RFC 3339");
    }

    @Test
    void showsWholeSecondsInUtc() {
        assertThat(MomentText.cell(Instant.parse("2030-01-31T12:00:00.999Z")))
                .isEqualTo("2030-01-31T12:00:00Z");
    }

    @Test
    void showsNothingForNever() {
        assertThat(MomentText.cell(null)).isEmpty();
    }
}
