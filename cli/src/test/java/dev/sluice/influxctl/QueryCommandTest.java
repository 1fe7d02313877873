// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Golden;
import java.nio.file.Path;
import org.apache.arrow.flight.CallStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `query` against a real Flight server (admin.md 3.7, data.md 4.3 and 4.8).
final class QueryCommandTest {
    @TempDir private Path home;
    private Workbench bench;
    private StubFlight flight;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        flight = StubFlight.start();
        bench.config(profile("token = \"apiv1_profile\"\n"));
    }

    @AfterEach
    void close() {
        flight.close();
        bench.close();
    }

    @Test
    void printsATableWithAFooterThatCounts() {
        Outcome outcome = bench.run("query", "SELECT 1");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        Golden.check("query.txt", outcome.out());
    }

    @Test
    void printsWholeNanosecondsWhenAsked() {
        Golden.check(
                "query-unixnano.txt",
                bench.run("query", "--time-format", "unixnano", "SELECT 1").out());
    }

    @Test
    void printsAFooterBelowASingleColumnToo() {
        flight.withOneColumn();

        Golden.check("query-one-column.txt", bench.run("query", "SELECT co").out());
    }

    @Test
    void printsJsonWithSortedKeys() {
        Golden.check("query.json", bench.run("query", "--format", "json", "SELECT 1").out());
    }

    @Test
    void sendsTheTicketThatAllClientsSend() {
        bench.run("query", "--database", "plant", "SELECT \"a\"");

        assertThat(flight.tickets())
                .containsExactly(
                        "{\"database\":\"plant\",\"sql_query\":\"SELECT \\\"a\\\"\",\"query_type\":\"sql\"}");
    }

    @Test
    void takesTheDatabaseOfTheProfileAndTheLanguageOfTheFlag() {
        bench.run("query", "--language", "influxql", "SHOW MEASUREMENTS");

        assertThat(flight.tickets())
                .containsExactly(
                        "{\"database\":\"home\",\"sql_query\":\"SHOW"
                                + " MEASUREMENTS\",\"query_type\":\"influxql\"}");
    }

    @Test
    void showsTheTokenOfTheProfile() {
        bench.run("query", "SELECT 1");

        assertThat(flight.authorizations()).containsExactly("Bearer apiv1_profile");
    }

    @Test
    void prefersTheTokenOfTheFlag() {
        bench.run("query", "--token", "apiv1_flag", "SELECT 1");

        assertThat(flight.authorizations()).containsExactly("Bearer apiv1_flag");
    }

    @Test
    void fallsBackToTheAdminTokenOfATokenFile() {
        Path file = bench.write("token.json", "eyJ.admin.token");
        bench.config(profile("") + "[profile.auth.token]\ntoken_file = \"" + file + "\"\n");

        bench.run("query", "SELECT 1");

        assertThat(flight.authorizations()).containsExactly("Bearer eyJ.admin.token");
    }

    @Test
    void neverSignsInForAQuery() {
        bench.config(profile("") + bench.oauth());

        Outcome outcome = bench.run("query", "SELECT 1");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo(
                        "error\tno database token is given; make one with influxctl token create,"
                                + " then add --token, or token to profile \"default\"\n");
    }

    @Test
    void readsTheQueryFromAFile() {
        Path file = bench.write("q.sql", "SELECT 2\n");

        bench.run("query", file.toString());

        assertThat(flight.tickets().getFirst()).contains("\"sql_query\":\"SELECT 2\"");
    }

    @Test
    void readsTheQueryFromStandardInput() {
        bench.runWithInput("SELECT\n  3\n", "query", "-");

        assertThat(flight.tickets().getFirst()).contains("\"sql_query\":\"SELECT\\n  3\"");
    }

    @Test
    void refusesAnEmptyQuery() {
        assertThat(bench.runWithInput(" \n", "query", "-").err())
                .isEqualTo("error\tthe query is empty\n");
    }

    @Test
    void wantsADatabase() {
        bench.config(profile("token = \"x\"\n").replace("database = \"home\"\n", ""));

        assertThat(bench.run("query", "SELECT 1").err())
                .isEqualTo(
                        "error\tno database is named; add --database, or database to profile"
                                + " \"default\"\n");
    }

    @Test
    void repeatsTheClustersWordsAboutAWrongQuery() {
        flight.refuse(
                CallStatus.INVALID_ARGUMENT.withDescription(
                        "Error while planning query: table 'x' not found"));

        assertThat(bench.run("query", "SELECT * FROM x"))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "error\tquery failed: Error while planning query: table 'x' not"
                                        + " found\n"));
    }

    @Test
    void printsNoHalfDocumentWhenTheQueryIsRefused() {
        flight.refuse(CallStatus.NOT_FOUND.withDescription("Database 'x' not found"));

        assertThat(bench.run("query", "--format", "json", "SELECT 1"))
                .isEqualTo(new Outcome(1, "", "error\tquery failed: Database 'x' not found\n"));
    }

    @Test
    void saysThatTheTokenMayNot() {
        flight.refuse(CallStatus.UNAUTHORIZED.withDescription("Permission denied"));

        assertThat(bench.run("query", "SELECT 1").err())
                .isEqualTo(
                        "error\tquery failed: forbidden: the token may not read this database, or"
                                + " does not exist (any more); see influxctl token list\n");
    }

    @Test
    void saysThatTheTokenIsNotAccepted() {
        flight.refuse(CallStatus.UNAUTHENTICATED.withDescription("Unauthenticated"));

        assertThat(bench.run("query", "SELECT 1").err())
                .startsWith("error\tquery failed: unauthorized: ");
    }

    @Test
    void repeatsTheClustersWordsWhenItAsksToComeLater() {
        flight.refuse(CallStatus.UNAVAILABLE.withDescription("starting"));

        assertThat(bench.run("query", "SELECT 1").err())
                .isEqualTo("error\tquery failed: starting; try again in a moment\n");
    }

    @Test
    void namesHostAndPortWhenTheClusterIsDown() {
        int port = flight.port();
        flight.close();
        flight = StubFlight.start();
        bench.config(
                Workbench.profile(port).replace("[profile.tls]", "token = \"x\"\n[profile.tls]"));

        assertThat(bench.run("query", "SELECT 1").err())
                .isEqualTo(
                        "error\tcannot reach the cluster at 127.0.0.1:"
                                + port
                                + " (profile \"default\"): nothing accepts connections there; check"
                                + " that the cluster runs, host and port in the profile, and the"
                                + " proxy where one is set\n");
    }

    private String profile(String lines) {
        return Workbench.profile(flight.port()).replace("[profile.tls]", lines + "[profile.tls]");
    }
}
