// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.openapi;

import dev.sluice.oidc.ForwardingHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// A client that fails the test when an exchange with the management API is not as its OpenAPI
/// document says ([ApiContract]). Answers must be received as texts. Requests to other paths go
/// through as they are.
public final class CheckedClient extends ForwardingHttpClient {
    private static final ApiContract CONTRACT = new ApiContract(ApiDocument.load());

    private CheckedClient(HttpClient client) {
        super(client);
    }

    /// The same client, under watch.
    public static HttpClient of(HttpClient client) {
        return new CheckedClient(client);
    }

    private static <T> HttpResponse<T> checked(HttpRequest request, HttpResponse<T> answer) {
        if (ApiContract.covers(request.uri().getRawPath())) {
            Exchange exchange =
                    new Exchange(
                            request.method(),
                            request.uri(),
                            request.headers(),
                            request.bodyPublisher().map(CheckedClient::text).orElse(""),
                            answer.statusCode(),
                            answer.headers(),
                            (String) answer.body());
            List<String> offences = CONTRACT.offences(exchange);
            if (!offences.isEmpty()) {
                throw new AssertionError(
                        "%s %s answered by %d is not as the OpenAPI document says:\n%s"
                                .formatted(
                                        request.method(),
                                        request.uri().getRawPath(),
                                        answer.statusCode(),
                                        String.join("\n", offences)));
            }
        }
        return answer;
    }

    /// What the publisher of a request gives, once more.
    private static String text(HttpRequest.BodyPublisher publisher) {
        Collector collector = new Collector();
        publisher.subscribe(collector);
        return collector.whole.join();
    }

    private static final class Collector implements Flow.Subscriber<ByteBuffer> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<String> whole = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer part) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void onError(Throwable cause) {
            whole.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return checked(request, client.send(request, handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler) {
        return client.sendAsync(request, handler).thenApply(answer -> checked(request, answer));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            BodyHandler<T> handler,
            @Nullable PushPromiseHandler<T> pushPromises) {
        return client.sendAsync(request, handler, pushPromises)
                .thenApply(answer -> checked(request, answer));
    }
}
