// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Instants, intervals, numbers and names as text.
final class TextFormsTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01, 0",
        "1970-01-01T00:00:00Z, 0",
        "1970-01-01t00:00:00z, 0",
        "1970-01-01 00:00, 0",
        "1970-01-01T00:00:01.5, 1500000000",
        "1970-01-01 00:00:00.000000001, 1",
        "1970-01-01T01:00:00+01:00, 0",
        "1970-01-01 00:00:00 +01:00, -3600000000000",
        "1969-12-31T23:59:59.999999999Z, -1",
        "1677-09-21T00:12:43.145224192Z, -9223372036854775808",
        "2262-04-11T23:47:16.854775807Z, 9223372036854775807"
    })
    void readsInstants(String text, long nanos) {
        assertThat(Timestamps.parse(text)).isEqualTo(OptionalLong.of(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1970",
                "1970-1-1",
                "1970-02-30",
                "1970-01-01T25:00:00",
                "1970-01-01T00:00:00.1234567891",
                "1970-01-01T00:00:00+1:00",
                "1677-09-21T00:12:43.145224191Z",
                "2262-04-11T23:47:16.854775808Z",
                "now"
            })
    void readsNothingElseAsAnInstant(String text) {
        assertThat(Timestamps.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, 999, Long.MAX_VALUE})
    void writesWhatItReads(long nanos) {
        assertThat(Timestamps.parse(Timestamps.format(nanos))).isEqualTo(OptionalLong.of(nanos));
        assertThat(Timestamps.toNanos(Instant.EPOCH.plusNanos(nanos))).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "1 hour, 0, 3600000000000, 0",
        "36 hours, 0, 129600000000000, 0",
        "10 MINUTES, 0, 600000000000, 0",
        "2 days 1 hour 31 minutes, 0, 178260000000000, 2",
        "1.5 seconds, 0, 1500000000, 0",
        "1.5 days 1 week, 0, 734400000000000, 8",
        "-1 day, 0, -86400000000000, -1",
        "5ns, 0, 5, 0",
        "1 month, 1, 0, 0",
        "1 year 2 months 3 days, 14, 259200000000000, 3",
        "2 centuries, 2400, 0, 0",
        "02:03:04, 0, 7384000000000, 0",
        "1 day 02:03:04.5, 0, 93784500000000, 1",
        "1 month -2:03:04.000000001 1 ns, 1, -7384000000000, 0",
        "100:30, 0, 361800000000000, 0"
    })
    void readsIntervals(String text, long months, long nanos, long days) {
        assertThat(Intervals.parse(text))
                .isEqualTo(new Expression.IntervalLiteral(months, nanos, days));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "hour",
                "1 fortnight",
                "1 hour ago",
                "0.5 ns",
                "9e9 days",
                "1:60",
                "1:2:60",
                "1:2:3:4",
                "1:",
                ":1",
                "1:2day",
                "999999999:00",
                "0:0:0.0000000001"
            })
    void readsNothingElseAsAnInterval(String text) {
        assertThatThrownBy(() -> Intervals.parse(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not an interval");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "temp",
                "Temp",
                "TEMP",
                "user",
                "USER",
                "\uE000",
                "\uE000t",
                "a\uE0000",
                "İI"
            })
    void takesNamesBackFromTheEngine(String name) {
        assertThat(Identifiers.fromEngine(Identifiers.toEngine(name))).isEqualTo(name);
    }

    @Test
    void neverGivesTheEngineTwoNamesThatItTakesForOne() {
        assertThat(Identifiers.toEngine("Temp")).isNotEqualToIgnoringCase("temp");
        assertThat(Identifiers.toEngine("\uE000temp")).isNotEqualTo(Identifiers.toEngine("Temp"));
        assertThat(Identifiers.quoted("a\"b")).isEqualTo("\"a\"\"b\"");
    }

    @Test
    void refusesNumbersThatNoTypeHolds() {
        assertThat(Numbers.integer("1_000")).isEqualTo("1000");
        assertThat(Numbers.integer("9223372036854775808"))
                .isEqualTo("CAST(9223372036854775808 AS UBIGINT)");
        assertThatThrownBy(() -> Numbers.integer("18446744073709551616"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("integer out of range");
    }
}
