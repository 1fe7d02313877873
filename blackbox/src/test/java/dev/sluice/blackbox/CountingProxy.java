// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Passes requests on to another server and counts them: shows whether a program contacts it.
final class CountingProxy implements AutoCloseable {
    private final AtomicInteger requests = new AtomicInteger();
    private final @Nullable HttpServer server;

    private CountingProxy(@Nullable HttpServer server) {
        this.server = server;
    }

    /// A proxy that was never opened.
    static CountingProxy closed() {
        return new CountingProxy(null);
    }

    /// A proxy in front of `target`, on a free port.
    static CountingProxy open(URI target) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var proxy = new CountingProxy(server);
        server.createContext("/", exchange -> proxy.pass(exchange, target));
        server.start();
        return proxy;
    }

    /// Where it listens.
    URI base() {
        if (server == null) {
            throw new IllegalStateException("the proxy is closed");
        }
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /// How many requests came so far.
    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void pass(HttpExchange exchange, URI target) throws IOException {
        requests.incrementAndGet();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes()));
        for (String name : new String[] {"Content-Type", "Accept"}) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try (exchange) {
            HttpResponse<byte[]> answer =
                    Checkout.HTTP.send(request.build(), BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
