// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What columns are called (data.md 6.2).
final class ColumnNamesTest {
    private static List<String> names(String fields) {
        Statement.Select select =
                (Statement.Select) InfluxqlParser.parse("SELECT " + fields + " FROM m").getFirst();
        return ColumnNames.distinct(select.fields().stream().map(ColumnNames::of).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temp | temp",
                "temp::integer | temp",
                "temp AS x | x",
                "(temp) | temp",
                "-temp | temp",
                "MEAN(temp) | mean",
                "a - b | a_b",
                "a + 1 | a",
                "(temp * (9 / 5)) + 32 | temp",
                "mean(x) * 2 | mean",
                "mean(x) / (max(y) - z) | mean_max_z",
                "a + a | a_a",
                "derivative(mean(x)) | derivative",
                "top(temp, room, 2) | top",
                "count(distinct(f)) | count",
                "count(distinct f) | count",
                "DISTINCT f | distinct",
                "distinct(f) | distinct"
            })
    void comeFromTheTerm(String field, String name) {
        assertThat(names(field)).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a, a, a | a, a_1, a_2",
                "mean(a), mean(b), max(a) | mean, mean_1, max",
                "a AS x, b AS x | x, x_1",
                "a, a_1, a | a, a_1, a_2",
                "a, a, a_1 | a, a_2, a_1",
                "a_1, a, a, a | a_1, a, a_2, a_3",
                "a, A | a, A"
            })
    void areToldApart(String fields, String names) {
        assertThat(names(fields)).containsExactly(names.split(", "));
    }

    @Test
    void sayWhatAWildcardInAFunctionStandsFor() {
        Statement.Select select =
                (Statement.Select) InfluxqlParser.parse("SELECT mean(*) FROM m").getFirst();
        assertThat(ColumnNames.expanded(select.fields().getFirst(), "temp")).isEqualTo("mean_temp");
    }

    @Test
    void areEmptyForConstantsAndWildcards() {
        assertThat(names("1")).containsExactly("");
        assertThat(names("*")).containsExactly("");
        assertThat(names("/a/")).containsExactly("");
    }
}
