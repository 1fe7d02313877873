// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every benchmark runs, once and hardly at all. That each operation does what it should, the
/// benchmarks see to themselves: one that does not fails the run. How long it takes is nobody's
/// business here.
final class AccessBenchTest {
    private static final String PROCESSES = "CPU time of a request, client included";

    @Test
    void everyBenchmarkDoesWhatItMeasures() throws IOException, InterruptedException {
        List<String> progress = new ArrayList<>();
        Report report =
                new AccessBench(1, "", Duration.ofMillis(10), false, 20, progress::add).run();

        assertThat(progress)
                .containsExactly(
                        "measuring first verification, RS256",
                        "measuring first verification, ES256",
                        "measuring first verification, EdDSA",
                        "measuring the same token again, RS256",
                        "measuring a token of an unknown key, refused",
                        "measuring the decision to let an administrator in, audit included",
                        "measuring GET /api/v0/tokens over 2 connections",
                        "measuring a provider's token over 1 connection, beside 1 of others");
        assertThat(report.comparisons())
                .hasSize(13)
                .allSatisfy(comparison ->
                        assertThat(comparison.lines())
                                .hasSizeGreaterThan(1)
                                .allSatisfy(line -> measured(comparison, line)));
        assertThat(report.remarks())
                .singleElement()
                .asString()
                .matches(
                        "In \\d+ s the provider was asked for its keys \\d+ times \\(allowed: \\d+\\)\\.");
    }

    private static void measured(Comparison comparison, Comparison.Line line) {
        assertThat(line.values()).hasSize(1);
        // Of whole processes it is told in steps of 10 ms, and a few requests may take none.
        if (comparison.quantity().title().equals(PROCESSES)) {
            assertThat(line.values().getFirst()).isNotNegative();
        } else {
            assertThat(line.values().getFirst()).isPositive();
            assertThat(line.ratio()).isPositive();
        }
    }
}
