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
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import java.time.Duration;
import java.util.Objects;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.FlightProducer.CallContext;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.ServerHeaderMiddleware;

/// Who calls, and what beside the message itself.
///
/// @param origin where the call comes from
/// @param headers as they were sent
/// @param timeLimit how long the answer may take
record Caller(RequestOrigin origin, CallHeaders headers, Duration timeLimit) {
    /// Where the call's headers are.
    static final FlightServerMiddleware.Key<ServerHeaderMiddleware> HEADERS =
            FlightServerMiddleware.Key.of("headers");

    private static final String SERVICE = "/arrow.flight.protocol.FlightService/";

    /// Of the call that this thread works for.
    ///
    /// @param method its name
    /// @param timeLimitMax what holds where the client says nothing shorter (`grpc-timeout`)
    static Caller of(CallContext context, String method, Duration timeLimitMax) {
        ServiceRequestContext request = ServiceRequestContext.current();
        RequestOrigin origin =
                new RequestOrigin(
                        request.id().text(), ClientAddress.of(request), method, SERVICE + method);
        long clientMillis = request.requestTimeoutMillis();
        boolean shorter = clientMillis > 0 && clientMillis < timeLimitMax.toMillis();
        ServerHeaderMiddleware middleware =
                Objects.requireNonNull(context.getMiddleware(HEADERS), "no headers");
        return new Caller(
                origin,
                middleware.headers(),
                shorter ? Duration.ofMillis(clientMillis) : timeLimitMax);
    }

    /// Leave to read a database, which metadata need too (data.md 4.6).
    ///
    /// @throws org.apache.arrow.flight.FlightRuntimeException when there is none
    Grant.ForDatabase mayRead(DatabaseDecider gate, CallHead head, DatabaseName database) {
        Credential credential = Credentials.ofData(head.authorization());
        return switch (gate.decide(credential, Action.READ, database, origin)) {
            case Decision.Allowed<Grant.ForDatabase>(Grant.ForDatabase grant) -> grant;
            case Decision.Unauthenticated<Grant.ForDatabase> _ ->
                    throw FlightErrors.unauthenticated();
            case Decision.Forbidden<Grant.ForDatabase> _ -> throw FlightErrors.forbidden();
            case Decision.Slowed<Grant.ForDatabase> slowed ->
                    throw FlightErrors.tooManyRequests(slowed.message());
            case Decision.Unavailable<Grant.ForDatabase>(_, var message, _) ->
                    throw FlightErrors.unavailable(message);
        };
    }
}
