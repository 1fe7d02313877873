// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bench.access.Load.Answered;
import dev.sluice.bench.access.Load.Sending;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The load program, against a server that counts and answers what it is told.
final class LoadTest {
    private static final String PATH = StubIdentityProvider.KEYS_PATH;

    private final StubIdentityProvider server = StubIdentityProvider.start();

    @AfterEach
    void close() {
        server.close();
    }

    private List<Answered> run(Duration duration, int requestsMax, Sending... sendings)
            throws InterruptedException {
        URI url = server.keysUrl();
        return new Load(new InetSocketAddress(url.getHost(), url.getPort()), duration, requestsMax)
                .run(sendings);
    }

    private Sending sending(int connections, int status) {
        String request = "GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(server.keysUrl().getPath());
        return new Sending(connections, List.of(request.getBytes(US_ASCII)), status);
    }

    @Test
    void sendsAsManyAsItMay() throws InterruptedException {
        List<Answered> answered = run(Duration.ofMinutes(1), 5, sending(2, 200), sending(1, 200));

        assertThat(answered).extracting(Answered::count).containsExactly(10, 5);
        assertThat(server.requests(PATH)).isEqualTo(15);
        Answered first = answered.getFirst();
        assertThat(first.quantileNanos(0)).isPositive().isLessThanOrEqualTo(first.quantileNanos(1));
        assertThat(first.perSecond()).isPositive();
    }

    @Test
    void endsInTime() throws InterruptedException {
        assertThat(run(Duration.ofMillis(50), 1_000_000, sending(1, 200)).getFirst().count())
                .isEqualTo(server.requests(PATH))
                .isLessThan(1_000_000);
    }

    @Test
    void answerOfAnotherStatusFailsTheRun() {
        server.script(PATH, ScriptedAnswer.json(200, java.util.Map.of()), ScriptedAnswer.denied());

        assertThatThrownBy(() -> run(Duration.ofMinutes(1), 5, sending(1, 200)))
                .isInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessageContaining("status 400, not 200");
    }

    @Test
    void connectionThatBreaksFailsTheRun() {
        server.script(PATH, ScriptedAnswer.cut());

        assertThatThrownBy(() -> run(Duration.ofMinutes(1), 5, sending(1, 200)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsQuantilesAndRates() {
        long[] latencies = new long[100];
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = i + 1L;
        }
        Answered answered = new Answered(latencies, 2_000_000_000, 500);

        assertThat(answered.quantileNanos(0.5)).isEqualTo(51);
        assertThat(answered.quantileNanos(0.99)).isEqualTo(100);
        assertThat(answered.perSecond()).isEqualTo(50);
        assertThat(answered.cpuNanosEach()).isEqualTo(5);
        assertThat(new Answered(new long[] {7}, 1, 1).quantileNanos(0.99)).isEqualTo(7);
    }
}
