// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryPlan;
import dev.sluice.query.ResultStream;
import dev.sluice.query.ScanSize;
import dev.sluice.query.SqlEngine;
import dev.sluice.query.sql.SqlType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An engine by whose own clock each step takes a time that can be told from the others.
final class MeasuredEngineTest {
    private static final Duration LIMIT = Duration.ofSeconds(9);
    private static final QueryPlan PLAN =
            new QueryPlan("SELECT 1", List.of(), null, new ScanSize(2, 3, 4));

    private final BufferAllocator memory = new RootAllocator();
    private final QueryCost cost = new QueryCost();
    private long nanos = 77;
    private final SqlEngine engine = new MeasuredEngine(new SlowEngine(), () -> nanos);
    private boolean busy;
    private boolean sessionClosed;

    @AfterEach
    void nothingIsLeaked() {
        memory.close();
    }

    @Test
    void tellsTheStepsOfAQueryApart() {
        try (ResultStream stream = cost.whileOpening(this::opened)) {
            nanos += 1_000_000_000;
            assertThat(stream.next()).isTrue();
            nanos += 1_000_000_000;
            assertThat(stream.next()).isFalse();
        }

        assertThat(cost.trailers())
                .isEqualTo(
                        Map.of(
                                "x-influxdata-queue-duration-seconds", "0.000000001",
                                "x-influxdata-planning-duration-seconds", "0.00000011",
                                "x-influxdata-execution-duration-seconds", "0.000021",
                                "x-influxdata-ingester-response-rows", "4",
                                "x-influxdata-partitions", "2",
                                "x-influxdata-parquet-files", "3"));
    }

    @Test
    void tellsHowLongAQueryWaitedThatGotNoPlace() {
        busy = true;

        assertThatThrownBy(() -> cost.whileOpening(this::opened))
                .isInstanceOf(ProblemException.class);

        assertThat(cost.trailers())
                .isEqualTo(Map.of("x-influxdata-queue-duration-seconds", "0.000000001"));
    }

    @Test
    void freesThePlaceOfAQueryThatCannotBePlanned() {
        cost.whileOpening(() -> engine.begin(LIMIT)).close();

        assertThat(sessionClosed).isTrue();
        assertThat(cost.trailers()).containsOnlyKeys("x-influxdata-queue-duration-seconds");
    }

    private ResultStream opened() {
        SqlEngine.Session session = engine.begin(LIMIT);
        assertThat(session.parse("SELECT 1")).isEqualTo("SELECT 1 of 9");
        assertThat(session.parameterTypes("SELECT $1")).containsExactly(SqlType.BIGINT);
        nanos += 10;
        ResultStream stream = session.run(PLAN);
        // Told while it runs already, and no cost of it.
        session.columns(PLAN).close();
        return stream;
    }

    /// 1 ns for a place, 100 ns for parsing, 1 µs to start, 10 µs for each batch.
    private final class SlowEngine implements SqlEngine {
        @Override
        public Session begin(Duration timeLimit) {
            nanos += 1;
            if (busy) {
                throw Problem.busy("query_concurrency", "too many").asException();
            }
            return new SlowSession(timeLimit);
        }
    }

    private final class SlowSession implements SqlEngine.Session {
        private final Duration limit;

        SlowSession(Duration limit) {
            this.limit = limit;
        }

        @Override
        public String parse(String sql) {
            nanos += 100;
            return sql + " of " + limit.toSeconds();
        }

        @Override
        public List<@Nullable SqlType> parameterTypes(String sql) {
            return List.of(SqlType.BIGINT);
        }

        @Override
        public ResultStream run(QueryPlan plan) {
            assertThat(plan).isSameAs(PLAN);
            nanos += 1_000;
            return new FakeResult(
                    memory,
                    (_, step) -> {
                        nanos += 10_000;
                        return step == 0;
                    });
        }

        @Override
        public ResultStream columns(QueryPlan plan) {
            assertThat(plan).isSameAs(PLAN);
            nanos += 1_000_000;
            return new FakeResult(memory, (_, _) -> false);
        }

        @Override
        public void cancel() {
            throw new AssertionError("nobody cancels");
        }

        @Override
        public void close() {
            sessionClosed = true;
        }
    }
}
