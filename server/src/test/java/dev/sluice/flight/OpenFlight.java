// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.http.BodyMemory;
import dev.sluice.http.HttpDoor;
import dev.sluice.model.Grant;
import dev.sluice.model.Principal;
import dev.sluice.query.Queries;
import dev.sluice.query.QueryDescription;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.ResultStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A Flight door on a free port of this machine, a client for it, and what the client asked.
/// Closing fails when Arrow memory was leaked on either side.
// Flight's streams declare any exception on close.
@SuppressWarnings("try")
final class OpenFlight implements AutoCloseable {
    static final Duration TIME_LIMIT = Duration.ofSeconds(60);
    static final String TICKET =
            "{\"database\":\"db\",\"sql_query\":\"SELECT 1\",\"params\":{\"a\":1}}";

    private final BufferAllocator serverMemory = new RootAllocator();
    private final BufferAllocator clientMemory = new RootAllocator();
    private final List<Grant.ForDatabase> grants = new CopyOnWriteArrayList<>();
    private final List<QueryRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile Function<BufferAllocator, ResultStream> answer =
            memory -> new FakeResult(memory, (_, _) -> false);
    private boolean doorClosed;
    private final FlightDoor flight;
    private final HttpDoor door;
    private final int port;
    private final FlightClient client;

    OpenFlight() {
        this(new Delivery.Patience(TIME_LIMIT, TIME_LIMIT));
    }

    /// A door that lets nobody wait without a word.
    static OpenFlight quick() {
        return new OpenFlight(new Delivery.Patience(Duration.ofMillis(20), TIME_LIMIT));
    }

    /// A door that waits for a body no longer than that.
    static OpenFlight hurried(Duration bodyWait) {
        return new OpenFlight(new Delivery.Patience(TIME_LIMIT, TIME_LIMIT), bodyWait);
    }

    OpenFlight(Delivery.Patience patience) {
        this(patience, Duration.ofSeconds(60));
    }

    private OpenFlight(Delivery.Patience patience, Duration bodyWait) {
        this.flight =
                new FlightDoor(
                        (credential, action, database, _) ->
                                decide(
                                        credential,
                                        new Grant.ForDatabase(principal(), action, database)),
                        new Asked(),
                        "9.8.7",
                        patience);
        this.door =
                new HttpDoor(
                        new HttpDoor.Settings(
                                "127.0.0.1",
                                0,
                                "--port",
                                bodyWait,
                                Duration.ofSeconds(10),
                                List.of(),
                                null),
                        List.of(flight),
                        new BodyMemory(1_000_000));
        this.port = door.open().getPort();
        this.client =
                FlightClient.builder(clientMemory, Location.forGrpcInsecure("127.0.0.1", port))
                        .build();
    }

    FlightClient client() {
        return client;
    }

    int port() {
        return port;
    }

    /// The memory of the server's side.
    BufferAllocator memory() {
        return serverMemory;
    }

    List<Grant.ForDatabase> grants() {
        return grants;
    }

    List<QueryRequest> requests() {
        return requests;
    }

    /// Those that queries were asked on.
    List<Thread> threads() {
        return threads;
    }

    void forget() {
        grants.clear();
        requests.clear();
        threads.clear();
        answer = memory -> new FakeResult(memory, (_, _) -> false);
    }

    void answers(Function<BufferAllocator, ResultStream> next) {
        answer = next;
    }

    void closeDoor() {
        if (!doorClosed) {
            doorClosed = true;
            flight.close();
        }
    }

    FlightStream open(CallOption... options) {
        return client.getStream(ticket(TICKET), options);
    }

    /// Asks with that token; how the call ended.
    CallEnd end(String token) throws Exception {
        return CallEnd.of(port, TICKET, token);
    }

    /// Asks with a good token; every number of the result, in order.
    List<Long> numbers() throws Exception {
        List<Long> numbers = new ArrayList<>();
        try (FlightStream stream = open(bearer("good"))) {
            while (stream.next()) {
                BigIntVector vector = (BigIntVector) stream.getRoot().getVector("number");
                for (int row = 0; row < vector.getValueCount(); row++) {
                    numbers.add(vector.get(row));
                }
            }
        }
        return numbers;
    }

    static void drain(FlightStream stream) throws Exception {
        try (stream) {
            while (stream.next()) {}
        }
    }

    static void cancel(FlightStream stream) throws Exception {
        stream.cancel("enough", null);
        try {
            drain(stream);
        } catch (FlightRuntimeException cancelled) {
            assertThat(cancelled.status().code()).isEqualTo(FlightStatusCode.CANCELLED);
        }
    }

    static Ticket ticket(String json) {
        return new Ticket(json.getBytes(StandardCharsets.UTF_8));
    }

    static CallOption bearer(String token) {
        return authorization("Bearer " + token);
    }

    static CallOption authorization(String field) {
        return new CredentialCallOption(headers -> headers.insert("authorization", field));
    }

    static void assertStatus(ThrowingCallable call, FlightStatusCode code, String description) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        e -> {
                            assertThat(e.status().code()).isEqualTo(code);
                            assertThat(e.status().description()).isEqualTo(description);
                        });
    }

    @Override
    public void close() throws Exception {
        client.close();
        door.close();
        closeDoor();
        serverMemory.close();
        clientMemory.close();
    }

    /// Keeps what was asked, and gives the next answer.
    private final class Asked implements Queries {
        @Override
        public ResultStream open(Grant.ForDatabase grant, QueryRequest request) {
            grants.add(grant);
            requests.add(request);
            threads.add(Thread.currentThread());
            return answer.apply(serverMemory);
        }

        @Override
        public QueryDescription describe(Grant.ForDatabase grant, QueryRequest request) {
            try (ResultStream result = open(grant, request)) {
                return new QueryDescription(result.schema(), List.of());
            }
        }

        @Override
        public void requireDatabase(Grant.ForDatabase grant) {
            grants.add(grant);
        }
    }

    private static Decision<Grant.ForDatabase> decide(
            Credential credential, Grant.ForDatabase grant) {
        return switch (credential) {
            case Credential.Absent(String reason) ->
                    new Decision.Unauthenticated<>(reason, !reason.equals("missing"));
            case Credential.Bearer(var token) ->
                    switch (token.reveal()) {
                        case "good" -> new Decision.Allowed<>(grant);
                        case "slowed" -> new Decision.Slowed<>(Duration.ofSeconds(42));
                        case "down" ->
                                new Decision.Unavailable<>(
                                        "away", "keys are away", Duration.ofSeconds(7));
                        default -> new Decision.Forbidden<>("no_permission");
                    };
        };
    }

    private static Principal principal() {
        return new Principal(Principal.CredentialKind.DATABASE_TOKEN, "sluice", "1", "test");
    }
}
