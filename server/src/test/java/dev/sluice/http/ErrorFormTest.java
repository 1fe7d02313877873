// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import dev.sluice.model.Problem;
import dev.sluice.testkit.Conforms;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorFormTest {

    @ParameterizedTest
    @EnumSource(Problem.Kind.class)
    @Conforms("A-147")
    void theManagementFormMapsEveryKind(Problem.Kind kind) {
        AggregatedHttpResponse answer =
                ManagementErrors.FORM
                        .problem(new Problem(kind, "some_code", "what happened"), "r1")
                        .aggregate()
                        .join();

        String told =
                switch (kind) {
                    case INVALID -> "400 what happened";
                    case UNAUTHENTICATED -> "401 unauthorized";
                    case FORBIDDEN -> "403 forbidden";
                    case NOT_FOUND -> "404 what happened";
                    case CONFLICT -> "409 what happened";
                    case TOO_LARGE -> "413 what happened";
                    case BUSY, UNAVAILABLE -> "503 what happened";
                    case OUTCOME_UNKNOWN -> "500 what happened";
                    case INTERNAL -> "500 internal server error, request id r1";
                };
        assertThat(answer.contentUtf8())
                .isEqualTo(
                        "{\"code\":%s,\"message\":\"%s\"}"
                                .formatted(told.substring(0, 3), told.substring(4)));
        assertThat(answer.status().codeAsText()).isEqualTo(told.substring(0, 3));
        assertThat(answer.headers().contains(HttpHeaderNames.RETRY_AFTER))
                .isEqualTo(answer.status().code() == 503);
    }

    @Test
    void whoKnowsWhenToComeBackIsBelieved() {
        Problem known = Problem.busy("full", "what happened", Duration.ofSeconds(7));

        assertThat(retryAfter(known)).isEqualTo("7");
        assertThat(retryAfter(Problem.busy("full", "what happened"))).isEqualTo("1");
    }

    private static @Nullable String retryAfter(Problem problem) {
        return DataErrors.CURRENT
                .problem(problem, "r1")
                .aggregate()
                .join()
                .headers()
                .get(HttpHeaderNames.RETRY_AFTER);
    }

    @Test
    void theHeaderForOldClientsHoldsNoLineBreaks() {
        AggregatedHttpResponse answer =
                DataErrors.LEGACY
                        .problem(
                                Problem.invalid("some_code", "a\nb\r\u00e9" + "x".repeat(500)),
                                "r1")
                        .aggregate()
                        .join();

        assertThat(answer.headers().get("x-influxdb-error")).matches("a b {2}\\s*x+").hasSize(256);
    }
}
