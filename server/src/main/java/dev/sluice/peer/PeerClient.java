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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/// Requests to another process of the cluster, on connections that are kept. Where it may be at one
/// of several addresses, it is asked at the one where it was found last; one that is long in
/// answering is given up once another one works. Safe for many threads.
final class PeerClient implements AutoCloseable {
    /// The status of who does not take this server for one of its cluster.
    static final int UNAUTHORIZED = 401;

    private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(3);

    /// The status of who stands by.
    static final int NOT_FOUND = 404;

    /// How long an answer may take before somebody looks elsewhere.
    private static final Duration LOOK_AFTER = Duration.ofSeconds(2);

    /// How often whoever waits longer asks what was found there.
    private static final Duration LOOK_PAUSE = Duration.ofMillis(250);

    private final List<Place> places;

    /// By the number of each place, those beside it.
    private final List<OtherPlaces> others;

    private final AtomicInteger present = new AtomicInteger();
    private final Supplier<List<Secret>> tokens;
    private final HttpClient client;

    /// Where it may be.
    ///
    /// @param number counts the addresses
    /// @param base what every path begins with
    record Place(int number, String base) {}

    /// The one that was asked gives no answer, and another one works.
    static final class ElsewhereException extends IOException {
        private static final long serialVersionUID = 1;

        ElsewhereException() {
            super("it does not answer, and another server works");
        }
    }

    /// @param urls where it may be, one at least
    /// @param tokens gives what proves who asks; where one is not taken, the next one is tried
    /// @param trust whose certificates are believed
    PeerClient(List<URI> urls, Supplier<List<Secret>> tokens, SSLContext trust) {
        List<String> roots =
                urls.stream().map(url -> url.toString().replaceAll("/+$", "")).toList();
        this.places =
                IntStream.range(0, urls.size())
                        .mapToObj(
                                number -> new Place(number, roots.get(number) + PeerEndpoint.BASE))
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
        this.others =
                roots.stream()
                        .map(root ->
                                new OtherPlaces(
                                        client,
                                        roots.stream()
                                                .filter(other -> !other.equals(root))
                                                .toList()))
                        .toList();
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
    ///
    /// @return whether nobody had
    boolean leave(Place place) {
        return present.compareAndSet(place.number(), (place.number() + 1) % places.size());
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
    /// @param place whom it is for
    /// @param stranger whether an answer says that the token was not taken
    /// @return the first answer that does not say so, or the last one
    /// @throws dev.sluice.model.ProblemException *unavailable* when there is no token to show
    /// @throws ElsewhereException when it was given up since another process works
    <T> HttpResponse<T> send(
            Place place,
            HttpRequest.Builder request,
            BodyHandler<T> handler,
            Predicate<HttpResponse<T>> stranger)
            throws IOException, InterruptedException {
        Iterator<Secret> left = tokens.get().iterator();
        HttpResponse<T> answer = send(place, request, left.next(), handler);
        while (left.hasNext() && stranger.test(answer)) {
            answer = send(place, request, left.next(), handler);
        }
        return answer;
    }

    private <T> HttpResponse<T> send(
            Place place, HttpRequest.Builder request, Secret token, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpRequest whole = request.setHeader("Authorization", "Bearer " + token.reveal()).build();
        if (places.size() == 1) {
            return client.send(whole, handler);
        }
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(whole, handler);
        try {
            return awaited(answer, others.get(place.number()));
        } finally {
            // Ends the connection of one that has not come.
            boolean _ = answer.cancel(true);
        }
    }

    private static <T> T awaited(CompletableFuture<T> answer, OtherPlaces others)
            throws IOException, InterruptedException {
        for (Duration wait = LOOK_AFTER; ; wait = LOOK_PAUSE) {
            try {
                return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                if (others.oneWorks()) {
                    throw new ElsewhereException();
                }
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof IOException known) {
                    throw known;
                }
                throw new IOException(failed.getCause());
            }
        }
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
