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

/// `--trace` tells of gRPC calls as it does of HTTP exchanges: where to, how it ended, and the
/// harmless header fields (admin.md 3.1).
final class TracedQueryTest {
    private static final String TOKEN = "apiv1_" + "d".repeat(86);

    @TempDir private Path home;
    private Workbench bench;
    private StubFlight flight;
    private int port;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        flight = StubFlight.start();
        port = flight.port();
        bench.config(
                Workbench.profile(port)
                        .replace("[profile.tls]", "token = \"" + TOKEN + "\"\n[profile.tls]"));
    }

    @AfterEach
    void close() {
        flight.close();
        bench.close();
    }

    @Test
    void tellsOfTheCallAndItsFigures() {
        flight.trailer("x-influxdata-partitions", "1").trailer("set-cookie", "hush");

        Outcome outcome = bench.run("--trace", "query", "SELECT 'private words'");

        assertThat(outcome.exitCode()).isZero();
        Golden.check("query-trace.err", steady(outcome.err()));
        Golden.check("query.txt", outcome.out());
    }

    @Test
    @Conforms("A-199")
    void tellsNeitherTheTokenNorTheQueryNorTheAnswer() {
        flight.trailer("x-secret", "hush");

        String err = bench.run("--trace", "query", "SELECT 'private words'").err();

        assertThat(flight.authorizations()).containsExactly("Bearer " + TOKEN);
        assertThat(err).contains("< x-secret: (not shown)");
        assertThat(err).doesNotContain("apiv1", "private", "hush", "Kitchen");
    }

    @Test
    void tellsHowARefusedCallEnded() {
        flight.refuse(CallStatus.UNAUTHENTICATED.withDescription("no"));

        assertThat(steady(bench.run("--trace", "query", "SELECT 1").err()))
                .contains(
                        "debug\tUNAUTHENTICATED from CLUSTER/arrow.flight.protocol.FlightService/DoGet after N ms");
    }

    @Test
    void tellsThatNobodyAnswers() {
        flight.close();

        assertThat(steady(bench.run("--trace", "query", "SELECT 1").err()))
                .contains(
                        "debug\tno answer from CLUSTER/arrow.flight.protocol.FlightService/DoGet after N ms: ");
    }

    @Test
    void tellsNothingUnasked() {
        assertThat(bench.run("query", "SELECT 1").err()).isEmpty();
        assertThat(bench.run("--debug", "query", "SELECT 1").err()).doesNotContain("DoGet");
    }

    private String steady(String text) {
        return text.replace("http://127.0.0.1:" + port, "CLUSTER")
                .replace("127.0.0.1:" + port, "CLUSTER")
                .replace(home.toString(), "HOME")
                .replaceAll("after \\d+ ms", "after N ms");
    }
}
