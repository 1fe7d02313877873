// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.MediaType;
import dev.sluice.testkit.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bodies that are read before anybody has looked at a credential, and do not arrive.
@Timeout(60)
final class StrangersBodyTest {
    private static final int BODY_BYTES_MAX = 1_000;

    private final BodyMemory memory = new BodyMemory(100_000);
    private final BodyMemory strangers = new BodyMemory(3L * BodyMemory.REQUEST_BYTES - 1);
    private final BodyReader reader = new BodyReader(memory, strangers, Duration.ofMinutes(1));

    @Test
    void areNoMoreThanThereIsRoomForAndKeepNobodyWhoIsKnown() throws Exception {
        List<HttpRequestWriter> unfinished = Stream.generate(this::begun).limit(2).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (HttpRequestWriter request : unfinished) {
                request.write(HttpData.wrap(new byte[BODY_BYTES_MAX / 2]));
                var _ = threads.submit(() -> reader.readOfStranger(request, BODY_BYTES_MAX));
            }
            Waiting.until(
                    "both are waited for",
                    () ->
                            strangers.bytesTaken()
                                    > 2L * BodyMemory.REQUEST_BYTES + BODY_BYTES_MAX - 1);
            assertThat(memory.bytesTaken()).isZero();

            assertThatThrownBy(() -> reader.readOfStranger(whole(), BODY_BYTES_MAX))
                    .hasMessageContaining("this service is overloaded");
            try (Body known = reader.read(whole(), BODY_BYTES_MAX)) {
                assertThat(known.size()).isEqualTo(4);
            }

            unfinished.forEach(HttpRequestWriter::abort);
        }
        assertThat(strangers.bytesTaken()).isZero();
        try (Body next = reader.readOfStranger(whole(), BODY_BYTES_MAX)) {
            assertThat(next.size()).isEqualTo(4);
        }
    }

    private HttpRequestWriter begun() {
        return HttpRequest.streaming(HttpMethod.POST, "/query");
    }

    private static HttpRequest whole() {
        return HttpRequest.of(HttpMethod.POST, "/query", MediaType.FORM_DATA, "q=1 ");
    }
}
