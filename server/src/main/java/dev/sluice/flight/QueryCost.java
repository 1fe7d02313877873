// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.query.ScanSize;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What one query cost, as far as it was measured. Safe for many threads.
///
/// Measured by [MeasuredEngine], told to the client by [CostTrailers]. What nobody measures has no
/// figure: the cluster's ingesters do not answer over a network here, and the engine tells neither
/// its memory nor its processor time by query.
final class QueryCost {
    private static final ScopedValue<QueryCost> CURRENT = ScopedValue.newInstance();
    private static final long UNKNOWN = -1;

    private final AtomicLong queueNanos = new AtomicLong(UNKNOWN);
    private final AtomicLong planningNanos = new AtomicLong(UNKNOWN);
    private final AtomicLong executionNanos = new AtomicLong(UNKNOWN);
    private final AtomicLong bufferedRows = new AtomicLong(UNKNOWN);
    private final AtomicReference<@Nullable ScanSize> scanned = new AtomicReference<>();

    /// The cost of the query that this thread opens; one that nobody reads outside of
    /// [#whileOpening].
    static QueryCost current() {
        return CURRENT.isBound() ? CURRENT.get() : new QueryCost();
    }

    /// Lets the engine find this cost while `open` runs. The engine lies behind the query service,
    /// which has no business with figures.
    <T> T whileOpening(ScopedValue.CallableOp<T, RuntimeException> open) {
        return ScopedValue.where(CURRENT, this).call(open);
    }

    /// @param nanos how long it waited for a place among the running queries
    void queued(long nanos) {
        queueNanos.set(nanos);
    }

    /// @param nanos from its place to the finished plan
    void planned(long nanos) {
        planningNanos.set(nanos);
    }

    /// @param nanos more time in which the engine worked on the plan; waiting for the client is
    ///   none
    void executed(long nanos) {
        executionNanos.updateAndGet(before -> before == UNKNOWN ? nanos : before + nanos);
    }

    /// @param rows how many rows it reads that are in no file yet
    void buffered(long rows) {
        bufferedRows.set(rows);
    }

    /// @param size how much it reads that is in files
    void scanned(ScanSize size) {
        scanned.set(size);
    }

    /// The trailers that are known, with their documented names (data.md 4.7).
    Map<String, String> trailers() {
        Map<String, String> trailers = new LinkedHashMap<>();
        seconds(trailers, "x-influxdata-queue-duration-seconds", queueNanos.get());
        seconds(trailers, "x-influxdata-planning-duration-seconds", planningNanos.get());
        seconds(trailers, "x-influxdata-execution-duration-seconds", executionNanos.get());
        if (bufferedRows.get() != UNKNOWN) {
            trailers.put("x-influxdata-ingester-response-rows", Long.toString(bufferedRows.get()));
        }
        ScanSize size = scanned.get();
        if (size != null) {
            trailers.put("x-influxdata-partitions", Integer.toString(size.partitions()));
            trailers.put("x-influxdata-parquet-files", Integer.toString(size.files()));
        }
        return trailers;
    }

    private static void seconds(Map<String, String> trailers, String name, long nanos) {
        if (nanos != UNKNOWN) {
            trailers.put(name, BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString());
        }
    }
}
