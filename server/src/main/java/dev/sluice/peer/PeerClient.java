// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import dev.sluice.http.PeerEndpoint;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Requests to another process of the cluster, on connections that are kept. Safe for many threads.
final class PeerClient implements AutoCloseable {
    private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(3);

    private final String base;
    private final Supplier<List<Secret>> tokens;
    private final HttpClient client;

    /// @param url where it is
    /// @param tokens gives what proves who asks; where one is not taken, the next one is tried
    /// @param trust whose certificates are believed
    PeerClient(URI url, Supplier<List<Secret>> tokens, SSLContext trust) {
        this.base = url.toString().replaceAll("/+$", "") + PeerEndpoint.BASE;
        this.tokens = tokens;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .connectTimeout(CONNECT_WAIT_MAX)
                        .sslContext(trust)
                        .build();
    }

    /// A request.
    ///
    /// @param target path and query below `/internal/v1`
    /// @param wait how long its answer may take
    HttpRequest.Builder request(String target, Duration wait) {
        return HttpRequest.newBuilder(URI.create(base + target)).timeout(wait);
    }

    /// Sends a request.
    ///
    /// @param stranger whether an answer says that the token was not taken
    /// @return the first answer that does not say so, or the last one
    /// @throws dev.sluice.model.ProblemException *unavailable* when there is no token to show
    <T> HttpResponse<T> send(
            HttpRequest.Builder request,
            BodyHandler<T> handler,
            Predicate<HttpResponse<T>> stranger)
            throws IOException, InterruptedException {
        Iterator<Secret> left = tokens.get().iterator();
        HttpResponse<T> answer = send(request, left.next(), handler);
        while (left.hasNext() && stranger.test(answer)) {
            answer = send(request, left.next(), handler);
        }
        return answer;
    }

    private <T> HttpResponse<T> send(
            HttpRequest.Builder request, Secret token, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(
                request.setHeader("Authorization", "Bearer " + token.reveal()).build(), handler);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
