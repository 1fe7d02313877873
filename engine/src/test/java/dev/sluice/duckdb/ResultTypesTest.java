// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ColumnType;
import dev.sluice.query.OutputColumn;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is known of types spares a plan, and is not trusted.
final class ResultTypesTest {
    @TempDir private Path directory;

    private static OutputColumn computed(String name, @Nullable ColumnType value) {
        return OutputColumn.of(name, null, value);
    }

    @Test
    void statementsOfKnownTypesNeedNoPlanToBeAskedForThem() {
        assertThat(ResultTypes.known("q", null)).isNull();
        assertThat(ResultTypes.known("q", List.of(computed("x", null)))).isNull();
        assertThat(
                        ResultTypes.known(
                                "q",
                                List.of(
                                        new OutputColumn("time", ColumnType.TIME),
                                        new OutputColumn("n", ColumnType.INTEGER),
                                        computed("x", ColumnType.FLOAT))))
                .isEqualTo("q");
    }

    @Test
    void wholeNumbersAndInstantsThatWereComputedAreCast() {
        assertThat(
                        ResultTypes.known(
                                "q",
                                List.of(
                                        computed("x", ColumnType.INTEGER),
                                        computed("say \"y\"", ColumnType.TIME),
                                        computed("z", ColumnType.STRING))))
                .isEqualTo(
                        "SELECT CAST(\"c1\" AS BIGINT) AS \"x\","
                                + " CAST(\"c2\" AS TIMESTAMP_NS) AS \"say \"\"y\"\"\","
                                + " \"c3\" AS \"z\""
                                + " FROM (q) AS \"r\"(\"c1\", \"c2\", \"c3\")");
    }

    /// A text joined to nothing is no text to the engine.
    @Test
    void typesThatAreOthersThanWasSaidAreAdapted() throws Exception {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.buffer("t,k=a x=1,n=2i 1");

            assertThat(db.rows("SELECT 'a' || NULL AS text, sum(n) AS whole FROM t"))
                    .containsExactly("null|2");
        }
    }

    @Test
    void differencesOfInstantsAreLengthsOfTime() throws Exception {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.buffer("t,k=a x=1,n=2i 1", "t,k=a x=2 3600000000001", "t,k=b x=3 5400000000001");
            assertThat(db.rows("SELECT max(time) - min(time) FROM t"))
                    .containsExactly("P0D PT1H30M");
            assertThat(db.rows("SELECT now() - now()")).containsExactly("P0D PT0S");
            assertThat(
                            db.rows(
                                    "SELECT k, max(time) - min(time) AS span FROM t GROUP BY k"
                                            + " HAVING max(time) - min(time) > INTERVAL '1 minute'"))
                    .containsExactly("a|P0D PT1H");
            assertThat(
                            db.rows(
                                    "SELECT max(d), CAST(sum(CAST(d AS BIGINT)) AS BIGINT) FROM (SELECT time"
                                            + " - lag(time) OVER (ORDER BY time) AS d FROM t) AS g"))
                    .containsExactly("P0D PT1H|5400000000000");
            assertThat(
                            db.rows(
                                    "SELECT CAST(time - lag(time) OVER (ORDER BY time) AS BIGINT) AS d,"
                                            + " CAST(time - TIMESTAMP '1970-01-01' AS STRING) AS s"
                                            + " FROM t ORDER BY time DESC LIMIT 1"))
                    .containsExactly("1800000000000|01:30:00");
            assertThat(db.rows("SELECT (max(time) - min(time)) * 2 FROM t"))
                    .containsExactly("P0D PT3H");
        }
    }
}
