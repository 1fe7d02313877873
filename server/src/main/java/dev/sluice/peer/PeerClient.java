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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/// Requests to another process of the cluster, on connections that are kept. Where it may be at one
/// of several addresses, it is asked at the one where it was found last. Safe for many threads.
final class PeerClient implements AutoCloseable {
    /// The status of who does not take this server for one of its cluster.
    static final int UNAUTHORIZED = 401;

    private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(3);
    private static final int NOT_FOUND = 404;

    private final List<Place> places;
    private final AtomicInteger present = new AtomicInteger();
    private final Supplier<List<Secret>> tokens;
    private final HttpClient client;

    /// Where it may be.
    ///
    /// @param number counts the addresses
    /// @param base what every path begins with
    record Place(int number, String base) {}

    /// @param urls where it may be, one at least
    /// @param tokens gives what proves who asks; where one is not taken, the next one is tried
    /// @param trust whose certificates are believed
    PeerClient(List<URI> urls, Supplier<List<Secret>> tokens, SSLContext trust) {
        this.places =
                IntStream.range(0, urls.size())
                        .mapToObj(number ->
                                new Place(
                                        number,
                                        urls.get(number).toString().replaceAll("/+$", "")
                                                + PeerEndpoint.BASE))
                        .toList();
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

    /// How many places there are.
    int placeCount() {
        return places.size();
    }

    /// Where to ask now.
    Place place() {
        return places.get(present.get());
    }

    /// It is not there: the next one asks at the next place, unless somebody has found that out
    /// already.
    void leave(Place place) {
        boolean _ = present.compareAndSet(place.number(), (place.number() + 1) % places.size());
    }

    /// A request.
    ///
    /// @param target path and query below `/internal/v1`
    /// @param wait how long its answer may take
    static HttpRequest.Builder request(Place place, String target, Duration wait) {
        return HttpRequest.newBuilder(URI.create(place.base() + target)).timeout(wait);
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

    /// What is told of a status that is no answer. Who stands by has none of an ingester's paths.
    static String described(int status) {
        return switch (status) {
            case NOT_FOUND -> "it stands by, or is no ingester";
            case UNAUTHORIZED ->
                    "it does not take this server for one of its cluster, which takes the same key"
                            + " pair, the same catalog, and clocks that agree to three minutes";
            default -> "it answers with status " + status;
        };
    }
}
