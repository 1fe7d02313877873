// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.query.QueryPlan;
import dev.sluice.query.ResultStream;
import dev.sluice.query.SqlEngine;
import dev.sluice.query.WrappedSession;
import dev.sluice.query.WrappedStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Another engine, and what each query costs it: see [QueryCost].
///
/// @param engine does the work
/// @param ticker nanoseconds since some fixed moment
public record MeasuredEngine(SqlEngine engine, LongSupplier ticker) implements SqlEngine {

    @Override
    public Session begin(Duration timeLimit) {
        QueryCost cost = QueryCost.current();
        long startNanos = ticker.getAsLong();
        try {
            Session session = engine.begin(timeLimit);
            return new MeasuredSession(session, cost, ticker, ticker.getAsLong());
        } finally {
            cost.queued(ticker.getAsLong() - startNanos);
        }
    }

    /// @param placedNanos when it got its place
    private record MeasuredSession(
            Session session, QueryCost cost, LongSupplier ticker, long placedNanos)
            implements WrappedSession {
        @Override
        public ResultStream run(QueryPlan plan) {
            long startNanos = ticker.getAsLong();
            cost.planned(startNanos - placedNanos);
            cost.buffered(plan.size().bufferedRows());
            cost.scanned(plan.size());
            try {
                return new MeasuredStream(session.run(plan), cost, ticker);
            } finally {
                cost.executed(ticker.getAsLong() - startNanos);
            }
        }
    }

    private record MeasuredStream(ResultStream stream, QueryCost cost, LongSupplier ticker)
            implements WrappedStream {
        @Override
        public boolean next() {
            long startNanos = ticker.getAsLong();
            try {
                return stream.next();
            } finally {
                cost.executed(ticker.getAsLong() - startNanos);
            }
        }
    }
}
