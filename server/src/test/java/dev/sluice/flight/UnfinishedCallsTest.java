// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.RequestHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls whose message never ends, without a credential.
// A door's end declares any exception.
@SuppressWarnings("try")
@Timeout(60)
final class UnfinishedCallsTest {
    private static final String RESOURCE_EXHAUSTED = "8";
    private static final String INVALID_ARGUMENT = "3";
    private static final int PART_BYTES = 16 * 1024;

    /// What the door of [OpenFlight] may take for calls: a quarter of a million bytes.
    private static final int MESSAGE_BYTES = 100_000;

    private final List<HttpRequestWriter> open = new ArrayList<>();

    @AfterEach
    void leave() {
        open.forEach(HttpRequestWriter::abort);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DoGet", "GetFlightInfo", "DoAction", "DoPut", "Handshake"})
    void messagesThatAreNotWholeFillNoMoreMemoryThanThereIsForThem(String method) throws Exception {
        try (OpenFlight flight = new OpenFlight()) {
            List<CompletableFuture<AggregatedHttpResponse>> answers = new ArrayList<>();
            for (int call = 0; call < 3; call++) {
                answers.add(begin(flight, method, MESSAGE_BYTES, MESSAGE_BYTES - 1));
            }

            AggregatedHttpResponse refused =
                    CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                            .thenApply(AggregatedHttpResponse.class::cast)
                            .get(30, TimeUnit.SECONDS);

            assertThat(status(refused)).isEqualTo(RESOURCE_EXHAUSTED);
            leave();
            assertThat(flight.end("good").status()).isEqualTo(FlightStatusCode.OK);
        }
    }

    @Test
    void callsWithoutMessagesAreNoMoreThanThereIsRoomFor() throws Exception {
        try (OpenFlight flight = new OpenFlight()) {
            List<CompletableFuture<AggregatedHttpResponse>> answers = new ArrayList<>();
            for (int call = 0; call < 40; call++) {
                answers.add(begin(flight, "DoGet", MESSAGE_BYTES, 0));
            }

            AggregatedHttpResponse refused =
                    CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                            .thenApply(AggregatedHttpResponse.class::cast)
                            .get(30, TimeUnit.SECONDS);

            assertThat(status(refused)).isEqualTo(RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void aMessageWithoutEndIsNotGathered() throws Exception {
        try (OpenFlight flight = new OpenFlight()) {
            CompletableFuture<AggregatedHttpResponse> answer =
                    begin(flight, "DoGet", 3_000_000, 2_999_999);

            assertThat(status(answer.get(30, TimeUnit.SECONDS))).isEqualTo(RESOURCE_EXHAUSTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DoGet", "GetFlightInfo", "DoAction", "DoPut"})
    void aMessageThatDoesNotArriveIsWaitedForAWhileAlone(String method) throws Exception {
        try (OpenFlight flight = OpenFlight.hurried(Duration.ofMillis(300))) {
            CompletableFuture<AggregatedHttpResponse> answer = begin(flight, method, 1_000, 10);

            AggregatedHttpResponse late = answer.get(30, TimeUnit.SECONDS);

            assertThat(status(late)).isEqualTo(INVALID_ARGUMENT);
            assertThat(said(late)).contains("took longer than 300 ms");
        }
    }

    private CompletableFuture<AggregatedHttpResponse> begin(
            OpenFlight flight, String method, int announcedBytes, int sentBytes) {
        HttpRequestWriter body =
                HttpRequest.streaming(
                        RequestHeaders.of(
                                HttpMethod.POST,
                                "/arrow.flight.protocol.FlightService/" + method,
                                HttpHeaderNames.CONTENT_TYPE,
                                "application/grpc",
                                HttpHeaderNames.TE,
                                "trailers",
                                HttpHeaderNames.AUTHORIZATION,
                                "Bearer unknown"));
        open.add(body);
        CompletableFuture<AggregatedHttpResponse> answer =
                WebClient.builder("h2c://127.0.0.1:" + flight.port())
                        .responseTimeout(Duration.ZERO)
                        .build()
                        .execute(body)
                        .aggregate();
        body.write(HttpData.wrap(ByteBuffer.allocate(5).putInt(1, announcedBytes).array()));
        for (int sent = 0; sent < sentBytes; sent += PART_BYTES) {
            var _ = body.tryWrite(HttpData.wrap(new byte[Math.min(PART_BYTES, sentBytes - sent)]));
        }
        return answer;
    }

    private static String status(AggregatedHttpResponse answer) {
        return field(answer, "grpc-status");
    }

    private static String said(AggregatedHttpResponse answer) {
        return field(answer, "grpc-message");
    }

    /// Of the trailers, or of the headers where there is nothing else.
    private static String field(AggregatedHttpResponse answer, String name) {
        return answer.trailers().get(name, answer.headers().get(name, answer.toString()));
    }
}
