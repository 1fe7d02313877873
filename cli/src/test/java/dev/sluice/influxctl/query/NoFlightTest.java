// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.Workbench;
import dev.sluice.influxctl.profile.Product;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.profile.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoFlightTest {
    private static final Profile PROFILE =
            new Profile(
                    "works",
                    Product.CLUSTERED,
                    "db.example",
                    8086,
                    null,
                    null,
                    null,
                    null,
                    null,
                    TlsSettings.DEFAULT,
                    null,
                    null);

    @Test
    void saysThatWhoAnswersSpeaksAnOlderHttp(@TempDir Path home) {
        try (Workbench bench = new Workbench(home)) {
            bench.config(Workbench.profile(bench.cluster().port()));
            bench.cluster().answer(Answer.redirect(302, "https://login.example/?token=secret"));

            Workbench.Outcome outcome = bench.run("query", "--token", "x", "SELECT 1");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .isEqualTo(
                            "error\tquery failed: http://127.0.0.1:"
                                    + bench.cluster().port()
                                    + " does not speak gRPC over HTTP/2; check host and port in the"
                                    + " profile \"default\", and that every proxy before the"
                                    + " cluster passes gRPC; if it serves TLS, remove disable"
                                    + " from [profile.tls]\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "302 | location=https://login.example/a?token=secret, | 302 (redirect to https://login.example/a)",
                "302 | content-location=https://other.example/,        | 302",
                "404 | server=nginx,                                   | 404",
                "502 | server=nginx,                                   | 502",
            })
    void saysWhatStatusWasAnsweredAndNothingElse(String status, String header, String shown) {
        String words =
                "HTTP status code %s\ninvalid content-type: text/html\nheaders: Metadata(:status=%s,%scontent-type=text/html)\nDATA-----------------------------\n<html>(location=https://secret/)</html>"
                        .formatted(status, status, header);

        assertThat(NoFlight.sentence(PROFILE, words, new IOException()))
                .startsWith(
                        "https://db.example:8086 answered "
                                + shown
                                + ", but not as a cluster does; check host and port")
                .doesNotContain("secret")
                .hasLineCount(1);
    }

    @Test
    void leavesAnswersOfGrpcAlone() {
        assertThat(NoFlight.sentence(PROFILE, "no such table", new IOException("x"))).isNull();
    }
}
