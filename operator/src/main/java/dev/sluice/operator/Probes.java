// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// `/live` and `/ready`, for the kubelet (admin.md 6.3). Without credentials, since they tell
/// nothing else.
final class Probes implements AutoCloseable {
    private final HttpServer server;

    private Probes(HttpServer server) {
        this.server = server;
    }

    /// Opens the port.
    ///
    /// @param port 0 picks a free one
    static Probes open(int port, RunningOperator operator) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/live", exchange -> answer(exchange, operator::isLive));
        server.createContext("/ready", exchange -> answer(exchange, operator::isReady));
        server.start();
        return new Probes(server);
    }

    private static void answer(HttpExchange exchange, BooleanSupplier good) throws IOException {
        try (exchange) {
            boolean yes = good.getAsBoolean();
            byte[] body = (yes ? "OK" : "no").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    yes ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
                    body.length);
            exchange.getResponseBody().write(body);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
