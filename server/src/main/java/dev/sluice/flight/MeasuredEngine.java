// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.query.QueryPlan;
import dev.sluice.query.ResultStream;
import dev.sluice.query.SqlEngine;
import dev.sluice.query.WrappedStream;
import dev.sluice.query.sql.SqlType;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
            implements Session {
        @Override
        public String parse(String sql) {
            return session.parse(sql);
        }

        @Override
        public List<@Nullable SqlType> parameterTypes(String sql) {
            return session.parameterTypes(sql);
        }

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

        @Override
        public ResultStream columns(QueryPlan plan) {
            return session.columns(plan);
        }

        @Override
        public void cancel() {
            session.cancel();
        }

        @Override
        public void close() {
            session.close();
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
