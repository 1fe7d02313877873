// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.http.ClientAddress;
import dev.sluice.http.Credentials;
import dev.sluice.http.DatabaseDecider;
import dev.sluice.model.Action;
import dev.sluice.model.Grant;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.ResultStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.ServerHeaderMiddleware;
import org.apache.arrow.flight.Ticket;

/// `DoGet`: a ticket to a query, its result to a [Delivery].
final class QueryProducer extends NoOpFlightProducer {
    /// Where the call's headers are.
    static final FlightServerMiddleware.Key<ServerHeaderMiddleware> HEADERS =
            FlightServerMiddleware.Key.of("headers");

    private static final String ROUTE = "/arrow.flight.protocol.FlightService/DoGet";

    private final DatabaseDecider gate;
    private final QueryOpener queries;
    private final ExecutorService streams;
    private final Delivery.Patience patience;

    QueryProducer(
            DatabaseDecider gate,
            QueryOpener queries,
            ExecutorService streams,
            Delivery.Patience patience) {
        this.gate = gate;
        this.queries = queries;
        this.streams = streams;
        this.patience = patience;
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        ServiceRequestContext request = ServiceRequestContext.current();
        RequestOrigin origin =
                new RequestOrigin(request.id().text(), ClientAddress.of(request), "DoGet", ROUTE);
        Credential credential = Credentials.ofData(authorization(context));
        Duration limit = limit(request);
        QueryCost cost = CostTrailers.cost();
        Delivery delivery = new Delivery(listener, streams, origin.requestId(), patience);
        streams.execute(() ->
                delivery.run(
                        () -> cost.whileOpening(() -> open(ticket, credential, origin, limit))));
    }

    private ResultStream open(
            Ticket ticket, Credential credential, RequestOrigin origin, Duration limit) {
        JsonTicket asked = JsonTicket.parse(ticket.getBytes());
        return switch (gate.decide(credential, Action.READ, asked.database(), origin)) {
            case Decision.Allowed<Grant.ForDatabase>(Grant.ForDatabase grant) ->
                    queries.open(
                            grant,
                            new QueryRequest(
                                    asked.text(), asked.language(), asked.parameters(), limit));
            case Decision.Unauthenticated<Grant.ForDatabase> _ ->
                    throw FlightErrors.unauthenticated();
            case Decision.Forbidden<Grant.ForDatabase> _ -> throw FlightErrors.forbidden();
            case Decision.Slowed<Grant.ForDatabase> slowed ->
                    throw FlightErrors.tooManyRequests(slowed.message());
            case Decision.Unavailable<Grant.ForDatabase>(_, var message, _) ->
                    throw FlightErrors.unavailable(message);
        };
    }

    /// The client's `grpc-timeout`, if it is shorter.
    private Duration limit(ServiceRequestContext request) {
        long clientMillis = request.requestTimeoutMillis();
        return clientMillis > 0 && clientMillis < patience.client().toMillis()
                ? Duration.ofMillis(clientMillis)
                : patience.client();
    }

    private static List<String> authorization(CallContext context) {
        List<String> fields = new ArrayList<>();
        ServerHeaderMiddleware middleware = context.getMiddleware(HEADERS);
        if (middleware != null) {
            middleware.headers().getAll("authorization").forEach(fields::add);
        }
        return fields;
    }
}
