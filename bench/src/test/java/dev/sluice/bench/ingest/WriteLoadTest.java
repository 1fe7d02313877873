// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The load program, against a server that answers what it is told, and 204 otherwise.
final class WriteLoadTest {
    private record Scripted(int status, String retryAfter) {}

    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentLinkedQueue<Scripted> script = new ConcurrentLinkedQueue<>();
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(handlers);
        server.createContext("/write", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        handlers.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Scripted scripted = script.poll();
        if (scripted == null) {
            taken.add(body);
            exchange.sendResponseHeaders(204, -1);
        } else {
            if (!scripted.retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", scripted.retryAfter);
            }
            byte[] words = "scripted words".getBytes(UTF_8);
            exchange.sendResponseHeaders(scripted.status, words.length);
            exchange.getResponseBody().write(words);
        }
        exchange.close();
    }

    private Loaded run(int connections, String... batches) throws InterruptedException {
        String head = StoreHttp.writeHead("/write?db=x", server.getAddress().getPort(), List.of());
        List<byte[]> bodies = new ArrayList<>();
        for (String batch : batches) {
            bodies.add(batch.getBytes(UTF_8));
        }
        return new WriteLoad(server.getAddress(), head, connections).run(bodies);
    }

    @Test
    void sendsEveryBatchOnce() throws InterruptedException {
        Loaded loaded = run(3, "a", "b", "c", "d", "e");

        assertThat(taken).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(loaded.refusals()).isZero();
        assertThat(loaded.quantileMillis(0))
                .isPositive()
                .isLessThanOrEqualTo(loaded.quantileMillis(1));
        assertThat(loaded.seconds()).isPositive();
    }

    @Test
    void oneConnectionKeepsTheOrder() throws InterruptedException {
        run(1, "a", "b", "c");

        assertThat(taken).containsExactly("a", "b", "c");
    }

    @Test
    void comesAgainWhenItIsAskedTo() throws InterruptedException {
        script.add(new Scripted(503, "0"));
        script.add(new Scripted(503, "0"));

        Loaded loaded = run(1, "a", "b");

        assertThat(loaded.refusals()).isEqualTo(2);
        assertThat(taken).containsExactly("a", "b");
    }

    @Test
    void doesNotComeAgainForEver() {
        for (int i = 0; i < 200; i++) {
            script.add(new Scripted(503, "0"));
        }

        assertThatThrownBy(() -> run(1, "a"))
                .rootCause()
                .hasMessage("a batch was put off 120 times");
    }

    @Test
    void anyOtherAnswerFailsTheRun() {
        script.add(new Scripted(400, ""));

        assertThatThrownBy(() -> run(1, "a", "b"))
                .rootCause()
                .hasMessage("a batch was answered with status 400: scripted words");
        assertThat(taken).isEmpty();
    }

    @Test
    void refusalThatDoesNotSayWhenFailsTheRun() {
        script.add(new Scripted(503, ""));

        assertThatThrownBy(() -> run(1, "a"))
                .rootCause()
                .hasMessage("a batch was answered with status 503: scripted words");
    }

    @Test
    void serverThatIsNotThereFailsTheRun() {
        server.stop(0);

        assertThatThrownBy(() -> run(2, "a")).isInstanceOf(IllegalStateException.class);
    }
}
