// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bounds of time and the rest of a condition (data.md 6.3). It is 1000 nanoseconds past the epoch.
final class TimeSplitTest {
    private static @Nullable Condition condition(String text) {
        return ((Statement.Select) InfluxqlParser.parse("SELECT f FROM m WHERE " + text).getFirst())
                .where();
    }

    private static TimeSplit split(String text) {
        return TimeSplit.of(condition(text), 1000, ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "time > 5 | 6 | - | -",
                "time >= 5 | 5 | - | -",
                "time < 5 | - | 4 | -",
                "time <= 5 | - | 5 | -",
                "time = 5 | 5 | 5 | -",
                "5 > time | - | 4 | -",
                "5 >= time | - | 5 | -",
                "5 < time | 6 | - | -",
                "5 <= time | 5 | - | -",
                "5 = time | 5 | 5 | -",
                "TIME > 5 | 6 | - | -",
                "\"Time\" > 5 | 6 | - | -",
                "(time) > (5) | 6 | - | -",
                "(time > 5) | 6 | - | -",
                "time > now() - 10ns | 991 | - | -",
                "time > 5 AND time >= 8 AND time < 20 AND time <= 12 | 8 | 12 | -",
                "time > 5 OR time >= 8 OR time < 20 | 8 | 19 | -",
                "(time >= 1 AND time < 5) OR (time >= 10 AND time < 15) | 10 | 4 | -",
                "time = 0 OR time = 10 AND a = 'x' | 10 | 0 | a = 'x'",
                "time > 5 AND a = 'x' OR a = 'y' | 6 | - | a = 'x' OR a = 'y'",
                "time > 5 OR a = 'x' | 6 | - | a = 'x'",
                "a = 'x' OR b = 'y' AND time >= 5 | 5 | - | a = 'x' OR b = 'y'",
                "a = 1 AND (time > 5 AND b = 2) | 6 | - | a = 1 AND (b = 2)",
                "a = 1 AND (time > 5 OR (time < 9)) | 6 | 8 | a = 1",
                "a = 1 AND (b = 2 OR time > 5 OR c = 3) | 6 | - | a = 1 AND (b = 2 OR c = 3)",
                "a = 1 AND (time > 5 OR b) | 6 | - | a = 1 AND (b)",
                "true OR time > 0 | 1 | - | true",
                "a > 1 OR a =~ /foo/ | - | - | a > 1 OR a =~ /foo/",
                "((a = 1)) AND b | - | - | ((a = 1)) AND b",
                "times > 5 | - | - | times > 5",
                "time + 1 > 5 | - | - | time + 1 > 5",
                "time > 9223372036854775807 | 9223372036854775807 | -9223372036854775808 | -",
                "time < -9223372036854775808 | 9223372036854775807 | -9223372036854775808 | -",
                "time >= 9223372036854775807 | 9223372036854775807 | - | -",
                "time <= -9223372036854775808 | - | -9223372036854775808 | -"
            })
    void takesTheBoundsFromTheRest(
            String text, @Nullable Long lower, @Nullable Long upper, @Nullable String rest) {
        TimeSplit split = split(text);
        assertThat(split.lowerNanos()).isEqualTo(lower);
        assertThat(split.upperNanos()).isEqualTo(upper);
        Condition left = split.rest();
        assertThat(left == null ? null : InfluxqlWriter.write(left)).isEqualTo(rest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time != 5 | invalid time comparison operator: !=",
                "5 <> time | invalid time comparison operator: !=",
                "time =~ /x/ | invalid time comparison operator: =~",
                "time !~ /x/ | invalid time comparison operator: !~",
                "a = 1 OR (b = 2 AND time != 5) | invalid time comparison operator: !=",
                "time | invalid time range expression",
                "a = 1 AND time | invalid time range expression",
                "time > abs(5) | invalid function call 'abs'",
                "time > true | found literal 'true', expected duration, float, integer, or timestamp string",
                "time > time | found symbol 'time', expected now() or a literal duration, float, integer and timestamp string"
            })
    void refusesWhatGivesNoBound(String text, String message) {
        assertThatThrownBy(() -> split(text))
                .isInstanceOf(ProblemException.class)
                .hasMessage("Error during planning: " + message);
    }

    @Test
    void hasNothingToSplitWithoutACondition() {
        assertThat(TimeSplit.of(null, 0, ZoneOffset.UTC))
                .isEqualTo(new TimeSplit(null, null, null));
    }

    @Test
    void keepsAConditionWithoutTimeAsItIs() {
        Condition condition = condition("a = 1 OR (b = 2 AND c)");
        assertThat(TimeSplit.of(condition, 0, ZoneOffset.UTC).rest()).isSameAs(condition);
    }

    @Test
    void readsTextsInTheZone() {
        assertThat(
                        TimeSplit.of(
                                        condition("time >= '1970-01-01'"),
                                        0,
                                        ZoneId.of("America/Chicago"))
                                .lowerNanos())
                .isEqualTo(6 * 3_600_000_000_000L);
    }
}
