// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

/// Compares rows whose last digits depend on the order of summation (data.md 8.1).
final class Approximately {
    private static final double TOLERANCE = 1e-9;

    private Approximately() {}

    /// Fails unless the words are the same, numbers within the tolerance.
    static void same(String query, String actual, String expected) {
        String[] words = actual.split(" ", -1);
        String[] wanted = expected.split(" ", -1);
        assertThat(words).as(query + ": " + actual).hasSameSizeAs(wanted);
        for (int i = 0; i < words.length; i++) {
            if (!words[i].equals(wanted[i])) {
                assertThat(words[i] + " " + wanted[i])
                        .as(query + ": " + actual)
                        .matches("-?[0-9.E-]+ -?[0-9.E-]+");
                double number = Double.parseDouble(wanted[i]);
                assertThat(Math.abs(Double.parseDouble(words[i]) - number))
                        .as(query + ": " + actual)
                        .isLessThanOrEqualTo(TOLERANCE * Math.abs(number));
            }
        }
    }
}
