// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sluice.model.AddressBlock;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.tls.ReplaceableIdentity;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one port: HTTP/1.1 and HTTP/2, in clear or in TLS, and gRPC for what is mounted as a
/// service. Every answer carries `X-Request-Id`; every refusal has the JSON form of its family of
/// paths. Handlers run on virtual threads.
public final class HttpDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);
    private static final FailureLog FAILURES = new FailureLog();

    /// The header by which an answer tells what the logs call its request.
    static final String REQUEST_ID = "x-request-id";

    /// A token may stand in the query, and a JWT of 16 KiB in a header.
    private static final int REQUEST_LINE_BYTES_MAX = 16 * 1024;

    private static final int HEADER_BYTES_MAX = 64 * 1024;

    /// As much of a body as is handed on at once: what the network gives at most. With the
    /// library's 8 KiB, handing on takes longer than receiving.
    private static final int BODY_PART_BYTES_MAX = 64 * 1024;

    private static final int CONNECTIONS_MAX = 10_000;
    private static final int STREAMS_PER_CONNECTION_MAX = 1_000;
    private static final Duration CONNECTION_IDLE_MAX = Duration.ofMinutes(2);

    /// How long the rest of a body may still arrive once the answer is complete. Without it a
    /// stream of HTTP/2 is cut off at once, and some clients then report the cut and lose the
    /// answer.
    private static final Duration REST_OF_BODY_MAX = Duration.ofSeconds(2);

    /// How long handlers may take to end once they are told to.
    private static final Duration HANDLERS_END_MAX = Duration.ofSeconds(10);

    /// Who has not shown a credential yet fills no other memory than this part of what all request
    /// bodies may take, beside them: one by calls of gRPC, and another by other requests.
    private static final int STRANGERS_PART = 4;

    private static final Pattern ABSOLUTE =
            Pattern.compile("(?i:https?)://[^/?#]*/?(.*)", Pattern.DOTALL);

    private static final String STOPPING = "the server is stopping";

    /// How gRPC names its bodies, and that a server is not there (gRPC over HTTP/2).
    private static final String GRPC = "application/grpc";

    private static final String GRPC_UNAVAILABLE = "14";

    /// That there is no room for the call (gRPC).
    static final String GRPC_RESOURCE_EXHAUSTED = "8";

    private final RunningRequests running = new RunningRequests();
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final Settings settings;
    private final List<String> routeTable;
    private final ClientAddress clients;
    private final Router router;
    private final BodyReader bodies;
    private final Server server;

    /// Where and how to listen.
    ///
    /// @param bindAddress on which address
    /// @param port on which port; 0 picks a free one
    /// @param portSetting what to change when that port is taken
    /// @param bodyWait how long one request body may take to arrive
    /// @param shutdownGrace how long running requests may take to end in [#close]
    /// @param trustedProxies whose `X-Forwarded-For` is believed
    /// @param identity with whose certificate the port speaks TLS; null for plain HTTP
    public record Settings(
            String bindAddress,
            int port,
            String portSetting,
            Duration bodyWait,
            Duration shutdownGrace,
            List<AddressBlock> trustedProxies,
            @Nullable ReplaceableIdentity identity) {
        /// Copies the list.
        public Settings {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /// Builds the door; nothing listens yet. Throws the [Problem] `bind_address` for an address
    /// that has no meaning here.
    ///
    /// @param settings where to listen
    /// @param endpoints what to serve
    /// @param memory what all request bodies may take together
    public HttpDoor(Settings settings, List<? extends Endpoint> endpoints, BodyMemory memory) {
        this.settings = settings;
        this.clients = new ClientAddress(settings.trustedProxies());
        Routes routes = new Routes();
        endpoints.forEach(endpoint -> endpoint.mount(routes));
        this.routeTable = routes.table();
        this.router = new Router(routes, DataErrors.CURRENT);
        this.bodies = new BodyReader(memory, memory.part(STRANGERS_PART), settings.bodyWait());
        this.server = build(routes, memory.part(STRANGERS_PART));
    }

    /// Everything that is served, a line each.
    public List<String> routeTable() {
        return routeTable;
    }

    /// Opens the port.
    ///
    /// @return where it listens
    /// @throws ProblemException *unavailable*, in one sentence with the next step, when the port
    ///   cannot be had
    public InetSocketAddress open() {
        try {
            server.start().join();
        } catch (CompletionException failed) {
            throw cannotListen(failed.getCause() == null ? failed : failed.getCause());
        }
        return Objects.requireNonNull(server.activePort(), "no active port").localAddress();
    }

    private ProblemException cannotListen(Throwable cause) {
        String place = "port " + settings.port() + " of " + settings.bindAddress();
        return new ProblemException(
                Problem.unavailable(
                        "port_unavailable",
                        taken(cause)
                                ? place
                                        + " is taken: stop what listens there, or choose another"
                                        + " with "
                                        + settings.portSetting()
                                : "cannot listen on " + place + ": " + cause.getMessage()),
                cause);
    }

    /// The epoll transport has an exception of its own for it.
    private static boolean taken(Throwable cause) {
        return cause instanceof BindException
                || String.valueOf(cause.getMessage()).contains("Address already in use");
    }

    /// Lets running requests end, at most for the grace period, while it refuses others but those
    /// for the health; closes the port, and ends those that still run.
    @Override
    public void close() {
        awaitRequests();
        server.stop().join();
        handlers.shutdownNow();
        try {
            if (!handlers.awaitTermination(HANDLERS_END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("a request did not end when it was told to");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRequests() {
        try {
            if (!running.endWithin(settings.shutdownGrace())) {
                log.atWarn()
                        .addKeyValue("graceSeconds", settings.shutdownGrace().toSeconds())
                        .log("requests took longer than the server has to stop; they are cut off");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private InetSocketAddress bindAddress() {
        InetSocketAddress address = new InetSocketAddress(settings.bindAddress(), settings.port());
        if (address.isUnresolved()) {
            throw Problem.invalid(
                            "bind_address",
                            "address \""
                                    + settings.bindAddress()
                                    + "\" cannot be resolved (setting: sluice.http.bindAddress)")
                    .asException();
        }
        return address;
    }

    private Server build(Routes routes, BodyMemory rpcMemory) {
        ServerBuilder builder =
                Server.builder()
                        .disableServerHeader()
                        .http1MaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                        .http1MaxHeaderSize(HEADER_BYTES_MAX)
                        .http1MaxChunkSize(BODY_PART_BYTES_MAX)
                        .http2MaxHeaderListSize(HEADER_BYTES_MAX)
                        .http2MaxStreamsPerConnection(STREAMS_PER_CONNECTION_MAX)
                        .maxNumConnections(CONNECTIONS_MAX)
                        .idleTimeout(CONNECTION_IDLE_MAX)
                        // The endpoints limit bodies and time themselves, each by its own measure.
                        .maxRequestLength(0)
                        .requestTimeout(Duration.ZERO)
                        .requestAutoAbortDelay(REST_OF_BODY_MAX)
                        .absoluteUriTransformer(HttpDoor::ofAbsolute)
                        .bossGroupFactory(Acceptors::new)
                        // All that may end has ended by then (RunningRequests).
                        .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
                        .errorHandler(new ProtocolErrors(router))
                        .decorator(this::identified);
        if (settings.identity() == null) {
            builder.http(bindAddress());
        } else {
            TlsPort.add(builder, bindAddress(), settings.identity());
        }
        routes.services()
                .forEach(service ->
                        builder.service(
                                service,
                                rpc ->
                                        new PostOnly(
                                                new RpcBodies(
                                                        rpc, rpcMemory, settings.bodyWait()))));
        return builder.serviceUnder("/", this::serve).build();
    }

    /// The path of a whole address, which a client may send as if to a proxy (RFC 9112, 3.2.2).
    private static String ofAbsolute(String target) {
        Matcher address = ABSOLUTE.matcher(target);
        return address.matches() ? "/" + address.group(1) : target;
    }

    private HttpResponse identified(
            HttpService next, ServiceRequestContext context, HttpRequest request) throws Exception {
        context.setAdditionalResponseHeader(REQUEST_ID, context.id().text());
        clients.resolve(context);
        if (running.begin()) {
            var _ =
                    context.log()
                            .whenAvailable(RequestLogProperty.RESPONSE_END_TIME)
                            .thenRun(running::end);
        } else {
            var _ = context.initiateConnectionShutdown();
            if (!context.path().equals(HealthEndpoint.PATH)) {
                return stopping(context, request);
            }
        }
        return next.serve(context, request);
    }

    private HttpResponse stopping(ServiceRequestContext context, HttpRequest request) {
        return request.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith(GRPC)
                ? rpcRefusal(GRPC_UNAVAILABLE, STOPPING)
                : router.form(context.path()).unavailable(STOPPING, DataErrors.RETRY_AFTER);
    }

    /// The answer of a service of gRPC that does nothing for a call.
    static HttpResponse rpcRefusal(String status, String message) {
        return HttpResponse.of(
                ResponseHeaders.of(
                        HttpStatus.OK,
                        HttpHeaderNames.CONTENT_TYPE,
                        GRPC,
                        "grpc-status",
                        status,
                        "grpc-message",
                        message));
    }

    private HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return switch (router.match(request.method(), context.path())) {
            case Router.Match.Found(var route, var parameters) -> {
                Call call = new Call(context, request, route.pattern(), parameters, bodies);
                handlers.execute(() -> handle(route.form(), call, route.handler()));
                yield call.response();
            }
            case Router.Match.WrongMethod(var form, var allowed) -> form.methodNotAllowed(allowed);
            case Router.Match.Nowhere(var form) -> form.noSuchPath();
        };
    }

    private static void handle(ErrorForm form, Call call, Handler handler) {
        try {
            call.answer(answer(form, call, handler));
        } catch (Error mistake) {
            call.fail(mistake);
            throw mistake;
        }
    }

    /// Answers one request; what went wrong becomes an answer in the form of its path. Of whoever
    /// has left before it is its turn nothing is done.
    // The door is where an unforeseen exception ends: it is logged here and answered as internal.
    @SuppressWarnings("CatchingUnchecked")
    static HttpResponse answer(ErrorForm form, Call call, Handler handler) {
        if (call.isGone()) {
            return form.unavailable("the client went away", DataErrors.RETRY_AFTER);
        }
        try {
            return handler.handle(call);
        } catch (ProblemException refused) {
            FAILURES.report(
                    refused,
                    log.atWarn()
                            .addKeyValue("requestId", call.requestId())
                            .addKeyValue("route", call.route()),
                    "a request failed");
            return form.problem(refused.problem(), call.requestId());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return form.unavailable(STOPPING, DataErrors.RETRY_AFTER);
        } catch (RuntimeException unforeseen) {
            log.atError()
                    .addKeyValue("requestId", call.requestId())
                    .addKeyValue("route", call.route())
                    .setCause(unforeseen)
                    .log("a request failed by a mistake of the server");
            return form.problem(
                    new Problem(Problem.Kind.INTERNAL, "internal", "internal error"),
                    call.requestId());
        }
    }
}
