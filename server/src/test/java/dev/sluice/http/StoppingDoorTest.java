// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.sluice.testkit.Conforms;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A door that closes while a request is being answered.
final class StoppingDoorTest {
    private static final long WAIT_SECONDS_MAX = 60;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch enough = new CountDownLatch(1);

    private com.linecorp.armeria.common.HttpResponse slow(Call call) throws InterruptedException {
        assertThat(call.method()).isEqualTo(HttpMethod.GET);
        asked.countDown();
        requireSoon(enough, "the test did not come to the end of its questions");
        return com.linecorp.armeria.common.HttpResponse.of(
                HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "done");
    }

    private static void requireSoon(CountDownLatch latch, String otherwise)
            throws InterruptedException {
        assertThat(latch.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).as(otherwise).isTrue();
    }

    private static com.linecorp.armeria.common.HttpResponse health() {
        return com.linecorp.armeria.common.HttpResponse.of(
                HttpStatus.SERVICE_UNAVAILABLE, MediaType.PLAIN_TEXT_UTF_8, "draining");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    @Conforms("D-82")
    void whatRunsIsAnsweredAndWhatComesIsRefused(HttpClient.Version version) throws Exception {
        OpenDoor door =
                new OpenDoor(
                        new BodyMemory(1 << 20),
                        version,
                        routes -> {
                            List<HttpMethod> get = List.of(HttpMethod.GET);
                            routes.add(get, "/slow", DataErrors.CURRENT, this::slow);
                            routes.add(get, HealthEndpoint.PATH, DataErrors.CURRENT, _ -> health());
                        });
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> answer = others.submit(() -> door.send("GET", "/slow"));
            requireSoon(asked, "the slow request did not reach its endpoint");
            assertThat(door.send("GET", "/nowhere").statusCode()).isEqualTo(404);

            Future<?> closing = others.submit(door::closeDoor);
            HttpResponse<String> refused = door.send("GET", "/nowhere");
            long startNanos = System.nanoTime();
            while (refused.statusCode() == 404) {
                assertThat(System.nanoTime() - startNanos)
                        .as("the door that closes went on to take what comes")
                        .isLessThan(TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX));
                refused = door.send("GET", "/nowhere");
            }
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("the server is stopping");
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(door.send("GET", "/health").body()).isEqualTo("draining");
            HttpResponse<String> rpc =
                    door.send(
                            door.request("/arrow.flight.protocol.FlightService/DoGet")
                                    .header("content-type", "application/grpc+proto")
                                    .POST(BodyPublishers.noBody()));
            assertThat(rpc.headers().firstValue("grpc-status")).contains("14");
            assertThat(rpc.headers().firstValue("grpc-message")).contains("the server is stopping");
            assertThat(closing.isDone()).isFalse();
            enough.countDown();

            assertThat(answer)
                    .as("what ran was answered")
                    .succeedsWithin(Duration.ofSeconds(WAIT_SECONDS_MAX));
            assertThat(answer.get().statusCode()).isEqualTo(200);
            assertThat(answer.get().body()).isEqualTo("done");
            assertThat(answer.get().version()).isEqualTo(version);
            assertThat(closing)
                    .as("the door closed")
                    .succeedsWithin(Duration.ofSeconds(WAIT_SECONDS_MAX));
        } finally {
            enough.countDown();
            door.close();
        }
    }
}
