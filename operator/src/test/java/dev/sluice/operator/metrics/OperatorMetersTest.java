// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.operator.reconcile.PassObserver.Result;
import dev.sluice.testkit.Golden;
import dev.sluice.testkit.MovingClock;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the operator counts, and under which names.
final class OperatorMetersTest {
    private static final Duration TOOK = Duration.ofMillis(250);

    private final MovingClock clock = MovingClock.create();
    private final OperatorMeters meters = new OperatorMeters("9.8.7", clock);

    @AfterEach
    void close() {
        meters.close();
    }

    private void assertTold(String... lines) {
        assertThat(meters.prometheusText().lines()).contains(lines);
    }

    @Test
    void namesAndDescriptionsAreWhatWasReviewed() {
        String own =
                meters.prometheusText()
                        .lines()
                        .filter(line -> line.startsWith("# ") && line.contains(" sluice_"))
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n"));

        Golden.check("meters.txt", own);
    }

    @Test
    void nothingIsSaidOfAnAppInstanceThatNobodyHasLookedAt() {
        assertTold(
                "sluice_operator_build_info{version=\"9.8.7\"} 1",
                "sluice_operator_applied NaN",
                "sluice_operator_applied_age_seconds NaN",
                "sluice_operator_passes_seconds_count{result=\"applied\"} 0",
                "sluice_operator_passes_seconds_count{result=\"broken\"} 0");
    }

    @Test
    void theLastPassDecidesWhetherAllIsApplied() {
        meters.passed(Result.APPLIED, TOOK);
        clock.advance(Duration.ofSeconds(90));
        assertTold(
                "sluice_operator_applied 1.0",
                "sluice_operator_applied_age_seconds 90.0",
                "sluice_operator_passes_seconds_sum{result=\"applied\"} 0.25");

        for (Result bad : new Result[] {Result.MISTAKEN, Result.FAILED, Result.BROKEN}) {
            meters.passed(Result.APPLIED, TOOK);
            clock.advance(Duration.ofSeconds(5));
            meters.passed(bad, TOOK);
            assertTold("sluice_operator_applied 0.0", "sluice_operator_applied_age_seconds 5.0");
        }
        assertTold(
                "sluice_operator_passes_seconds_count{result=\"applied\"} 4",
                "sluice_operator_passes_seconds_count{result=\"mistaken\"} 1",
                "sluice_operator_passes_seconds_count{result=\"failed\"} 1");
    }

    /// Or somebody would be called for a cluster that was deleted.
    @Test
    void whatIsGoneIsNotToBeApplied() {
        meters.passed(Result.FAILED, TOOK);
        meters.gone();

        assertTold("sluice_operator_applied NaN", "sluice_operator_applied_age_seconds NaN");
    }
}
