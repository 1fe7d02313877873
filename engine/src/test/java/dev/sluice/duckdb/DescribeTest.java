// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryDescription;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.ResultStream;
import dev.sluice.query.ScanLimits;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of a query that does not run, and what a query may read.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DescribeTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.buffer("t,tag=x i=1i,u=1u,f=1,s=\"a\",b=true 1");
        db.file("t,tag=y i=2i,u=2u,f=2,s=\"b\",b=false 2");
        db.file("t,tag=z i=3i,u=3u,f=3,s=\"c\",b=false 3");
    }

    @AfterEach
    void nothingIsLeft() {
        db.requireNothingLeft();
    }

    @AfterAll
    void close() {
        db.close();
    }

    private static QueryRequest request(String sql, Map<String, Object> parameters) {
        return request(sql, parameters, ScanLimits.NONE);
    }

    private static QueryRequest request(
            String sql, Map<String, Object> parameters, ScanLimits limits) {
        return new QueryRequest(
                sql,
                QueryRequest.Language.SQL,
                parameters,
                QueryFixture.LONG,
                limits,
                QueryRequest.Options.NONE);
    }

    private QueryDescription describe(String sql, Map<String, Object> parameters) {
        return db.service.describe(db.grant(), request(sql, parameters));
    }

    private List<String> parameters(String sql) {
        return describe(sql, Map.of()).parameters().stream()
                .map(parameter -> parameter.name() + " " + parameter.type())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "SELECT i AS a, i AS a, f + 1 AS a, count(*) OVER () FROM t",
                "SELECT tag, sum(i) AS i, avg(f) FROM t GROUP BY tag ORDER BY tag LIMIT 1 OFFSET 1",
                "SELECT DISTINCT tag FROM t UNION ALL SELECT s FROM t ORDER BY 1 LIMIT 2",
                "WITH x AS (SELECT * FROM t) SELECT *, time AS t2 FROM x",
                "SELECT 1, 'a', NULL, true, 1.5, now()",
                "SHOW TABLES",
                "SELECT * FROM information_schema.columns",
            })
    void theColumnsAreThoseOfTheResult(String sql) {
        try (ResultStream result = db.open(sql)) {
            assertThat(describe(sql, Map.of()).schema()).isEqualTo(result.schema());
        }
    }

    @Test
    void nothingIsExecuted() {
        String endless = "SELECT count(*) FROM generate_series(1, 100000000000) s";

        assertThat(describe(endless, Map.of()).schema().getFields()).hasSize(1);
        assertThat(describe("SELECT i / 0 AS x FROM t", Map.of()).schema().getFields()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT * FROM t WHERE i > ? AND tag = ?; 1 BIGINT, 2 VARCHAR",
                "SELECT * FROM t WHERE f < $2 AND u = $1 AND b = $3;"
                        + " 1 UBIGINT, 2 DOUBLE, 3 BOOLEAN",
                "SELECT * FROM t WHERE time >= $start AND time < $end AND tag IN ($a, $a);"
                        + " a VARCHAR, end TIMESTAMP, start TIMESTAMP",
                "SELECT * FROM t WHERE i BETWEEN $10 AND $9 AND tag LIKE $2 LIMIT $1;"
                        + " 1 BIGINT, 2 VARCHAR, 9 BIGINT, 10 BIGINT",
                "SELECT date_bin_gapfill(INTERVAL '1 hour', time) AS t, count(*) FROM t"
                        + " WHERE time BETWEEN ? AND ? GROUP BY 1; 1 TIMESTAMP, 2 TIMESTAMP",
                "SELECT i + $1 AS x FROM t; 1 null",
                "SELECT i FROM t; ''",
            })
    void theParametersAreWhatTheQueryMakesOfThem(String sql, String expected) {
        assertThat(String.join(", ", parameters(sql))).isEqualTo(expected);
    }

    @Test
    void aParameterWithAValueIsNoneAnyMore() {
        QueryDescription half =
                describe("SELECT $a AS x FROM t WHERE i = $b", Map.of("a", 1.5, "surplus", 1L));

        assertThat(half.parameters())
                .extracting(QueryDescription.Parameter::name)
                .containsExactly("b");
        assertThat(half.schema().getFields().getFirst().getType().toString())
                .isEqualTo("FloatingPoint(DOUBLE)");
    }

    @Test
    void whatIsWrongWithAQueryIsTold() {
        assertThatThrownBy(() -> describe("SELECT nothing FROM t", Map.of()))
                .hasMessageContaining("No field named nothing");
        assertThatThrownBy(() -> describe("SELECT * FROM nowhere", Map.of()))
                .hasMessageContaining("table 'public.iox.nowhere' not found");
        assertThatThrownBy(() ->
                        describe(
                                "SELECT date_bin_gapfill(INTERVAL '1 hour', time) FROM t GROUP BY 1",
                                Map.of()))
                .hasMessageContaining("missing both upper and lower time bounds");
        assertThatThrownBy(() -> describe("DELETE FROM t", Map.of()))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> db.rows("SELECT * FROM t WHERE i = $x"))
                .hasMessageContaining("No value found for placeholder with name $x");
    }

    @Test
    @Conforms("D-178")
    void tellsTheColumnsOfAnExplanation() {
        for (String how : List.of("EXPLAIN", "EXPLAIN VERBOSE", "EXPLAIN ANALYZE")) {
            assertThat(describe(how + " SELECT i FROM t WHERE i > $x", Map.of()))
                    .satisfies(described -> {
                        assertThat(described.schema().getFields())
                                .extracting(field -> field.getName())
                                .containsExactly("plan_type", "plan");
                        assertThat(described.parameters())
                                .extracting(QueryDescription.Parameter::name)
                                .containsExactly("x");
                    });
        }
        assertThat(
                        db.service
                                .describe(
                                        db.grant(),
                                        new QueryRequest(
                                                "EXPLAIN SELECT i FROM t",
                                                QueryRequest.Language.INFLUXQL,
                                                Map.of(),
                                                QueryFixture.LONG))
                                .schema()
                                .getFields())
                .extracting(field -> field.getName())
                .endsWith("plan_type", "plan");
        assertThatThrownBy(() -> describe("EXPLAIN SELECT nothing FROM t", Map.of()))
                .hasMessageContaining("No field named nothing");
    }

    @Test
    void takesInstantsAndLargeNumbersAsValues() {
        assertThat(
                        db.rows(
                                "SELECT i FROM t WHERE time > $1 ORDER BY time",
                                Map.of("1", Instant.ofEpochSecond(0, 2))))
                .containsExactly("3");
        assertThat(
                        db.rows(
                                "SELECT i FROM t WHERE u < $1 ORDER BY time",
                                Map.of("1", new BigInteger("18446744073709551615"))))
                .containsExactly("1", "2", "3");
        assertThatThrownBy(() -> db.rows("SELECT $1", Map.of("1", Instant.MAX)))
                .hasMessageContaining("outside the range of timestamps");
    }

    @Test
    @Conforms("D-135")
    void aQueryReadsNoMoreFilesThanItMay() {
        ScanLimits one = new ScanLimits(0, 1);

        assertThat(count("SELECT i FROM t WHERE time > '1970-01-01T00:00:00.000000002Z'", one))
                .isEqualTo(1);
        assertThatThrownBy(() -> count("SELECT i FROM t", one))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.TOO_LARGE);
                            assertThat(e.problem().message()).contains("parquet file limit: 1");
                        });
        assertThatThrownBy(() -> count("SELECT i FROM t", new ScanLimits(1, 0)))
                .hasMessageContaining("partition limit: 1");
        assertThat(count("SELECT i FROM t", new ScanLimits(2, 2))).isEqualTo(3);
    }

    @Test
    @Conforms("D-135")
    void nobodyRaisesTheServersLimit() throws IOException {
        for (int i = 0; i <= QueryFixture.FILES_MAX; i++) {
            db.file("many i=1i " + i);
        }

        assertThatThrownBy(() -> count("SELECT i FROM many", new ScanLimits(0, 1_000_000)))
                .hasMessageContaining("parquet file limit: " + QueryFixture.FILES_MAX);
    }

    private int count(String sql, ScanLimits limits) {
        int rows = 0;
        try (ResultStream stream = db.service.open(db.grant(), request(sql, Map.of(), limits))) {
            while (stream.next()) {
                rows += stream.root().getRowCount();
            }
        }
        return rows;
    }
}
