// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused without a schema (data.md 6.6), and what is not. A line holds what is projected
/// and perhaps grouped, and the sentence.
final class StatementChecksTest {
    private static final String MIXTURES =
            """
            mean(a), b => mixing aggregate and non-aggregate columns is not supported
            b, mean(a) => mixing aggregate and non-aggregate columns is not supported
            mean(a) + b => mixing aggregate and non-aggregate columns is not supported
            mean(a), * => mixing aggregate and non-aggregate columns is not supported
            mean(a), /b/ => mixing aggregate and non-aggregate columns is not supported
            mean(a), abs(b) => mixing aggregate and non-aggregate columns is not supported
            derivative(a), b => mixing aggregate and non-aggregate columns is not supported
            max(a), mean(b), c => mixing aggregate and non-aggregate columns is not supported
            max(a), min(a), b => mixing multiple selector functions with tags or fields is not supported
            first(a) / last(a), b => mixing multiple selector functions with tags or fields is not supported
            percentile(a, 5), max(a), * => mixing multiple selector functions with tags or fields is not supported
            a | GROUP BY time(1m) => GROUP BY requires at least one aggregate function
            abs(a) | GROUP BY time(1m) => GROUP BY requires at least one aggregate function
            a | GROUP BY b fill(none) => FILL(none) must be used with an aggregate or selector function
            a | fill(linear) => FILL(linear) must be used with an aggregate or selector function
            a | GROUP BY time(1m) fill(none) => FILL(none) must be used with an aggregate or selector function
            top(a, 2), mean(b) => selector functions top and bottom cannot be combined with other functions
            top(a, 2), max(b) => selector functions top and bottom cannot be combined with other functions
            derivative(a), bottom(a, 2) => selector functions top and bottom cannot be combined with other functions
            top(a, 2), bottom(a, 2) => selector function bottom() cannot be combined with other functions
            top(a, 2), top(a, 2) => selector function top() cannot be combined with other functions
            distinct(a), distinct(b) => aggregate function distinct() cannot be combined with other functions or fields
            distinct(a), b => aggregate function distinct() cannot be combined with other functions or fields
            DISTINCT a, b => aggregate function distinct() cannot be combined with other functions or fields
            distinct(a), max(b) => aggregate function distinct() cannot be combined with other functions or fields
            mean(a) | GROUP BY time(1m), time(2m) => multiple time dimensions not allowed
            mean(a) | GROUP BY "time" => time() is a function and expects at least one argument
            a | GROUP BY b, "TIME" => time() is a function and expects at least one argument
            mean(a) | GROUP BY time(0s) => duration argument must be positive, got 0s
            mean(a) | GROUP BY time(-1m) => duration argument must be positive, got -1m
            """;

    private static final String ARGUMENTS =
            """
            mean() => invalid number of arguments for mean, expected 1, got 0
            mean(a, b) => invalid number of arguments for mean, expected 1, got 2
            max(a, 1) => invalid number of arguments for max, expected 1, got 2
            count() => invalid number of arguments for count, expected 1, got 0
            abs(a, b) => invalid number of arguments for abs, expected 1, got 2
            pow(a) => invalid number of arguments for pow, expected 2, got 1
            log(a) => invalid number of arguments for log, expected 2, got 1
            atan2(a, b, c) => invalid number of arguments for atan2, expected 2, got 3
            percentile(a) => invalid number of arguments for percentile, expected 2, got 1
            distinct(a, 1) => invalid number of arguments for distinct, expected 1, got 2
            difference(a, 2) => invalid number of arguments for difference, expected 1, got 2
            non_negative_difference() => invalid number of arguments for non_negative_difference, expected 1, got 0
            cumulative_sum(a, 2) => invalid number of arguments for cumulative_sum, expected 1, got 2
            moving_average(a, b, 3) => invalid number of arguments for moving_average, expected 2, got 3
            derivative(a, 2s, 1) => invalid number of arguments for derivative, expected at least 1 but no more than 2, got 3
            non_negative_derivative() => invalid number of arguments for non_negative_derivative, expected at least 1 but no more than 2, got 0
            elapsed() => invalid number of arguments for elapsed, expected at least 1 but no more than 2, got 0
            integral(a, 1s, 2) => invalid number of arguments for integral, expected at least 1 but no more than 2, got 3
            top(a) => invalid number of arguments for top, expected at least 2, got 1
            bottom() => invalid number of arguments for bottom, expected at least 2, got 0
            mean(10 * a) => expected field argument in mean(), got 10 * a
            mean(max(a)) => expected field argument in mean(), got max(a)
            mean('a') => expected field argument in mean(), got 'a'
            sum((a)) => expected field argument in sum(), got (a)
            max(DISTINCT a) => expected field argument in max(), got DISTINCT a
            sum(distinct(a)) => expected field argument in sum(), got distinct(a)
            percentile('a', 5) => expected field argument in percentile(), got 'a'
            integral(1) => expected field argument in integral(), got 1
            derivative(a * 2) => expected field argument in derivative(), got a * 2
            elapsed('a') => expected field argument in elapsed(), got 'a'
            distinct(sum(a)) => expected field argument in distinct()
            count(distinct(a + 1)) => expected field argument in distinct()
            top(a, 0) => limit (0) for top must be greater than 0
            bottom(a, -2) => limit (-2) for bottom must be greater than 0
            top(a, b) => expected integer as last argument for top, got b
            top(a, 2.5) => expected integer as last argument for top, got 2.5
            top('a', 3) => expected first argument to be a field for top
            top(mean(a), 3) => expected first argument to be a field for top
            top(a, 2, 3) => only fields or tags are allow for top(), got 2
            bottom(a, b, 'c', 3) => only fields or tags are allow for bottom(), got 'c'
            percentile(a, b) => expected number for percentile(), got b
            percentile(a, '5') => expected number for percentile(), got '5'
            moving_average(a, 1) => moving_average window must be greater than 1, got 1
            moving_average(a, -5) => moving_average window must be greater than 1, got -5
            moving_average(a, 2.0) => expected integer argument in moving_average()
            derivative(a, -2s) => duration argument must be positive, got -2s
            elapsed(a, 0s) => duration argument must be positive, got 0s
            integral(a, -1h30m) => duration argument must be positive, got -1h30m
            derivative(a, 2) => argument 2 to derivative must be a duration, got 2
            non_negative_derivative(a, b) => argument 2 to non_negative_derivative must be a duration, got b
            elapsed(a, '1s') => argument 2 to elapsed must be a duration, got '1s'
            integral(a, 2) => argument 2 to integral must be a duration, got 2
            """;

    private static final String WINDOWS =
            """
            derivative(mean(a)) => derivative aggregate requires a GROUP BY interval
            difference(max(a)) => difference aggregate requires a GROUP BY interval
            elapsed(count(a)) => elapsed aggregate requires a GROUP BY interval
            cumulative_sum(abs(a)) => cumulative_sum aggregate requires a GROUP BY interval
            moving_average(mean(a), 2) | GROUP BY b => moving_average aggregate requires a GROUP BY interval
            derivative(a) | GROUP BY time(1m) => aggregate function required inside the call to derivative
            moving_average(a, 2) | GROUP BY time(1m) => aggregate function required inside the call to moving_average
            derivative(*) | GROUP BY time(1m) => aggregate function required inside the call to derivative
            derivative(mean(a, b)) | GROUP BY time(1m) => invalid number of arguments for mean, expected 1, got 2
            difference(foo(a)) | GROUP BY time(1m) => unsupported function foo()
            """;

    private static final String TERMS =
            """
            1 => field must contain at least one variable
            'a' => field must contain at least one variable
            1 + 2 * 3 => field must contain at least one variable
            (1), a => field must contain at least one variable
            abs(-1) => field must contain at least one variable
            abs('a') + b => field must contain at least one variable
            pow(a, true) => field must contain at least one variable
            mean(a), 1 => field must contain at least one variable
            foo(a) => unsupported function foo()
            now() => unsupported function now()
            sample(a, 2) => unsupported function sample()
            count_hll(a) => unsupported function count_hll()
            holt_winters(mean(a), 1, 1) => unsupported function holt_winters()
            histogram(a) => unsupported function histogram()
            * + 2 => unsupported binary expression: contains a wildcard or regular expression
            count(*) / 2 => unsupported binary expression: contains a wildcard or regular expression
            a + (mean(/b/)) => unsupported binary expression: contains a wildcard or regular expression
            abs(* - 1) => unsupported binary expression: contains a wildcard or regular expression
            count(*::tag) => unable to use tag as wildcard in count()
            derivative(mean(*::tag)) | GROUP BY time(1m) => unable to use tag as wildcard in mean()
            $a => unexpected bind parameter
            abs($a + b) => unexpected bind parameter
            a | WHERE a = $a => unexpected bind parameter
            a | WHERE b > 1 AND (abs(a) > 2) => invalid function call in condition: abs
            a | WHERE mean(a) =~ /x/ => invalid function call in condition: mean
            a | WHERE a = now(1) => invalid function call in condition: now
            a | LIMIT 9223372036854775808 => limit out of range
            a | OFFSET 18446744073709551615 => offset out of range
            a | WHERE b = 1 SLIMIT 1 => This feature is not implemented: SLIMIT or SOFFSET
            a | SOFFSET 1 => This feature is not implemented: SLIMIT or SOFFSET
            """;

    private static Stream<String> refused() {
        return Stream.of(MIXTURES, ARGUMENTS, WINDOWS, TERMS).flatMap(String::lines);
    }

    private static String statement(String line) {
        String[] parts = line.split(" \\| (?=[A-Zf])", 2);
        return "SELECT " + parts[0] + " FROM m" + (parts.length < 2 ? "" : " " + parts[1]);
    }

    private static void check(String text) {
        InfluxqlParser.parse(text).forEach(StatementChecks::check);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void areRefused(String line) {
        String[] parts = line.split(" => ", 2);
        String text = statement(parts[0]);
        String message =
                parts[1].startsWith("This feature")
                        ? parts[1]
                        : "Error during planning: " + parts[1];
        for (String whole :
                new String[] {text, "EXPLAIN " + text, "SELECT x FROM n, (" + text + ")"}) {
            assertThatThrownBy(() -> check(whole))
                    .as(whole)
                    .isInstanceOf(ProblemException.class)
                    .hasMessage(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE DATABASE d | This feature is not implemented: CREATE DATABASE",
                "DELETE FROM m | This feature is not implemented: DELETE",
                "DROP MEASUREMENT m | This feature is not implemented: DROP MEASUREMENT",
                "SHOW TAG KEYS LIMIT 9223372036854775808 | Error during planning: limit out of range",
                "SHOW FIELD KEYS OFFSET 9223372036854775808 | Error during planning: offset out of range",
                "SHOW MEASUREMENTS WHERE a = abs(b) | Error during planning: invalid function call in condition: abs",
                "SHOW TAG VALUES WITH KEY = k WHERE a = $b | Error during planning: unexpected bind parameter"
            })
    void areRefusedBesideSelect(String text, String message) {
        assertThatThrownBy(() -> check(text))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW DATABASES",
                "SHOW RETENTION POLICIES",
                "SHOW MEASUREMENTS WHERE time > now() - 1h",
                "SELECT a FROM m WHERE a > now() LIMIT 9223372036854775807 OFFSET 0",
                "SELECT a FROM m WHERE time > abs(1)",
                "SELECT a FROM (SELECT a FROM (SELECT mean(a) AS a FROM m))"
            })
    void arePassedBesideProjections(String text) {
        assertThatCode(() -> check(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "time",
                "*, b::tag, /c/",
                "abs(a), pow(a, 2), a + 1, (a * (9 / 5)) + 32",
                "abs(*), a + (1 + 2)",
                "a | fill(1)",
                "a | fill(previous)",
                "distinct(a)",
                "DISTINCT a",
                "distinct(a) | GROUP BY time(1m)",
                "time, distinct(a)",
                "max(a)",
                "max(a), b, *",
                "max(a), time",
                "percentile(a, 99.9)",
                "abs(first(a))",
                "max(a) | GROUP BY time(1m)",
                "max(a), b | GROUP BY time(1m)",
                "max(a), min(a)",
                "mean(a), max(b)",
                "count(*), count(distinct(a)), count(distinct b)",
                "mean(a) * 2 + sum(b) | fill(none)",
                "integral(a, 1h), mode(/b/), stddev(*::field)",
                "top(a, 3)",
                "top(a, 3), b",
                "bottom(a, b, c, 3)",
                "bottom(a, 3) | GROUP BY time(1m)",
                "derivative(a)",
                "derivative(a, 2s), cumulative_sum(b)",
                "cumulative_sum(*)",
                "moving_average(a, 5), elapsed(a, 1ms)",
                "abs(difference(a))",
                "derivative(mean(a)) | GROUP BY time(1m)",
                "derivative(mean(a), 1s), moving_average(max(a), 4) | GROUP BY time(1m)",
                "difference(count(distinct(a))) | GROUP BY time(1m)",
                "elapsed(distinct(a)) | GROUP BY time(1m)",
                "derivative(mean(a)), mean(a) | GROUP BY time(1m)",
                "non_negative_derivative(mean(*), 1s) | GROUP BY time(1m)"
            })
    void arePassedAsProjections(String line) {
        assertThatCode(() -> check(statement(line))).doesNotThrowAnyException();
    }
}
