// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.http.PeerWrites;
import dev.sluice.http.WriteRelay;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Writes on their way to a process that does as it is told.
@Timeout(60)
final class HeldWritesTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Behaviour> next = new LinkedBlockingQueue<>();
    private HttpServer server;
    private HeldWrites writes;
    private List<Secret> tokens = List.of(Secret.of("peer"));

    /// What came.
    private record Received(
            String target,
            String peer,
            String credential,
            String arrived,
            String coding,
            String body) {}

    /// What becomes of it.
    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws Exception {
        server = listen(0);
        writes = held(200, LONG);
    }

    private HttpServer listen(int port) throws IOException {
        HttpServer made =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        made.setExecutor(threads);
        made.createContext("/", this::take);
        made.start();
        return made;
    }

    private HeldWrites held(int writesMax, Duration holdMax, HttpServer... others)
            throws NoSuchAlgorithmException {
        return new HeldWrites(
                Stream.concat(Stream.of(server), Stream.of(others))
                        .map(each ->
                                URI.create("http://127.0.0.1:" + each.getAddress().getPort() + "/"))
                        .toList(),
                () -> tokens,
                SSLContext.getDefault(),
                writesMax,
                holdMax);
    }

    @AfterEach
    void stop() {
        writes.close();
        server.stop(0);
        threads.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        received.add(
                new Received(
                        exchange.getRequestURI().toString(),
                        field(exchange, "Authorization"),
                        field(exchange, PeerWrites.CREDENTIAL),
                        field(exchange, PeerWrites.ARRIVED),
                        field(exchange, "Content-Encoding"),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        Behaviour behaviour = next.poll();
        (behaviour == null ? answer(204, "") : behaviour).answer(exchange);
    }

    private static String field(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    /// An answer to the write.
    private static Behaviour answer(int status, String body) {
        return exchange -> {
            exchange.getResponseHeaders().set(PeerWrites.ANSWER, "1");
            exchange.getResponseHeaders().set("Retry-After", "7");
            say(exchange, status, body);
        };
    }

    /// An answer that says nothing of the write.
    private static Behaviour other(int status) {
        return exchange -> say(exchange, status, "other");
    }

    private static void say(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static WriteRelay.Order order(boolean gzip) {
        return new WriteRelay.Order(
                "/write?db=d",
                Secret.of("apiv1_writer"),
                gzip,
                17,
                ByteBuffer.wrap("xxm f=1yy".getBytes(UTF_8), 2, 5));
    }

    @Test
    void handsOnWhatCameAndGivesBackWhatIsAnswered() throws Exception {
        next.add(answer(400, "{}"));
        WriteRelay.Answer answer = writes.relay(order(true));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(UTF_8.decode(answer.body()).toString()).isEqualTo("{}");
        assertThat(answer.headers()).containsEntry("retry-after", List.of("7"));
        assertThat(received)
                .containsExactly(
                        new Received(
                                "/internal/v1/write?db=d",
                                "Bearer peer",
                                "apiv1_writer",
                                "17",
                                "gzip",
                                "m f=1"));
        assertThat(writes.count()).isZero();
    }

    /// Whoever writes too fast has to hear of it.
    @Test
    void tooMuchToDoIsAnAnswer() throws Exception {
        next.add(answer(503, "the buffer is full"));

        assertThat(writes.relay(order(false)).status()).isEqualTo(503);
        assertThat(received).hasSize(1);
    }

    @Test
    void sendsAgainWhatWasNotAnsweredAsOfTheSameTime() throws Exception {
        next.add(other(503));
        next.add(HttpExchange::close);
        next.add(other(404));

        assertThat(writes.relay(order(false)).status()).isEqualTo(204);
        assertThat(received).hasSize(4).containsOnly(received.element());
    }

    @Test
    void showsTheTokenThatIsTaken() throws Exception {
        tokens = List.of(Secret.of("other"), Secret.of("peer"));
        next.add(other(401));

        assertThat(writes.relay(order(false)).status()).isEqualTo(204);
        assertThat(received)
                .extracting(Received::peer)
                .containsExactly("Bearer other", "Bearer peer");
        next.add(answer(401, "no"));
        assertThat(writes.relay(order(false)).status()).as("to the sender").isEqualTo(401);
    }

    /// Lets the process come back once all are held, which are taken then.
    private void assertTakenOnReturn(int port, List<Future<Integer>> answers) throws Exception {
        while (writes.count() < answers.size()) {
            Thread.sleep(10);
        }
        server = listen(port);

        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(204);
        }
    }

    @Test
    void waitsForAProcessThatStartsAgain() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 3 * HeldWrites.CONNECTIONS_MAX; i++) {
            answers.add(threads.submit(() -> writes.relay(order(false)).status()));
        }
        assertTakenOnReturn(port, answers);
        assertThat(writes.count()).isZero();
    }

    @Test
    @Conforms("D-67")
    void givesUpInTheEnd() throws Exception {
        writes.close();
        server.stop(0);
        writes = held(200, Duration.ofMillis(600));

        assertThatThrownBy(() -> writes.relay(order(false)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> {
                            assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.BUSY);
                            assertThat(refused.problem().retryAfter())
                                    .hasValue(Duration.ofSeconds(5));
                            assertThat(refused)
                                    .hasMessage(
                                            "not enough upstreams accepted replicated write; want 1,"
                                                    + " but only received 0 acks: the server that"
                                                    + " takes the points did not answer within 0"
                                                    + " seconds, please send them again");
                        });
        assertThat(writes.count()).isZero();
        server = listen(0);
    }

    @Test
    void moreThanTheLimitAreRefusedWhileItIsThere() throws Exception {
        writes.close();
        writes = held(1, LONG);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        next.add(exchange -> {
            inside.countDown();
            awaitUninterrupted(release);
            answer(204, "").answer(exchange);
        });
        Future<Integer> first = threads.submit(() -> writes.relay(order(false)).status());
        inside.await();

        assertThatThrownBy(() -> writes.relay(order(false)))
                .hasMessage("this service is overloaded, please try again later");
        release.countDown();
        assertThat(first.get()).isEqualTo(204);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void moreThanTheLimitAreHeldWhileItIsNot() throws Exception {
        writes.close();
        writes = held(1, LONG);
        int port = server.getAddress().getPort();
        server.stop(0);
        List<Future<Integer>> answers = new ArrayList<>();
        answers.add(threads.submit(() -> writes.relay(order(false)).status()));
        while (writes.isThere()) {
            Thread.sleep(10);
        }
        for (int i = 0; i < 5; i++) {
            answers.add(threads.submit(() -> writes.relay(order(false)).status()));
        }
        assertTakenOnReturn(port, answers);
        assertThat(writes.isThere()).isTrue();
    }

    @Test
    void whoGivesUpLeavesTheTryingToOthers() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);
        Future<?> gone = threads.submit(() -> writes.relay(order(false)));
        while (writes.count() == 0) {
            Thread.sleep(10);
        }
        Future<Integer> stays = threads.submit(() -> writes.relay(order(false)).status());
        gone.cancel(true);
        while (writes.count() != 1) {
            Thread.sleep(10);
        }
        server = listen(port);

        assertThat(stays.get()).isEqualTo(204);
    }

    /// A machine that has gone says nothing, and whoever works in its place says that it does.
    @Test
    @Conforms("D-230")
    void goesToTheOneThatWorksWhereTheOtherOneSaysNothing() throws Exception {
        AtomicInteger health = new AtomicInteger(503);
        HttpServer other = listen(0);
        other.createContext("/health", exchange -> say(exchange, health.get(), ""));
        writes.close();
        writes = held(200, LONG, other);
        CountDownLatch end = new CountDownLatch(1);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                next.add(_ -> awaitUninterrupted(end));
            }
            for (int i = 0; i < 5; i++) {
                answers.add(threads.submit(() -> writes.relay(order(false)).status()));
            }
            while (received.size() < 5) {
                Thread.sleep(10);
            }
            Thread.sleep(Duration.ofSeconds(3));
            assertThat(answers).noneMatch(Future::isDone);

            health.set(200);

            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(204);
            }
            assertThat(received).hasSize(10);
            assertThat(writes.isThere()).isTrue();
        } finally {
            end.countDown();
            other.stop(0);
        }
    }
}
