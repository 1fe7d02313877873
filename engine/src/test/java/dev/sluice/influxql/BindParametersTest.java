// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values in the place of names (data.md 6.13).
final class BindParametersTest {
    private static List<String> bound(String text, Map<String, Literal> values) {
        return BindParameters.bound(InfluxqlParser.parse(text), values).stream()
                .map(InfluxqlWriter::write)
                .toList();
    }

    @Test
    void standWhereverATermMayStand() {
        Map<String, Literal> values =
                Map.of("x", new Literal.Int(7), "a b", new Literal.Text("it's; $x --"));
        assertThat(
                        bound(
                                "SELECT f + $x, g($x) FROM (SELECT f FROM m WHERE NOT_A = $x)"
                                        + " WHERE (a = $\"a b\" OR time > -$x) AND $x =~ /y/"
                                        + " GROUP BY time(1m); SHOW TAG KEYS WHERE a = $x;"
                                        + " SHOW MEASUREMENTS WHERE a = $x; EXPLAIN SELECT $x"
                                        + " FROM m; SHOW TAG VALUES WITH KEY = k WHERE a != $x;"
                                        + " DELETE WHERE a = $x; SHOW DATABASES",
                                values))
                .containsExactly(
                        "SELECT f + 7, g(7) FROM (SELECT f FROM m WHERE NOT_A = 7) WHERE (a ="
                                + " 'it\\'s; $x --' OR time > -1 * 7) AND 7 =~ /y/ GROUP BY time(1m)",
                        "SHOW TAG KEYS WHERE a = 7",
                        "SHOW MEASUREMENTS WHERE a = 7",
                        "EXPLAIN SELECT 7 FROM m",
                        "SHOW TAG VALUES WITH KEY = k WHERE a != 7",
                        "DELETE WHERE a = 7",
                        "SHOW DATABASES");
    }

    @Test
    void leaveEverythingElseAsItIs() {
        String text =
                "SELECT mean(f) AS g, *::tag FROM db.rp.m, (SELECT DISTINCT f FROM /n/) WHERE a ="
                        + " 'x' GROUP BY b, time(1h, now() - 1m), * fill(none) ORDER BY time DESC"
                        + " LIMIT 1 OFFSET 2 SLIMIT 3 SOFFSET 4 tz('UTC')";
        assertThat(bound(text, Map.of())).containsExactly(text);
    }

    @Test
    void areRefusedWithoutAValue() {
        assertThatThrownBy(() -> bound("SELECT f FROM m WHERE a = $x", Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "Bind parameter '$x' was referenced in the InfluxQL statement but its"
                                + " value is undefined.");
    }

    @Test
    void areRefusedWithoutAPlace() {
        Map<String, Literal> values = Map.of("x", new Literal.Int(1), "y", new Literal.Int(2));
        assertThatThrownBy(() -> bound("SELECT f FROM m WHERE a = $x", values))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "Bind parameter '$y' was provided but not found in the InfluxQL"
                                + " statement");
    }

    @Test
    void areConstantsByTheirKind() {
        assertThat(
                        Arrays.<@Nullable Object>asList(
                                        true,
                                        -5,
                                        5L,
                                        new BigInteger("9223372036854775807"),
                                        new BigInteger("9223372036854775808"),
                                        new BigInteger("18446744073709551616"),
                                        1.5,
                                        "x")
                                .stream()
                                .map(BindParameters::literal))
                .containsExactly(
                        new Literal.Bool(true),
                        new Literal.Int(-5),
                        new Literal.Int(5),
                        new Literal.Int(Long.MAX_VALUE),
                        new Literal.Unsigned(Long.MIN_VALUE),
                        new Literal.Real(0x1p64),
                        new Literal.Real(1.5),
                        new Literal.Text("x"));
    }

    @Test
    void areNeverNull() {
        assertThatThrownBy(() -> BindParameters.literal(null))
                .isInstanceOf(ProblemException.class)
                .hasMessage("Parameter type 'Null' is not supported by InfluxQL");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void areNoNumbersThatTheLanguageLacks(double value) {
        assertThatThrownBy(() -> BindParameters.literal(value))
                .isInstanceOf(ProblemException.class)
                .hasMessage("Parameter type 'Double' is not supported by InfluxQL");
    }

    @Test
    void areNoLists() {
        assertThatThrownBy(() -> BindParameters.literal(List.of(1)))
                .isInstanceOf(ProblemException.class)
                .hasMessageEndingWith("is not supported by InfluxQL");
    }
}
