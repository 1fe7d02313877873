// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.RepeatedArguments;
import dev.sluice.query.sql.SqlFunctions;
import dev.sluice.query.sql.SqlWriter;
import dev.sluice.query.sql.TimeFunctions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions within functions, twelve deep: their statements stay small and their values right.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NestedCallsTest {
    private static final int DEPTH = 12;

    /// The longest statement of them all, in characters.
    private static final int TEXT_MAX = 6_000;

    /// Families whose functions cannot stand within one another.
    private static final Set<String> NO_NEST = Set.of("Aggregates", "Selectors", "Windows");

    private InfluxqlFixture influxql;
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        influxql = InfluxqlFixture.open(directory);
        db = influxql.database();
        db.buffer("t v=2.5,i=3i,u=5u,b=true 1643587200123456789", "t v=4 1643587200123456790");
    }

    @AfterAll
    void close() {
        influxql.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    (@ + INTERVAL '1 month') | 2023-01-28T00:00:00.123456789
                    (@ - INTERVAL '1 month') | 2021-01-28T00:00:00.123456789
                    date_trunc('hour', @ + INTERVAL '20 minutes') | 2022-01-31T00:00
                    date_bin(INTERVAL '1 month', @ + INTERVAL '40 days') | 2023-02-01T00:00
                    tz(@ + INTERVAL '1 month', 'Europe/Paris') | 2023-01-28T00:00:00.123456789
                    """)
    void ofTimes(String pattern, String expected) {
        String expression = nested(pattern, "time");
        assertThat(db.rows("SELECT " + expression + " AS x FROM t WHERE v = 2.5").getFirst())
                .startsWith(expected);
        assertSmall();
        assertThat(
                        db.rows(
                                "SELECT "
                                        + expression
                                        + " AS x, count(*) AS n FROM t WHERE v = 2.5 GROUP BY "
                                        + expression))
                .hasSize(1);
        assertThat(db.rows("SELECT " + nested(pattern, "max(time)") + " FROM t")).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CAST(@ + 0.5 AS BIGINT) | 3
                    CAST(@ + 1.5 AS UBIGINT) | 15
                    TRY_CAST(@ + 1.5 AS BIGINT) | 15
                    nanvl(@, 1) | 2.5
                    signum(@ - 1) | -1.0
                    (SELECT CAST(@ + 1.5 AS BIGINT)) | 15
                    """)
    void ofNumbers(String pattern, String expected) {
        assertThat(db.rows("SELECT " + nested(pattern, "v") + " FROM t WHERE v = 2.5"))
                .containsExactly(expected);
        assertSmall();
    }

    @Test
    void ofText() {
        assertThat(
                        db.rows(
                                "SELECT "
                                        + nested("regexp_match(@, '(.)(.*)')[2]", "x")
                                        + " FROM (SELECT 'abcdefghijklmn' AS x)"))
                .containsExactly("mn");
        assertSmall();
        assertThat(db.rows("SELECT regexp_match('abcdefghi', '(a)(b)(c)(d)(e)(f)(g)(h)(i)')[9]"))
                .containsExactly("i");
        assertThatThrownBy(() -> db.rows("SELECT regexp_match('a', '" + "(a)".repeat(10) + "')"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("regexp_match takes patterns of at most 9 groups");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    (@ / v); v
                    (v / @); v
                    (i % @); i
                    (@ % i); i
                    (u - @); u
                    log(v, @); v
                    log(@, v); v
                    (b & @); b
                    (@ | b); b
                    """)
    void ofInfluxql(String pattern, String leaf) {
        influxql.ask("SELECT " + nested(pattern, leaf) + " FROM t");
        assertSmall();
    }

    /// Whatever is a function of SQL, in each of its places.
    @Test
    void ofEveryFunction() {
        int tried = 0;
        for (var family : SqlFunctions.inventory().entrySet()) {
            if (NO_NEST.contains(family.getKey())) {
                continue;
            }
            for (String name : family.getValue()) {
                for (int count = 1; count <= 4; count++) {
                    for (int place = 0; place < count; place++) {
                        tried += within(name, count, place) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(400);
    }

    private static boolean within(String name, int count, int place) {
        Expression nested = new ColumnReference(List.of("t", "time"));
        for (int depth = 0; depth < DEPTH; depth++) {
            List<Expression> arguments = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                arguments.add(i == place ? nested : Literal.ofText("(hex)(a)(b)"));
            }
            Expression call = rewritten(new Call(name, arguments, false, List.of(), null));
            if (call == null) {
                return false;
            }
            nested = call;
        }
        assertThat(new RepeatedArguments().weight(nested))
                .as("parts of %s in place %d of %d", name, place, count)
                .isLessThan(2L * DEPTH * RepeatedArguments.WEIGHT_MAX);
        assertThat(SqlWriter.write(nested))
                .as("text of %s in place %d of %d", name, place, count)
                .hasSizeLessThan(TEXT_MAX);
        return true;
    }

    /// Null where the function does not take the arguments.
    private static @Nullable Expression rewritten(Call call) {
        try {
            Expression time = new TimeFunctions(0).rewrite(call);
            return time == null ? SqlFunctions.rewrite(call) : time;
        } catch (ProblemException _) {
            return null;
        }
    }

    private static String nested(String pattern, String leaf) {
        String result = leaf;
        for (int depth = 0; depth < DEPTH; depth++) {
            result = pattern.replace("@", result);
        }
        return result;
    }

    private void assertSmall() {
        assertThat(db.plans.getLast().sql()).hasSizeLessThan(TEXT_MAX);
    }
}
