// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What came with a request is garbage when it is answered, whoever asked: nobody fills the memory
/// by asking.
final class ForgottenRequestsTest {
    private static final int REQUESTS = 600;
    private static final int HEADER_BYTES = 50_000;

    /// Of all headers together, and far more than what else comes and goes meanwhile.
    private static final long KEPT_BYTES_MAX = (long) REQUESTS * HEADER_BYTES / 3;

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void ofManyPaths(HttpClient.Version version) throws Exception {
        requireForgotten(
                version,
                (request, number) -> request.header("x-large", "x".repeat(HEADER_BYTES)),
                number -> "/api/v0/databases/" + number);
    }

    @Test
    void ofManyContentTypes() throws Exception {
        requireForgotten(
                HttpClient.Version.HTTP_1_1,
                (request, number) ->
                        request.header(
                                "content-type",
                                "text/plain; a" + number + "=" + "x".repeat(HEADER_BYTES)),
                _ -> "/query");
    }

    @Test
    void ofManyEncodings() throws Exception {
        requireForgotten(
                HttpClient.Version.HTTP_2,
                (request, number) ->
                        request.header("accept-encoding", number + "x".repeat(HEADER_BYTES)),
                _ -> "/query");
    }

    private interface Headers {
        HttpRequest.Builder on(HttpRequest.Builder request, int number);
    }

    private interface PathOf {
        String number(int number);
    }

    private static void requireForgotten(HttpClient.Version version, Headers headers, PathOf path)
            throws Exception {
        try (OpenDoor door = new OpenDoor(new BodyMemory(1 << 20));
                HttpClient client = HttpClient.newBuilder().version(version).build()) {
            ask(client, headers.on(door.request(path.number(0)), 0));
            long before = usedBytes();
            for (int number = 1; number <= REQUESTS; number++) {
                ask(client, headers.on(door.request(path.number(number)), number));
            }
            assertThat(usedBytes() - before).isLessThan(KEPT_BYTES_MAX);
        }
    }

    private static void ask(HttpClient client, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
