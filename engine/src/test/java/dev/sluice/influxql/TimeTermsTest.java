// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What terms of times come to (data.md 6.3). It is 2004-04-09T12:13:14Z.
final class TimeTermsTest {
    private static final String GOOD =
            """
            1d => 1970-01-02T00:00:00Z
            -1d => 1969-12-31T00:00:00Z
            1672531200s => 2023-01-01T00:00:00Z
            1157082310000000000 => 2006-09-01T03:45:10Z
            1157082310000000000.0 => 2006-09-01T03:45:10Z
            1.9 => 1970-01-01T00:00:00.000000001Z
            -1.9 => 1969-12-31T23:59:59.999999999Z
            '2004-04-09' => 2004-04-09T00:00:00Z
            '2004-04-09 02:33:45' => 2004-04-09T02:33:45Z
            '2004-04-09 02:33:45.123456789' => 2004-04-09T02:33:45.123456789Z
            '2004-04-09 02:33:45.1234567899' => 2004-04-09T02:33:45.123456789Z
            '2004-04-09T02:33:45Z' => 2004-04-09T02:33:45Z
            '2004-04-09t02:33:45.5z' => 2004-04-09T02:33:45.500Z
            '2004-04-09T02:33:45+02:30' => 2004-04-09T00:03:45Z
            '2004-04-09 02:33:45-01:00' => 2004-04-09T03:33:45Z
            '1677-09-21T00:12:43.145224192Z' => 1677-09-21T00:12:43.145224192Z
            '2262-04-11T23:47:16.854775807Z' => 2262-04-11T23:47:16.854775807Z
            now() => 2004-04-09T12:13:14Z
            now() - 5m => 2004-04-09T12:08:14Z
            NOW()-5m => 2004-04-09T12:08:14Z
            (now() - 5m) => 2004-04-09T12:08:14Z
            now() - 5m - 60m => 2004-04-09T11:08:14Z
            now() - (5m + 60m) => 2004-04-09T11:08:14Z
            now() - (6m - (1m * 5)) => 2004-04-09T12:12:14Z
            now() - 500 => 2004-04-09T12:13:13.999999500Z
            now() - now() => 1970-01-01T00:00:00Z
            now() - '2004-04-09' => 1970-01-01T12:13:14Z
            5m + now() => 2004-04-09T12:18:14Z
            1w3d + 1d => 1970-01-12T00:00:00Z
            1w3d - 1d => 1970-01-10T00:00:00Z
            1h * 2 => 1970-01-01T02:00:00Z
            1h * 2.9 => 1970-01-01T02:00:00Z
            2 * 1h => 1970-01-01T02:00:00Z
            1h / 2 => 1970-01-01T00:30:00Z
            1h / 0 => 1970-01-01T00:00:00Z
            1h + '2022-01-01' => 2022-01-01T01:00:00Z
            '2022-01-01' + 1w => 2022-01-08T00:00:00Z
            '2022-01-01' - 1 => 2021-12-31T23:59:59.999999999Z
            '2004-04-09' - '2004-04-08' => 1970-01-02T00:00:00Z
            '2004-04-09' + ' 02:33:45' => 2004-04-09T02:33:45Z
            '2004-' + '04-09' + 1h => 2004-04-09T01:00:00Z
            1157082310000000000 - 1s => 2006-09-01T03:45:09Z
            1 + '1970-01-01' => 1970-01-01T00:00:00.000000001Z
            1 + now() => 2004-04-09T12:13:14.000000001Z
            7 / 2 + 8 % 3 + (6 & 3) + (6 | 1) + (6 ^ 5) => 1970-01-01T00:00:00.000000017Z
            7 / 0 => 1970-01-01T00:00:00Z
            7.0 / 2 + 1 - 0.5 * 2 => 1970-01-01T00:00:00.000000003Z
            7 % 4.0 / 0 => 1970-01-01T00:00:00Z
            """;

    private static final String BAD =
            """
            foo => found symbol 'foo', expected now() or a literal duration, float, integer and timestamp string
            foo + 1 => invalid expression "foo + 1": found symbol 'foo', expected now() or a literal duration, float, integer and timestamp string
            $p => found symbol '$p', expected now() or a literal duration, float, integer and timestamp string
            true => found literal 'true', expected duration, float, integer, or timestamp string
            '2004-04-09' + false => invalid expression "'2004-04-09' + false": found literal 'false', expected duration, float, integer, or timestamp string
            9223372036854775808 => found literal '9223372036854775808', expected duration, float, integer, or timestamp string
            abs(1) => invalid function call 'abs'
            now(1) => invalid function call 'now'
            'x' => invalid expression "'x'": 'x' is not a valid timestamp
            '2004-04-09T' => invalid expression "'2004-04-09T'": '2004-04-09T' is not a valid timestamp
            '2004-04-09T02:33:45' => invalid expression "'2004-04-09T02:33:45'": '2004-04-09T02:33:45' is not a valid timestamp
            '2004-04-09 02:33' => invalid expression "'2004-04-09 02:33'": '2004-04-09 02:33' is not a valid timestamp
            '2004-4-9' => invalid expression "'2004-4-9'": '2004-4-9' is not a valid timestamp
            '2004-02-30' => invalid expression "'2004-02-30'": '2004-02-30' is not a valid timestamp
            '2004-04-09 24:00:00' => invalid expression "'2004-04-09 24:00:00'": '2004-04-09 24:00:00' is not a valid timestamp
            '' => invalid expression "''": '' is not a valid timestamp
            '0001-01-01T00:00:00Z' => invalid expression "'0001-01-01T00:00:00Z'": timestamp out of range: 0001-01-01T00:00:00Z
            '2262-04-11T23:47:16.854775808Z' => invalid expression "'2262-04-11T23:47:16.854775808Z'": timestamp out of range: 2262-04-11T23:47:16.854775808Z
            now() + 15000w => invalid expression "now() + 15000w": timestamp out of range: 2291-10-02T12:13:14Z
            5m - now() => invalid expression "5m - now()": unexpected literal '2004-04-09T12:13:14Z' for duration expression
            1s * 1s => invalid expression "1s * 1s": found operator '*', expected +, -
            1s + 0.5 => invalid expression "1s + 0.5": found operator '+', expected *, /
            1s + 5 => invalid expression "1s + 5": found operator '+', expected *, /
            now() * 1 => invalid expression "now() * 1": invalid operator '*' for timestamp and duration: expected +, -
            now() + 0.5 => invalid expression "now() + 0.5": invalid expression '0.5': expected duration, integer or timestamp string
            '2004-04-09' + 0.5 => invalid expression "'2004-04-09' + 0.5": found '0.5', expected duration, integer or timestamp string
            '2' + now() => invalid expression "'2' + now()": '2' is not a valid timestamp
            '2' + '3' => invalid expression "'2' + '3'": '23' is not a valid timestamp
            0.5 + 1s => invalid expression "0.5 + 1s": invalid float expression
            0.5 & 1 => invalid expression "0.5 & 1": invalid operator for float expression
            9223372036854775807 + 1 => invalid expression "9223372036854775807 + 1": overflow
            15000w * 2 => invalid expression "15000w * 2": overflow
            5 % 0 => invalid expression "5 % 0": overflow
            """;

    private static long nanos(String term, ZoneId zone) {
        Statement.Select select =
                (Statement.Select) InfluxqlParser.parse("SELECT f FROM m WHERE " + term).getFirst();
        Instant now = Instant.parse("2004-04-09T12:13:14Z");
        return new TimeTerms(now.getEpochSecond() * 1_000_000_000, zone)
                .nanos(((Condition.Value) java.util.Objects.requireNonNull(select.where())).term());
    }

    private static Instant instant(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }

    static Stream<String> good() {
        return GOOD.lines();
    }

    static Stream<String> bad() {
        return BAD.lines();
    }

    @ParameterizedTest
    @MethodSource("good")
    void nameAnInstant(String line) {
        String[] parts = line.split(" => ", 2);
        assertThat(instant(nanos(parts[0], ZoneOffset.UTC))).isEqualTo(Instant.parse(parts[1]));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void areRefusedWithAReason(String line) {
        String[] parts = line.split(" => ", 2);
        assertThatThrownBy(() -> nanos(parts[0], ZoneOffset.UTC))
                .isInstanceOf(ProblemException.class)
                .hasMessage("Error during planning: " + parts[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "2004-04-09 10:05:00.123456789, 2004-04-09T08:05:00.123456789Z",
        "2004-04-09, 2004-04-08T22:00:00Z",
        "2004-04-09T10:05:00Z, 2004-04-09T10:05:00Z",
        "2004-01-09 10:05:00, 2004-01-09T09:05:00Z",
        // The clock is put back: 02:30 comes twice, and the earlier counts.
        "2004-10-31 02:30:00, 2004-10-31T00:30:00Z",
        // The clock is put forward: 02:30 does not come.
        "2004-03-28 02:30:00, 2004-03-28T01:30:00Z"
    })
    void readTextsWithoutAnOffsetInTheZone(String text, String instant) {
        assertThat(instant(nanos("'" + text + "'", ZoneId.of("Europe/Berlin"))))
                .isEqualTo(Instant.parse(instant));
    }

    @Test
    void knowTheTimeBeforeTheEpoch() {
        assertThat(
                        new TimeTerms(-1, ZoneOffset.UTC)
                                .nanos(new Term.Call("now", java.util.List.of())))
                .isEqualTo(-1);
    }
}
