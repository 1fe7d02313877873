// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxql.InfluxqlParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which database a statement is about: data.md 2.4, 3.2.
final class StatementDatabaseTest {
    @ParameterizedTest
    @CsvSource({
        "SELECT f FROM m, usual, usual",
        "SELECT f FROM other..m, usual/week, other",
        "SELECT f FROM other.week.m, usual, other/week",
        "SELECT f FROM other.Week.m, usual, other/week",
        "SELECT f FROM other.AutoGen.m, usual, other",
        "SELECT f FROM WEEK.m, usual/day, usual/week",
        "SELECT f FROM \"Default\".m, usual/day, usual",
        "SHOW TAG KEYS ON other, usual, other",
        "SHOW DATABASES, usual, usual"
    })
    void policiesAreOfAnyCase(String statement, String usual, String database) {
        assertThat(StatementDatabase.of(InfluxqlParser.parse(statement).getFirst(), usual))
                .isEqualTo(database);
    }
}
