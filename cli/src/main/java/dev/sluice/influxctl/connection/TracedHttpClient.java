// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.oidc.ForwardingHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Tells of each exchange of another client: method, address, status, and the headers that are
/// known to be harmless. Never a query, a body, or the value of any other header, because forms,
/// answers and headers carry credentials (admin.md 3.1).
final class TracedHttpClient extends ForwardingHttpClient {
    private final Terminal terminal;

    /// @param client does the work
    TracedHttpClient(HttpClient client, Terminal terminal) {
        super(client);
        this.terminal = terminal;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        long startNanos = asked(request);
        try {
            HttpResponse<T> response = client.send(request, handler);
            ended(request, startNanos, response, null);
            return response;
        } catch (IOException failure) {
            ended(request, startNanos, null, failure);
            throw failure;
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            BodyHandler<T> handler,
            @Nullable PushPromiseHandler<T> pushPromiseHandler) {
        long startNanos = asked(request);
        return client.sendAsync(request, handler, pushPromiseHandler)
                .whenComplete((response, failure) -> ended(request, startNanos, response, failure));
    }

    private long asked(HttpRequest request) {
        terminal.trace(
                request.method()
                        + " "
                        + place(request.uri())
                        + HarmlessFields.text(">", request.headers().map()));
        return System.nanoTime();
    }

    private void ended(
            HttpRequest request,
            long startNanos,
            @Nullable HttpResponse<?> response,
            @Nullable Throwable failure) {
        long millis = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
        String end = " from " + place(request.uri()) + " after " + millis + " ms";
        if (response != null) {
            terminal.trace(
                    response.statusCode()
                            + end
                            + HarmlessFields.text("<", response.headers().map()));
        } else if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            terminal.trace("no answer" + end + ": " + cause.getClass().getSimpleName());
        }
    }

    private static String place(URI address) {
        int port = address.getPort();
        return address.getScheme()
                + "://"
                + address.getHost()
                + (port < 0 ? "" : ":" + port)
                + address.getRawPath();
    }
}
