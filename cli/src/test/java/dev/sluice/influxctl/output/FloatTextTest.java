// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Floating-point numbers as text.
final class FloatTextTest {
    @ParameterizedTest
    @CsvSource({
        "21.0,     21",
        "35.9,     35.9",
        "-0.0,     -0",
        "0,        0",
        "1e20,     100000000000000000000",
        "1e21,     1e+21",
        "-1.5e300, -1.5e+300",
        "1e-6,     0.000001",
        "1.25e-7,  1.25e-07",
        "0.1,      0.1",
        "NaN,      NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
    })
    void usesTheFewestDigits(double number, String expected) {
        assertThat(FloatText.of(number)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "16777216, 16777216", "NaN, NaN"})
    void knowsThat32BitsHaveFewerDigits(float number, String expected) {
        assertThat(FloatText.of(number)).isEqualTo(expected);
    }
}
