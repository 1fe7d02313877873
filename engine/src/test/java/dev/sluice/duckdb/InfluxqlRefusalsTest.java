// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryRequest;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What InfluxQL refuses once there is a schema, what it takes beside the text, and what no text
/// reaches.
final class InfluxqlRefusalsTest {
    private static InfluxqlFixture db;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        db = InfluxqlFixture.open(directory);
        db.database()
                .buffer(
                        "m,host=a,it's=q f=1,g=2,i=1i,u=1u,s=\"x\" 1",
                        "m,host=b f=3,g=4,i=2i,u=2u,s=\"y\" 2");
    }

    @AfterAll
    static void close() {
        db.close();
    }

    @ParameterizedTest
    @Conforms({"D-192", "D-196", "D-206", "D-207", "D-217"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    mean(f), g FROM m; mixing aggregate and non-aggregate columns is not supported
                    mean(f), * FROM m; mixing aggregate and non-aggregate columns is not supported
                    difference(f), g FROM m; mixing aggregate and non-aggregate columns is not supported
                    max(*), host FROM m; mixing multiple selector functions with tags or fields is not supported
                    max(f), min(f), host FROM m; mixing multiple selector functions with tags or fields is not supported
                    f FROM m GROUP BY time(1m); GROUP BY requires at least one aggregate function
                    * FROM m GROUP BY time(1m); GROUP BY requires at least one aggregate function
                    f FROM m fill(none); FILL(none) must be used with an aggregate or selector function
                    top(f, 1), max(f) FROM m; selector functions top and bottom cannot be combined with other functions
                    distinct(*) FROM m; aggregate function distinct() cannot be combined with other functions or fields
                    difference(f) FROM m GROUP BY time(1m); aggregate function required inside the call to difference
                    difference(mean(f)) FROM m; difference aggregate requires a GROUP BY interval
                    sample(f, 1) FROM m; unsupported function sample()
                    mean(*::tag) FROM m; unable to use tag as wildcard in mean()
                    i + u FROM m; cannot use + between an integer and unsigned, an explicit cast is required
                    i * 18446744073709551615 FROM m; cannot use * with an integer field and unsigned literal
                    f + * FROM m; unsupported binary expression: contains a wildcard or regular expression
                    f FROM m WHERE time != 5; invalid time comparison operator: !=
                    f FROM m WHERE abs(f) > 1; invalid function call in condition: abs
                    f FROM /(/; invalid regular expression '(': missing closing )
                    f FROM m WHERE s =~ /[/; invalid regular expression '[': missing closing ]
                    f FROM m WHERE s =~ /(?=x)/; invalid regular expression '(?=x)': invalid or unsupported Perl syntax
                    f FROM "other"."autogen"."m"; can only perform queries on a single database
                    f FROM "other".m; can only perform queries on a single database
                    mean(f) FROM m WHERE time > 0 AND time < now() GROUP BY time(1ns); too many bins of time in a series (limit: 10000000)
                    """)
    void refuses(String query, String message) {
        assertThatThrownBy(() -> db.ask("SELECT " + query))
                .as(query)
                .isInstanceOf(ProblemException.class)
                .hasMessage("Error during planning: " + message);
    }

    @Test
    @Conforms("D-217")
    void implementsNoPagesOfSeries() {
        for (String tail : List.of("SLIMIT 1", "SOFFSET 1")) {
            assertThatThrownBy(() -> db.ask("SELECT f FROM m " + tail))
                    .hasMessage("This feature is not implemented: SLIMIT or SOFFSET");
        }
    }

    @Test
    void stopsAtTooManyBinsWithoutALowerBoundToo() {
        assertThatThrownBy(() -> db.ask("SELECT mean(f) FROM m GROUP BY time(1s)"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("too many bins of time in a series (limit: 10000000)");
    }

    @Test
    void answersPatternsThatMustNotBacktrack() {
        db.database().buffer("a".repeat(60) + "c f=1 1");
        assertThat(db.ask("SELECT f FROM /a*a*a*a*a*a*a*b/")).isEmpty();
        assertThat(db.rows("SELECT f FROM /^(a*)*c$/")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT f AS \"x\\\" FROM y; DROP TABLE z --\" FROM m",
                "SELECT \"f\" FROM \"m') FROM secrets --\"",
                "SELECT f FROM m WHERE s = '\\'; DROP TABLE m; --'",
                "SELECT f FROM m WHERE s =~ /'); DROP TABLE m; --/",
                "SELECT f FROM m WHERE \"'||(SELECT 1)||'\" = 'x'",
                "SELECT mean(f) FROM m GROUP BY \"it's\", \"a\"",
                "SELECT f FROM \"information_schema.tables\"",
                "SELECT f FROM \"read_csv('/etc/passwd')\"",
                "SHOW TAG VALUES WITH KEY = \"it's\"",
                "SHOW TAG VALUES WITH KEY =~ /'/ WHERE host = 'a'' OR 1=1'",
                "SELECT current_timestamp, \"user\" FROM m"
            })
    void textStaysNamesAndConstants(String statement) {
        try {
            db.ask(statement);
        } catch (ProblemException e) {
            assertThat(e.problem().code()).startsWith("influxql_");
        }
        assertThat(db.rows("SELECT f FROM m")).hasSize(2);
    }

    @Test
    @Conforms("D-223")
    void bindsParameters() {
        assertThat(db.ask("SELECT f FROM m WHERE host = $h AND f > $n", Map.of("h", "b", "n", 1L)))
                .containsExactly("m{} time f", "1970-01-01T00:00:00.000000002Z 3");
        assertThat(db.ask("SELECT f FROM m WHERE time > $t", Map.of("t", "1970-01-02"))).isEmpty();
        assertThat(db.ask("SELECT f FROM m WHERE host = $h", Map.of("h", "b' OR 'a' = 'a")))
                .isEmpty();
        assertThatThrownBy(() -> db.ask("SELECT f FROM m WHERE host = $h"))
                .hasMessageContaining(
                        "was referenced in the InfluxQL statement but its value is undefined");
        assertThatThrownBy(() -> db.ask("SELECT f FROM m", Map.of("h", "b")))
                .hasMessageContaining("was provided but not found in the InfluxQL statement");
        assertThatThrownBy(() ->
                        db.database()
                                .service
                                .open(
                                        db.database().grant(),
                                        new QueryRequest(
                                                "SELECT f FROM m WHERE host = $h",
                                                QueryRequest.Language.INFLUXQL,
                                                Map.of("h", QueryRequest.NULL_PARAMETER),
                                                QueryFixture.LONG)))
                .hasMessage("Parameter type 'Null' is not supported by InfluxQL");
    }

    @Test
    @Conforms("D-222")
    void explains() {
        assertThat(db.ask("EXPLAIN SELECT mean(f) FROM m GROUP BY host"))
                .hasSize(3)
                .startsWith("{} plan_type plan")
                .satisfies(rows ->
                        assertThat(rows.get(1))
                                .startsWith("logical_plan ")
                                .contains(
                                        "Projection: ",
                                        "avg(r.f)",
                                        "Aggregate: groupBy=[r.host]",
                                        "TableScan: iox.m"))
                .last()
                .asString()
                .startsWith("physical_plan QueryExec")
                .contains("ProgressiveEvalExec: table=m", "RecordBatchesExec: ");
        assertThat(db.columns("EXPLAIN SELECT f FROM m")).containsExactly("plan_type", "plan");
        assertThat(db.ask("EXPLAIN ANALYZE SELECT f FROM m").getLast())
                .startsWith("Plan with Metrics QueryExec, metrics=[output_rows=2, ")
                .contains("ProgressiveEvalExec: table=m");
        assertThat(db.ask("EXPLAIN VERBOSE SELECT f FROM m").get(1))
                .isEqualTo("initial_logical_plan SELECT f FROM m");
        assertThatThrownBy(() -> db.ask("EXPLAIN SELECT mean(f), g FROM m"))
                .hasMessageContaining("mixing aggregate and non-aggregate columns");
    }
}
