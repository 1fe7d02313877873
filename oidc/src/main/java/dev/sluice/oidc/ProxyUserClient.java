// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Says to proxies who asks, in each request that goes through one. The JDK gives that header to
/// the proxy alone. Its own way, an authenticator, would ask for a user at every 401 of others,
/// too, and fail where there is none.
final class ProxyUserClient extends ForwardingHttpClient {
    private final EnvironmentProxies proxies;

    /// @param client does the work, by the same proxies
    ProxyUserClient(HttpClient client, EnvironmentProxies proxies) {
        super(client);
        this.proxies = proxies;
    }

    private HttpRequest authorized(HttpRequest request) {
        ProxyUser user = proxies.user(request.uri());
        return user == null
                ? request
                : HttpRequest.newBuilder(request, (_, _) -> true)
                        .setHeader("Proxy-Authorization", user.basic().reveal())
                        .build();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(authorized(request), handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler) {
        return client.sendAsync(authorized(request), handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            BodyHandler<T> handler,
            @Nullable PushPromiseHandler<T> pushPromiseHandler) {
        return client.sendAsync(authorized(request), handler, pushPromiseHandler);
    }
}
