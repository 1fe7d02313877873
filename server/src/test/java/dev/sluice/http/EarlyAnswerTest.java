// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A request that is answered before its body was read.
final class EarlyAnswerTest {
    private static final byte[] BODY = new byte[100_000];

    private final BodyMemory memory = new BodyMemory(4 << 20);

    @AfterEach
    void nothingIsTaken() {
        assertThat(memory.bytesTaken()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // One connection, which waits for the rest of each body before it goes on.
        "HTTP_1_1, 20",
        // A stream was cut only now and then.
        "HTTP_2, 300"
    })
    void alwaysReachesTheClient(HttpClient.Version version, int requests) throws Exception {
        Endpoint refusing =
                routes ->
                        routes.add(
                                List.of(HttpMethod.POST),
                                "/refuse",
                                DataErrors.CURRENT,
                                _ -> HttpResponse.of(HttpStatus.UNAUTHORIZED));
        try (OpenDoor door = new OpenDoor(memory, version, Duration.ofSeconds(10), refusing)) {
            for (int i = 0; i < requests; i++) {
                assertThat(
                                door.send(
                                                door.request("/refuse")
                                                        .POST(BodyPublishers.ofByteArray(BODY)))
                                        .statusCode())
                        .as("request %d", i)
                        .isEqualTo(401);
            }
        }
    }
}
