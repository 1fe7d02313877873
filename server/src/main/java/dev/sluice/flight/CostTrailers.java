// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/// Says at the end of each call what its query cost, whether it ended well or not (data.md 4.7).
final class CostTrailers implements ServerInterceptor {
    private static final Context.Key<QueryCost> COST = Context.key("sluice-query-cost");

    /// The cost that the end of the current call tells.
    static QueryCost cost() {
        QueryCost cost = COST.get();
        return cost == null ? new QueryCost() : cost;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        QueryCost cost = new QueryCost();
        ServerCall<Q, A> telling =
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        cost.trailers().forEach((name, value) -> put(trailers, name, value));
                        super.close(status, trailers);
                    }
                };
        return Contexts.interceptCall(
                Context.current().withValue(COST, cost), telling, headers, next);
    }

    private static void put(Metadata trailers, String name, String value) {
        trailers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }
}
