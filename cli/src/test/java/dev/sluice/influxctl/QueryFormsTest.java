// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Golden;
import java.nio.file.Path;
import org.apache.arrow.flight.CallStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a query comes from, what it may read and in which forms its answer is shown (admin.md
/// 3.7).
final class QueryFormsTest {
    private static final String STATEMENT = "SELECT *\nFROM home\n";

    @TempDir private Path home;
    private Workbench bench;
    private StubFlight flight;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        flight = StubFlight.start();
        bench.config(
                Workbench.profile(flight.port())
                        .replace("[profile.tls]", "token = \"apiv1_x\"\n[profile.tls]"));
    }

    @AfterEach
    void close() {
        flight.close();
        bench.close();
    }

    @Test
    @Conforms("A-137")
    void readsTheQueryFromTheArgumentAFileOrStandardInput() {
        Path file = bench.write("q.sql", STATEMENT);

        bench.run("query", "SELECT 1");
        bench.run("query", file.toString());
        bench.runWithInput(STATEMENT, "query", "-");

        assertThat(flight.tickets()).hasSize(3);
        assertThat(flight.tickets().getFirst()).contains("\"sql_query\":\"SELECT 1\"");
        assertThat(flight.tickets().subList(1, 3))
                .allMatch(ticket -> ticket.contains("\"sql_query\":\"SELECT *\\nFROM home\""));
    }

    @Test
    @Conforms("A-137")
    void namesTheLanguageAndRepeatsWhyTheClusterRefusesIt() {
        flight.refuse(CallStatus.INVALID_ARGUMENT.withDescription("InfluxQL is not supported yet"));

        Outcome outcome = bench.run("query", "--language", "influxql", "SHOW DATABASES");

        assertThat(flight.tickets().getFirst()).contains("\"query_type\":\"influxql\"");
        assertThat(outcome)
                .isEqualTo(
                        new Outcome(1, "", "error\tquery failed: InfluxQL is not supported yet\n"));
    }

    @Test
    @Conforms("A-138")
    void readsSystemTablesAfterAYes() {
        Outcome outcome = bench.runWithInput("y\n", "query", "--enable-system-tables", "SELECT 1");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .isEqualTo(
                        "Queries of system tables can slow the whole cluster down. Are you sure you"
                                + " want to run this one? [y/N]: ");
        assertThat(flight.debugs()).containsExactly("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "", "yep\n"})
    @Conforms("A-138")
    void asksTheClusterNothingWithoutAYes(String answer) {
        Outcome outcome = bench.runWithInput(answer, "query", "--enable-system-tables", "SELECT 1");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).endsWith("[y/N]: error\tthe query was not run\n");
        assertThat(flight.tickets()).isEmpty();
    }

    @Test
    @Conforms("A-138")
    void doesNotAskWhoeverPipesTheQueryIn() {
        Outcome outcome = bench.runWithInput(STATEMENT, "query", "--enable-system-tables", "-");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(flight.debugs()).containsExactly("true");
    }

    @Test
    void readsNoSystemTablesUnasked() {
        bench.run("query", "SELECT 1");

        assertThat(flight.debugs()).containsExactly("null");
    }

    @Test
    @Conforms("A-139")
    void showsWhatTheQueryCostInPlaceOfItsRows() {
        Golden.check("query-perf.txt", measured().run("query", "--perf-debug", "SELECT 1").out());
    }

    @Test
    @Conforms("A-139")
    void showsWhatTheQueryCostAsJson() {
        Golden.check(
                "query-perf.json",
                measured().run("query", "--perf-debug", "--format", "json", "SELECT 1").out());
    }

    @Test
    @Conforms("A-139")
    void leavesBlankWhatTheClusterDidNotMeasure() {
        Golden.check("query-perf-bare.txt", bench.run("query", "--perf-debug", "SELECT 1").out());
        assertThat(bench.run("query", "--perf-debug", "--format", "json", "SELECT 1").out())
                .contains("client_duration_secs", "output_rows")
                .doesNotContain("queue", "ingester", "null");
    }

    /// What the server of this project measures: `CostTrailersTest`, `QueryCostTest` there.
    @Test
    @Conforms("A-139")
    void showsWhatOurOwnClusterMeasures() {
        flight.trailer("x-influxdata-queue-duration-seconds", "0.000000289")
                .trailer("x-influxdata-planning-duration-seconds", "0.009")
                .trailer("x-influxdata-execution-duration-seconds", "1.037")
                .trailer("x-influxdata-ingester-response-rows", "3");

        Golden.check("query-perf-own.txt", bench.run("query", "--perf-debug", "SELECT 1").out());
        Golden.check(
                "query-perf-own.json",
                bench.run("query", "--perf-debug", "--format", "json", "SELECT 1").out());
    }

    @Test
    void drawsNoChartOfFigures() {
        assertThat(bench.run("query", "--perf-debug", "--format", "chart", "SELECT 1").err())
                .startsWith("error\t--perf-debug shows figures, of which there is no chart");
    }

    @Test
    void drawsAChartWithoutColoursInAFile() {
        Golden.check("query-chart.txt", bench.run("query", "--format", "chart", "SELECT 1").out());
    }

    @Test
    void drawsAChartInTheTerminalsColours() {
        bench.screen(60, true);

        Golden.check(
                "query-chart-colours.txt",
                bench.run("query", "--format", "chart", "SELECT 1").out());
    }

    @Test
    void saysWhatAChartNeeds() {
        flight.withOneColumn();

        assertThat(bench.run("query", "--format", "chart", "SELECT co"))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "error\ta chart needs a column of times; select time too\n"));
    }

    @Test
    void fitsTheTableToTheTerminal() {
        bench.screen(60, false);

        String out = bench.run("query", "SELECT 1").out();

        assertThat(out.lines().mapToInt(String::length).max().orElseThrow())
                .isLessThanOrEqualTo(60);
        Golden.check("query-narrow.txt", out);
    }

    private Workbench measured() {
        flight.trailer("x-influxdata-queue-duration-seconds", "0.000289")
                .trailer("x-influxdata-planning-duration-seconds", "0.009")
                .trailer("x-influxdata-execution-duration-seconds", "0.247")
                .trailer("x-influxdata-compute-duration-seconds", "1.037")
                .trailer("x-influxdata-partitions", "1")
                .trailer("x-influxdata-parquet-files", "3")
                .trailer("x-influxdata-max-memory-bytes", "71744")
                .trailer("x-influxdata-ingester-latency-plan", "0")
                .trailer("x-influxdata-ingester-latency-data", "0")
                .trailer("x-influxdata-ingester-response-rows", "26")
                .trailer("x-influxdata-ingester-partition-count", "1")
                .trailer("x-influxdata-ingester-response-bytes", "unknown");
        return bench;
    }
}
