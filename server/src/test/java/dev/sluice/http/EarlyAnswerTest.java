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
import org.junit.jupiter.params.provider.EnumSource;

/// A request that is answered before its body was read.
final class EarlyAnswerTest {
    private static final int REQUESTS = 300;
    private static final byte[] BODY = new byte[100_000];

    private final BodyMemory memory = new BodyMemory(4 << 20);

    @AfterEach
    void nothingIsTaken() {
        assertThat(memory.bytesTaken()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void alwaysReachesTheClient(HttpClient.Version version) throws Exception {
        Endpoint refusing =
                routes ->
                        routes.add(
                                List.of(HttpMethod.POST),
                                "/refuse",
                                DataErrors.CURRENT,
                                _ -> HttpResponse.of(HttpStatus.UNAUTHORIZED));
        try (OpenDoor door = new OpenDoor(memory, version, Duration.ofSeconds(10), refusing)) {
            for (int i = 0; i < REQUESTS; i++) {
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
