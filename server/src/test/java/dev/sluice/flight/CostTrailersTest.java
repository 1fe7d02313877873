// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Problem;
import java.util.Map;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Figures behind the last row (data.md 4.7).
final class CostTrailersTest {
    private final OpenFlight flight = new OpenFlight();

    @AfterEach
    void nothingIsLeaked() throws Exception {
        flight.close();
    }

    @Test
    void tellWhatWasMeasured() throws Exception {
        flight.answers(memory -> {
            QueryCost cost = QueryCost.current();
            cost.queued(289_000);
            cost.planned(9_000_000);
            cost.executed(1_000_000_000);
            cost.executed(37_000_000);
            cost.buffered(26);
            return new FakeResult(memory, (_, _) -> false);
        });

        CallEnd end = flight.end("good");

        assertThat(end.status()).isEqualTo(FlightStatusCode.OK);
        assertThat(end.figures())
                .isEqualTo(
                        Map.of(
                                "queue-duration-seconds", "0.000289",
                                "planning-duration-seconds", "0.009",
                                "execution-duration-seconds", "1.037",
                                "ingester-response-rows", "26"));
    }

    @Test
    void tellWhatAFailedQueryCost() throws Exception {
        flight.answers(_ -> {
            QueryCost.current().queued(0);
            throw new Problem(Problem.Kind.BUSY, "query_concurrency", "too many").asException();
        });

        CallEnd end = flight.end("good");

        assertThat(end.status()).isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
        assertThat(end.figures()).isEqualTo(Map.of("queue-duration-seconds", "0"));
    }

    @Test
    void inventNothing() throws Exception {
        assertThat(flight.end("good").figures()).isEmpty();
        assertThat(flight.end("stranger").figures()).isEmpty();
    }

    @Test
    void aQueryKnowsNothingOfTheOneBefore() throws Exception {
        flight.answers(memory -> {
            QueryCost.current().buffered(26);
            return new FakeResult(memory, (_, _) -> false);
        });
        assertThat(flight.end("good").figures()).hasSize(1);
        flight.forget();

        assertThat(flight.end("good").figures()).isEmpty();
    }
}
