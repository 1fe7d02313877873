// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.operator.metrics.OperatorMeters;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// `/live` and `/ready`, for the kubelet (admin.md 6.3), and `/metrics`, for Prometheus. Without
/// credentials, since they tell nothing else.
final class Probes implements AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    private Probes(HttpServer server) {
        this.server = server;
    }

    /// Opens the port.
    ///
    /// @param port 0 picks a free one
    static Probes open(int port, RunningOperator operator, OperatorMeters meters)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/live", exchange -> answer(exchange, operator::isLive));
        server.createContext("/ready", exchange -> answer(exchange, operator::isReady));
        server.createContext("/metrics", exchange -> tell(exchange, meters));
        server.start();
        return new Probes(server);
    }

    private static void answer(HttpExchange exchange, BooleanSupplier good) throws IOException {
        try (exchange) {
            boolean yes = good.getAsBoolean();
            send(
                    exchange,
                    yes ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
                    yes ? "OK" : "no");
        }
    }

    private static void tell(HttpExchange exchange, OperatorMeters meters) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", PROMETHEUS_TEXT);
            send(exchange, HttpURLConnection.HTTP_OK, meters.prometheusText());
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
