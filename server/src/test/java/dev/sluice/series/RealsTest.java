// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The text of floats, beside what Go prints.
final class RealsTest {
    @ParameterizedTest
    @Conforms("D-99")
    @CsvSource({
        "0.0, 0",
        "-0.0, 0",
        "21.0, 21",
        "-1.5, -1.5",
        "0.1, 0.1",
        "1e-6, 0.000001",
        "1.25e-5, 0.0000125",
        "9.5e-7, 9.5e-7",
        "1e-10, 1e-10",
        "123456789.125, 123456789.125",
        "12345678901234567890, 12345678901234567000",
        "9007199254740993, 9007199254740992",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "-7.307059979368068e43, -7.307059979368068e+43",
        "2e-3, 0.002",
        "1e23, 1e+23",
        "4.9e-324, 5e-324",
        "1e-323, 1e-323",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308"
    })
    void writesTheShortestDigits(double value, String text) {
        assertThat(Reals.text(value)).isEqualTo(text);
    }

    /// Where the JDK writes a number without an exponent its text is taken as it is.
    @Test
    void whatTheJdkWritesPlainlyIsPlainAndShort() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double any = Math.pow(10, random.nextInt(-5, 9)) * random.nextDouble(-1, 1);
            double value = random.nextBoolean() ? any : Math.rint(any * 1000) / 1000;
            if (!Reals.whole(value) && Math.abs(value) >= 1e-6) {
                assertThat(Reals.text(value))
                        .as("-Dseed=%s", seed)
                        .isEqualTo(
                                new BigDecimal(Double.toString(value))
                                        .stripTrailingZeros()
                                        .toPlainString());
            }
        }
    }

    @Test
    void everyTextMeansItsValue() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value) && value != 0) {
                assertThat(Double.parseDouble(Reals.text(value)))
                        .as("-Dseed=%s", seed)
                        .isEqualTo(value);
            }
        }
    }
}
