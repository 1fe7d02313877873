// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What an API server of Kubernetes says of a namespace that has nothing: every list is empty, and
/// whoever watches hears nothing until the end. It has no web sockets, which clients ask for first,
/// and says so by an ordinary answer: others would be asked for again.
final class EmptyCluster implements AutoCloseable {
    private static final byte[] NOTHING =
            "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}"
                    .getBytes(UTF_8);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;

    private EmptyCluster(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static EmptyCluster start() throws IOException {
        return new EmptyCluster(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            String query = exchange.getRequestURI().getQuery();
            if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, -1);
            } else if (query != null && query.contains("watch=true")) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, 0);
                exchange.getResponseBody().flush();
                end.await();
            } else {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, NOTHING.length);
                exchange.getResponseBody().write(NOTHING);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.close();
    }
}
