// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A cluster's Flight door: answers every query with two batches of home sensor rows, an empty one
/// between them, or with the refusal it was told to give.
public final class StubFlight implements AutoCloseable {
    private static final Schema SCHEMA =
            new Schema(
                    List.of(
                            field("room", new ArrowType.Utf8()),
                            field(
                                    "Temp",
                                    new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                            field("co", new ArrowType.Int(64, true)),
                            field("count", new ArrowType.Int(64, false)),
                            field("open", new ArrowType.Bool()),
                            field("time", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null))));

    private static final long START_NANOS = 1_641_024_000_000_000_000L;

    private final BufferAllocator allocator = new RootAllocator();
    private final List<String> tickets = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private final List<String> debugs = new ArrayList<>();
    private final Map<String, String> trailers = new ConcurrentHashMap<>();

    /// Shared by the calls under way. A caller that hangs up ends its call for the server, and not
    /// the work on it.
    private final ReadWriteLock work = new ReentrantReadWriteLock();

    private final FlightServer server;
    private Schema schema = SCHEMA;
    private @Nullable CallStatus refusal;

    private StubFlight() {
        server =
                FlightServer.builder(
                                allocator, Location.forGrpcInsecure("127.0.0.1", 0), new Producer())
                        .transportHint(
                                "grpc.builderConsumer",
                                (Consumer<ServerBuilder<?>>)
                                        builder -> builder.intercept(new Trailers()))
                        .middleware(
                                FlightServerMiddleware.Key.of("headers"),
                                (_, incoming, _) -> remember(incoming))
                        .build();
    }

    public static StubFlight start() {
        try {
            StubFlight flight = new StubFlight();
            flight.server.start();
            return flight;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    public synchronized StubFlight refuse(CallStatus status) {
        refusal = status;
        return this;
    }

    /// Sends one column only.
    public synchronized StubFlight withOneColumn() {
        schema = new Schema(List.of(SCHEMA.findField("co")));
        return this;
    }

    /// Sends this behind the last row.
    public StubFlight trailer(String name, String value) {
        trailers.put(name, value);
        return this;
    }

    /// The header `iox-debug` of each call, "null" where there was none.
    public synchronized List<String> debugs() {
        return List.copyOf(debugs);
    }

    public synchronized List<String> tickets() {
        return List.copyOf(tickets);
    }

    public synchronized List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        work.writeLock().lock();
        allocator.close();
    }

    private synchronized FlightServerMiddleware remember(CallHeaders incoming) {
        authorizations.add(String.valueOf(incoming.get("authorization")));
        debugs.add(String.valueOf(incoming.get("iox-debug")));
        return new Passing();
    }

    private static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    private synchronized Schema schema() {
        return schema;
    }

    private synchronized @Nullable CallStatus accept(Ticket ticket) {
        tickets.add(new String(ticket.getBytes(), UTF_8));
        return refusal;
    }

    private static void fill(VectorSchemaRoot root, int first) {
        set(root, "room", 0, "Kitchen");
        for (int row = 0; row < 2; row++) {
            if (root.getVector("Temp") instanceof Float8Vector temp) {
                temp.setSafe(row, first + row == 0 ? 21.0 : Double.NaN);
            }
            if (root.getVector("co") instanceof BigIntVector co) {
                co.setSafe(row, first + row);
            }
            if (root.getVector("count") instanceof UInt8Vector count) {
                count.setSafe(row, -1L - row);
            }
            if (root.getVector("open") instanceof BitVector open) {
                open.setSafe(row, row);
            }
            if (root.getVector("time") instanceof TimeStampNanoVector time) {
                time.setSafe(row, START_NANOS + (first + row) * 1_500_000_000L);
            }
        }
        root.setRowCount(2);
    }

    private static void set(VectorSchemaRoot root, String name, int row, String text) {
        if (root.getVector(name) instanceof VarCharVector vector) {
            vector.setSafe(row, text.getBytes(UTF_8));
        }
    }

    private final class Producer extends NoOpFlightProducer {
        @Override
        public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
            CallStatus status = accept(ticket);
            if (status != null) {
                listener.error(status.toRuntimeException());
                return;
            }
            work.readLock().lock();
            try (VectorSchemaRoot root = VectorSchemaRoot.create(schema(), allocator)) {
                listener.start(root);
                fill(root, 0);
                listener.putNext();
                root.clear();
                root.setRowCount(0);
                listener.putNext();
                fill(root, 2);
                listener.putNext();
                listener.completed();
            } finally {
                work.readLock().unlock();
            }
        }
    }

    private final class Trailers implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public void close(Status status, Metadata last) {
                            trailers.forEach((name, value) ->
                                    last.put(
                                            Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER),
                                            value));
                            super.close(status, last);
                        }
                    },
                    headers);
        }
    }

    private static final class Passing implements FlightServerMiddleware {
        @Override
        public void onBeforeSendingHeaders(CallHeaders outgoing) {}

        @Override
        public void onCallCompleted(CallStatus status) {}

        @Override
        public void onCallErrored(Throwable failure) {}
    }
}
