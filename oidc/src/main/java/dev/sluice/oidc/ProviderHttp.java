// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The only way to an identity provider: every request has a time limit over all of it, every
/// answer a size limit, and a redirect is followed only where it is harmless (admin.md 1.5).
///
/// Safe for many threads. Owns its connections: close it.
public final class ProviderHttp implements AutoCloseable {
    /// The longest wait for a connection.
    static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /// The longest wait for a whole answer.
    static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /// The longest body, in bytes.
    static final int BODY_BYTES_MAX = 1 << 20;

    /// The most redirects in a row that a GET follows.
    static final int REDIRECTS_MAX = 3;

    private final HttpClient client;
    private final Duration connectMax;
    private final Duration answerMax;
    private final @Nullable String userAgent;

    ProviderHttp(HttpClient.Builder builder, Duration connectMax, Duration answerMax) {
        this(builder, connectMax, answerMax, UnaryOperator.identity(), null);
    }

    private ProviderHttp(
            HttpClient.Builder builder,
            Duration connectMax,
            Duration answerMax,
            UnaryOperator<HttpClient> following,
            @Nullable String userAgent) {
        this.client =
                following.apply(
                        builder.version(HttpClient.Version.HTTP_1_1)
                                .followRedirects(HttpClient.Redirect.NEVER)
                                .connectTimeout(connectMax)
                                .build());
        this.connectMax = connectMax;
        this.answerMax = answerMax;
        this.userAgent = userAgent;
    }

    /// Trusts the certificates that the JDK trusts and uses its proxy settings.
    public static ProviderHttp open() {
        return new ProviderHttp(HttpClient.newBuilder(), CONNECT_MAX, ANSWER_MAX);
    }

    /// Trusts what `trust` trusts, and goes through the proxies that `proxies` selects.
    public static ProviderHttp open(SSLContext trust, EnvironmentProxies proxies) {
        return new ProviderHttp(
                HttpClient.newBuilder().sslContext(trust).proxy(proxies),
                CONNECT_MAX,
                ANSWER_MAX,
                proxies::through,
                null);
    }

    /// As [#open(SSLContext, EnvironmentProxies)], by a client that somebody follows. Requests and
    /// answers carry secrets: whoever follows tells none of their bodies.
    ///
    /// @param following gives what to use in place of the client
    /// @param userAgent says in each request who asks
    public static ProviderHttp open(
            SSLContext trust,
            EnvironmentProxies proxies,
            UnaryOperator<HttpClient> following,
            String userAgent) {
        return new ProviderHttp(
                HttpClient.newBuilder().sslContext(trust).proxy(proxies),
                CONNECT_MAX,
                ANSWER_MAX,
                client -> following.apply(proxies.through(client)),
                userAgent);
    }

    /// Fetches a JSON document. Follows at most [#REDIRECTS_MAX] redirects, never from `https` to
    /// `http`; one redirect too many is the answer itself.
    HttpAnswer get(URI url) throws InterruptedException {
        URI address = url;
        for (int redirects = 0; ; redirects++) {
            HttpAnswer answer = send(address, HttpRequest.newBuilder(address).GET());
            if (!(answer instanceof HttpAnswer.Answered answered)
                    || !answered.isRedirect()
                    || answered.location() == null
                    || redirects == REDIRECTS_MAX) {
                return answer;
            }
            URI next = WebAddress.find(answered.location());
            if (next == null || (WebAddress.isSecure(address) && !WebAddress.isSecure(next))) {
                return answer;
            }
            address = next;
        }
    }

    /// Posts a form. Follows no redirect, because forms carry secrets.
    HttpAnswer post(URI url, Map<String, String> form) throws InterruptedException {
        String body =
                form.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return send(
                url,
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8)));
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private HttpAnswer send(URI url, HttpRequest.Builder request) throws InterruptedException {
        if (userAgent != null) {
            request.header("User-Agent", userAgent);
        }
        CompletableFuture<HttpResponse<String>> exchange =
                client.sendAsync(
                        request.header("Accept", "application/json").build(),
                        BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), BODY_BYTES_MAX));
        try {
            HttpResponse<String> response =
                    exchange.get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpAnswer.Answered(
                    response.statusCode(),
                    // There is none where a proxy refuses a tunnel.
                    Objects.requireNonNullElse(response.body(), ""),
                    response.headers().firstValue("Cache-Control").orElse(null),
                    response.headers()
                            .firstValue("Location")
                            .map(location -> resolved(url, location))
                            .orElse(null),
                    response.headers().firstValue("Date").orElse(null));
        } catch (TimeoutException timeout) {
            return new HttpAnswer.Unreachable(ProviderUnreachable.because(url, timeout, answerMax));
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            // The client takes addresses that it finds out later to lead nowhere.
            if (cause instanceof IOException || cause instanceof IllegalArgumentException) {
                return new HttpAnswer.Unreachable(
                        ProviderUnreachable.because(url, cause, connectMax));
            }
            throw new IllegalStateException(
                    "the request to " + WebAddress.shown(url) + " broke: " + cause, failure);
        } finally {
            exchange.cancel(true);
        }
    }

    private static String resolved(URI address, String location) {
        try {
            return address.resolve(location).toString();
        } catch (IllegalArgumentException _) {
            return location;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
