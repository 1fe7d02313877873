// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ProblemException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The deepest trees that the limits allow, through everything that walks a tree.
final class DeepTreesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a + ", "2 * ", "mean(a) - ", "(a) | ", "'x' + ", "-a * "})
    void ofTermsAreWalked(String link) {
        String chain = link.repeat(Tokens.OPERATORS_MAX / 2) + "a";
        walk("SELECT " + chain + " FROM m");
        walk("SELECT f FROM m WHERE " + chain + " > 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a AND ", "a = 1 OR ", "time > 5 AND ", "a =~ /x/ OR ", "(a = 1) AND "})
    void ofConditionsAreWalked(String link) {
        walk("SELECT f FROM m WHERE " + link.repeat(Tokens.OPERATORS_MAX) + "a = 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "abs(", "- "})
    void ofNestsAreWalked(String opening) {
        String closing = opening.equals("- ") ? "" : ")";
        int depth = Tokens.NESTING_MAX - 2;
        String nest =
                opening.repeat(depth) + (closing.isEmpty() ? "5" : "a") + closing.repeat(depth);
        walk("SELECT a + " + nest + " FROM m");
    }

    @Test
    void ofTimesAreComputed() {
        String chain = "now() - 1s" + " + 1".repeat(Tokens.OPERATORS_MAX - 1);
        Statement.Select select = walk("SELECT f FROM m WHERE time >= " + chain);
        assertThat(TimeSplit.of(select.where(), 0, ZoneOffset.UTC).lowerNanos())
                .isEqualTo(-1_000_000_000L + Tokens.OPERATORS_MAX - 1);
    }

    private static Statement.Select walk(String text) {
        List<Statement> read = InfluxqlParser.parse(text);
        Statement.Select select = (Statement.Select) read.getFirst();
        assertThat(InfluxqlParser.parse(InfluxqlWriter.write(select))).isEqualTo(read);
        assertThat(select.hashCode()).isEqualTo(read.getFirst().hashCode());
        assertThat(BindParameters.bound(read, Map.of())).isEqualTo(read);
        assertThat(ColumnNames.of(select.fields().getFirst())).isNotNull();
        TimeSplit.of(select.where(), 0, ZoneOffset.UTC);
        try {
            StatementChecks.check(select);
        } catch (ProblemException refusal) {
            assertThat(text).contains("mean");
        }
        return select;
    }
}
