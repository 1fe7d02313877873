// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;

/// A cluster's HTTP door that gives the answers it was told to, in order, and remembers what it was
/// asked.
public final class StubCluster implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<String> proxyUsers = new ArrayList<>();

    /// What came in.
    ///
    /// @param line method and target
    public record Request(
            String line,
            String authorization,
            String userAgent,
            String contentType,
            String contentEncoding,
            String body) {}

    /// What goes out.
    ///
    /// @param location of a redirect; empty without one
    public record Answer(int status, String contentType, String body, String location) {
        public Answer(int status, String contentType, String body) {
            this(status, contentType, body, "");
        }

        /// What proxies answer that want another address.
        public static Answer redirect(int status, String location) {
            return new Answer(status, "text/html", "<html>moved</html>", location);
        }

        /// No answer at all, until the cluster is closed.
        public static final Answer SILENCE = new Answer(0, "", "");

        public static Answer json(int status, String body) {
            return new Answer(status, "application/json", body);
        }

        /// An error as the management API words it.
        public static Answer refusal(int status, String message) {
            return json(status, "{\"code\":" + status + ",\"message\":\"" + message + "\"}");
        }
    }

    private StubCluster(HttpServer server) {
        this.server = server;
    }

    public static StubCluster start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            StubCluster cluster = new StubCluster(server);
            server.createContext("/", cluster::handle);
            server.start();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public synchronized StubCluster answer(Answer... next) {
        answers.addAll(List.of(next));
        return this;
    }

    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /// `Proxy-Authorization` of each request, empty without: it is taken for a proxy, too.
    public synchronized List<String> proxyUsers() {
        return List.copyOf(proxyUsers);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = body(exchange);
            Answer answer = next(exchange, body);
            if (answer.status() == 0) {
                closing.await();
                return;
            }
            byte[] bytes = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            if (!answer.location().isEmpty()) {
                exchange.getResponseHeaders().set("Location", answer.location());
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The body as the client meant it.
    private static String body(HttpExchange exchange) throws IOException {
        InputStream raw = exchange.getRequestBody();
        boolean compressed = header(exchange, "Content-Encoding").equals("gzip");
        return new String((compressed ? new GZIPInputStream(raw) : raw).readAllBytes(), UTF_8);
    }

    private synchronized Answer next(HttpExchange exchange, String body) {
        proxyUsers.add(header(exchange, "Proxy-Authorization"));
        requests.add(
                new Request(
                        exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                        header(exchange, "Authorization"),
                        header(exchange, "User-Agent"),
                        header(exchange, "Content-Type"),
                        header(exchange, "Content-Encoding"),
                        body));
        Answer answer = answers.pollFirst();
        return answer == null ? Answer.refusal(500, "nothing is scripted") : answer;
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
