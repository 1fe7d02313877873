// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sluice.background.Deadlines;
import dev.sluice.http.DatabaseDecider;
import dev.sluice.http.Endpoint;
import dev.sluice.http.Routes;
import dev.sluice.query.Queries;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.ServerHeaderMiddleware;
import org.apache.arrow.flight.auth.ServerAuthHandler;
import org.apache.arrow.flight.grpc.ServerInterceptorAdapter;
import org.apache.arrow.flight.grpc.ServerInterceptorAdapter.KeyFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/// `arrow.flight.protocol.FlightService` on the one port: `DoGet` with the tickets of the client
/// libraries, Flight SQL by `GetFlightInfo`, `DoAction` and `DoPut`, and `Handshake`; the other
/// methods are UNIMPLEMENTED (data.md 4.5).
public final class FlightDoor implements Endpoint, AutoCloseable {
    private static final String HANDSHAKE = "Handshake";
    private static final String STREAMING = "DoGet";

    /// How often something is sent while a query thinks (data.md 4.1).
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

    /// The longest message that comes in: a ticket with its query.
    private static final int MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

    private final ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor();
    private final Deadlines deadlines = new Deadlines("sluice-flight-timer");
    private final BufferAllocator allocator = new RootAllocator();
    private final QueryProducer producer;

    /// Builds the door.
    ///
    /// @param gate decides who may read
    /// @param queries takes the queries
    /// @param version what clients are told that they talk to
    /// @param timeLimit the longest time that one query may take, and that a client may take over
    ///   one batch
    public FlightDoor(DatabaseDecider gate, Queries queries, String version, Duration timeLimit) {
        this(gate, queries, version, new Delivery.Patience(KEEP_ALIVE, timeLimit));
    }

    FlightDoor(DatabaseDecider gate, Queries queries, String version, Delivery.Patience patience) {
        this.producer =
                new QueryProducer(
                        gate,
                        queries,
                        allocator,
                        new SqlFacts(version),
                        new Delivery.Threads(streams, deadlines),
                        patience);
    }

    @Override
    public void mount(Routes routes) {
        ServerServiceDefinition flight = definition();
        // A stream leaves the network's thread by itself; whoever changes threads once more waits
        // for it.
        routes.mount(service(only(flight, STREAMING::equals), false));
        routes.mount(service(only(flight, method -> !STREAMING.equals(method)), true));
    }

    private static GrpcService service(ServerServiceDefinition methods, boolean blocking) {
        return GrpcService.builder()
                .addService(methods)
                .maxRequestMessageLength(MESSAGE_BYTES_MAX)
                .useBlockingTaskExecutor(blocking)
                .exceptionHandler(
                        (context, _, failed, _) -> FlightErrors.ofBody(failed, context.id().text()))
                .build();
    }

    private static ServerServiceDefinition only(
            ServerServiceDefinition service, Predicate<@Nullable String> names) {
        ServerServiceDefinition.Builder builder =
                ServerServiceDefinition.builder(service.getServiceDescriptor().getName());
        service.getMethods().stream()
                .filter(method -> names.test(method.getMethodDescriptor().getBareMethodName()))
                .forEach(builder::addMethod);
        return builder.build();
    }

    /// Ends the streams that still run. Fails when Arrow memory was leaked.
    @Override
    public void close() {
        streams.shutdownNow();
        streams.close();
        deadlines.close();
        allocator.close();
    }

    // The factory method still asks for the deprecated kind of handler; this one does nothing.
    @SuppressWarnings("deprecation")
    private ServerServiceDefinition definition() {
        KeyFactory<?> headers =
                new KeyFactory<>(Caller.HEADERS, new ServerHeaderMiddleware.Factory());
        ServerServiceDefinition flight =
                ServerInterceptors.intercept(
                        FlightGrpcUtils.createFlightService(
                                allocator,
                                producer,
                                ServerAuthHandler.NO_OP,
                                new CallExecutor(streams)),
                        new CostTrailers(),
                        new ServerInterceptorAdapter(List.of(headers)));
        return withHandshake(ServerInterceptors.useMarshalledMessages(flight, new ByteMessages()));
    }

    /// Flight's own handshake wants a handler that validates, and sends no header back.
    private static ServerServiceDefinition withHandshake(ServerServiceDefinition service) {
        ServerServiceDefinition.Builder builder =
                ServerServiceDefinition.builder(service.getServiceDescriptor().getName());
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            if (HANDSHAKE.equals(method.getMethodDescriptor().getBareMethodName())) {
                builder.addMethod(handshake(method.getMethodDescriptor()));
            } else {
                builder.addMethod(method);
            }
        }
        return builder.build();
    }

    private static ServerMethodDefinition<byte[], byte[]> handshake(MethodDescriptor<?, ?> method) {
        return ServerMethodDefinition.create(
                method.toBuilder(new ByteMessages(), new ByteMessages()).build(),
                new HandshakeHandler());
    }
}
