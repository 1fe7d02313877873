// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The text of times.
final class TimeTextTest {
    @ParameterizedTest
    @Conforms("D-88")
    @CsvSource({
        "'', 0, 1970-01-01T00:00:00Z",
        "'', -1, 1969-12-31T23:59:59.999999999Z",
        "'', 1000000, 1970-01-01T00:00:00.001Z",
        "'', 1000, 1970-01-01T00:00:00.000001Z",
        "'', 100000000, 1970-01-01T00:00:00.100Z",
        "'', 1641024000000000000, 2022-01-01T08:00:00Z",
        "'', 9223372036854775807, 2262-04-11T23:47:16.854775807Z",
        "'', -9223372036854775808, 1677-09-21T00:12:43.145224192Z",
        "Europe/Paris, 1641024000000000000, 2022-01-01T09:00:00+01:00",
        "Europe/Paris, 1656633600000000000, 2022-07-01T02:00:00+02:00",
        "America/St_Johns, 1641024000000000001, 2022-01-01T04:30:00.000000001-03:30",
        "Europe/London, 1641024000000000000, 2022-01-01T08:00:00Z",
        "Pacific/Auckland, 1640998800000000000, 2022-01-01T14:00:00+13:00"
    })
    void writesTheShortestExactForm(String zone, long nanos, String text) {
        TimeText times = new TimeText(zone);

        // The second time comes from what is kept of the first.
        for (int i = 0; i < 2; i++) {
            assertThat(new String(times.characters(), 0, times.put(nanos), US_ASCII))
                    .isEqualTo(text);
        }
    }
}
