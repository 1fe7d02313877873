// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One HTTP request as its handler sees it.
final class Call {
    /// A body that is too large is received to its end and dropped where it was announced as no
    /// larger than so many times its limit: some clients read no answer before all is sent.
    private static final int DROPPED_TIMES_MAX = 4;

    private final ServiceRequestContext context;
    private final HttpRequest request;
    private final String route;
    private final Map<String, String> pathParameters;
    private final BodyReader bodies;
    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    private final HttpResponse response = HttpResponse.of(answer);

    Call(
            ServiceRequestContext context,
            HttpRequest request,
            String route,
            Map<String, String> pathParameters,
            BodyReader bodies) {
        this.context = context;
        this.request = request;
        this.route = route;
        this.pathParameters = Map.copyOf(pathParameters);
        this.bodies = bodies;
    }

    /// What the client is answered, as soon as [#answer] has told it.
    HttpResponse response() {
        return response;
    }

    /// Answers. Only the first answer counts: a handler may give one that it goes on writing, and
    /// the one that it returns in the end is none then.
    void answer(HttpResponse first) {
        answer.complete(first);
    }

    /// Ends without an answer, by a mistake that is no exception.
    void fail(Throwable mistake) {
        answer.completeExceptionally(mistake);
    }

    /// Whether the client has gone away already.
    boolean isGone() {
        return context.isCancelled();
    }

    /// Does something when the client goes away before it has its answer, from any thread.
    void whenGone(Runnable action) {
        var _ =
                response.whenComplete()
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                action.run();
                            }
                        });
    }

    /// The pattern of its path.
    String route() {
        return route;
    }

    HttpMethod method() {
        return request.method();
    }

    /// The decoded part of the path that the pattern calls `name`.
    String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalStateException("route " + route + " has no parameter " + name);
        }
        return value;
    }

    /// The raw query, without `?`; null when there is none.
    @Nullable String query() {
        return context.query();
    }

    /// The first value of a parameter of the query, decoded; null when it is not there.
    @Nullable String queryParameter(String name) {
        return context.queryParam(name);
    }

    /// The first value of a header, or the empty text.
    String header(String name) {
        return request.headers().get(name, "");
    }

    /// Every value of a header, in order.
    List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    /// In the header `X-Request-Id` of the answer too.
    String requestId() {
        return context.id().text();
    }

    /// Adds a field to the answer, whatever that is; one of this name that it has is replaced.
    void tell(String header, String value) {
        context.setAdditionalResponseHeader(header, value);
    }

    /// `http` or `https`, as the connection is; a proxy in between may have spoken another to the
    /// client.
    String scheme() {
        return context.sessionProtocol().isTls() ? "https" : "http";
    }

    /// Host and port that the client called; the own address where it named none.
    String authority() {
        String named = request.authority();
        if (named != null) {
            return named;
        }
        InetSocketAddress own = context.localAddress();
        return own.getAddress().getHostAddress() + ":" + own.getPort();
    }

    /// Where it came from, for the audit.
    RequestOrigin origin() {
        return origin(context, request.method().name(), route);
    }

    /// Receives the body of whoever has shown a credential.
    ///
    /// @param bytesMax its limit
    /// @return to be closed by the caller
    /// @throws dev.sluice.model.ProblemException *too large*, *busy*, or *invalid* when it does not
    ///   arrive
    Body body(long bytesMax) throws InterruptedException {
        try {
            return bodies.read(request, bytesMax);
        } catch (ProblemException refused) {
            throw ended(refused, bytesMax);
        }
    }

    /// As [#body], of whoever may show a credential in it.
    Body bodyOfStranger(long bytesMax) throws InterruptedException {
        try {
            return bodies.readOfStranger(request, bytesMax);
        } catch (ProblemException refused) {
            throw ended(refused, bytesMax);
        }
    }

    private ProblemException ended(ProblemException refused, long bytesMax) {
        if (refused.problem().kind() == Problem.Kind.TOO_LARGE) {
            endConnectionBefore(bytesMax * DROPPED_TIMES_MAX);
        }
        return refused;
    }

    /// Has a connection of HTTP/1 end some seconds after the answer, unless the body is known to be
    /// no larger than what is dropped: the library would go on receiving it. A stream of HTTP/2 it
    /// cuts off by itself.
    private void endConnectionBefore(long bytesMax) {
        long announced = request.headers().contentLength();
        boolean goesOn = announced < 0 || announced > bytesMax;
        if (goesOn && context.sessionProtocol().isExplicitHttp1()) {
            var _ = context.initiateConnectionShutdown();
        }
    }

    static RequestOrigin origin(ServiceRequestContext context, String method, String route) {
        return new RequestOrigin(context.id().text(), ClientAddress.of(context), method, route);
    }
}
