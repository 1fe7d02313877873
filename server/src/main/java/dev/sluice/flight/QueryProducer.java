// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.sluice.http.DatabaseDecider;
import dev.sluice.model.Grant;
import dev.sluice.query.Queries;
import java.util.List;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.IpcOption;

/// Flight's methods (data.md 4.5): reads what is asked, lets the gate decide, and gives the answer,
/// rows to a [Delivery].
final class QueryProducer extends NoOpFlightProducer {
    private static final long UNKNOWN = -1;

    private final DatabaseDecider gate;
    private final Answers answers;
    private final Preparation preparation;
    private final Delivery.Threads threads;
    private final Delivery.Patience patience;

    /// @param allocator memory of what is not a query's result
    /// @param facts what the server says of itself
    /// @param threads of the deliveries
    QueryProducer(
            DatabaseDecider gate,
            Queries queries,
            BufferAllocator allocator,
            SqlFacts facts,
            Delivery.Threads threads,
            Delivery.Patience patience) {
        this.gate = gate;
        this.answers = new Answers(queries, allocator, facts);
        this.preparation = new Preparation(queries, allocator);
        this.threads = threads;
        this.patience = patience;
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        Caller caller = Caller.of(context, "DoGet", patience.client());
        QueryCost cost = CostTrailers.cost();
        Delivery delivery = new Delivery(listener, threads, caller.origin().requestId(), patience);
        threads.streams()
                .execute(() -> delivery.run(() -> cost.whileOpening(() -> open(ticket, caller))));
    }

    private Delivery.Answer open(Ticket ticket, Caller caller) {
        FlightTicket asked = FlightTicket.parse(ticket.getBytes());
        CallHead head = CallHead.of(caller.headers());
        Grant.ForDatabase grant = caller.mayRead(gate, head, asked.database());
        return answers.open(new Asker(grant, head, caller.timeLimit()), asked);
    }

    @Override
    public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
        Caller caller = Caller.of(context, "GetFlightInfo", patience.client());
        return FlightErrors.answering(
                caller.origin().requestId(),
                () -> {
                    if (!descriptor.isCommand()) {
                        throw CallStatus.UNIMPLEMENTED
                                .withDescription("descriptors of paths are not supported")
                                .toRuntimeException();
                    }
                    return info(caller, descriptor);
                });
    }

    private FlightInfo info(Caller caller, FlightDescriptor descriptor) {
        Any command = SqlCommand.unpack(ByteString.copyFrom(descriptor.getCommand()));
        Asker asker = asker(caller);
        Answers.Described described = answers.describe(asker, command);
        return new FlightInfo(
                described.schema(),
                descriptor,
                List.of(new FlightEndpoint(new Ticket(described.ticket().toTicket()))),
                UNKNOWN,
                UNKNOWN,
                false,
                IpcOption.DEFAULT);
    }

    private Asker asker(Caller caller) {
        CallHead head = CallHead.of(caller.headers());
        return new Asker(
                caller.mayRead(gate, head, head.requireDatabase()), head, caller.timeLimit());
    }

    /// Otherwise it would be answered by way of [#getFlightInfo] (data.md 4.5).
    @Override
    public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
        throw CallStatus.UNIMPLEMENTED
                .withDescription("GetSchema is not supported; GetFlightInfo gives the schema, too")
                .toRuntimeException();
    }

    @Override
    public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
        Caller caller = Caller.of(context, "DoAction", patience.client());
        byte[] body =
                FlightErrors.answering(
                        caller.origin().requestId(),
                        () -> preparation.act(action, () -> asker(caller)));
        if (body.length > 0) {
            listener.onNext(new Result(body));
        }
        listener.onCompleted();
    }

    @Override
    public Runnable acceptPut(
            CallContext context, FlightStream rows, StreamListener<PutResult> acknowledged) {
        Caller caller = Caller.of(context, "DoPut", patience.client());
        return () -> {
            try {
                FlightErrors.answering(
                        caller.origin().requestId(),
                        () -> preparation.bind(rows, () -> asker(caller), acknowledged));
            } catch (FlightRuntimeException refused) {
                // Flight would log what is thrown as a mistake.
                acknowledged.onError(refused);
            }
        };
    }
}
