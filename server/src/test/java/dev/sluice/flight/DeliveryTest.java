// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static dev.sluice.flight.OpenFlight.assertStatus;
import static dev.sluice.flight.OpenFlight.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Problem;
import dev.sluice.query.RunningResult;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How results travel, and what happens when either side stops.
// Flight's streams declare any exception on close.
@SuppressWarnings("try")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeliveryTest {
    private static final Schema NAMED_OTHERWISE =
            new Schema(
                    List.of(
                            Field.nullable("other", new ArrowType.Int(64, true)),
                            Field.nullable("text", ArrowType.Utf8.INSTANCE)));

    private final OpenFlight flight = new OpenFlight();

    @AfterEach
    void startAfresh() {
        flight.forget();
    }

    @AfterAll
    void nothingIsLeaked() throws Exception {
        flight.close();
    }

    @Test
    void streamsEveryRowOfEveryBatch() throws Exception {
        flight.answers(memory ->
                new FakeResult(
                        memory,
                        (result, step) -> {
                            result.fill(step * 1000L, 1000, 10);
                            return step < 50;
                        }));

        assertThat(flight.numbers()).hasSize(50_000).isSorted().startsWith(0L).endsWith(49_999L);
    }

    /// Handing it to another thread would take longer than reading it.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsInMemoryIsReadByWhoSendsIt(boolean inMemory) throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        flight.answers(memory -> {
            threads.add(Thread.currentThread());
            FakeResult result =
                    new FakeResult(
                            memory,
                            (filled, step) -> {
                                threads.add(Thread.currentThread());
                                filled.fill(step * 10L, 10, 10);
                                return step < 3;
                            });
            return inMemory ? result.inMemory() : result;
        });

        assertThat(flight.numbers()).hasSize(30);
        assertThat(threads.size() == 1).isEqualTo(inMemory);
    }

    @Test
    @Conforms("D-126")
    void passesTheSchemaWithItsMetadataWhereThereAreNoRows() throws Exception {
        try (FlightStream stream = flight.open(bearer("good"))) {
            assertThat(stream.getSchema().findField("number").getMetadata())
                    .containsEntry("iox::column::type", "iox::column_type::field::integer");
            assertThat(stream.next()).isFalse();
        }
    }

    @Test
    void cutsABatchThatNoClientWouldTake() throws Exception {
        flight.answers(memory ->
                new FakeResult(
                        memory,
                        (result, step) -> {
                            result.fill(0, 20_001, 1000);
                            return step < 1;
                        }));

        List<Long> batchBytes = new ArrayList<>();
        long next = 0;
        try (FlightStream stream = flight.open(bearer("good"))) {
            while (stream.next()) {
                BigIntVector numbers = (BigIntVector) stream.getRoot().getVector("number");
                VarCharVector texts = (VarCharVector) stream.getRoot().getVector("text");
                batchBytes.add((long) numbers.getBufferSize() + texts.getBufferSize());
                for (int row = 0; row < stream.getRoot().getRowCount(); row++) {
                    assertThat(numbers.get(row)).isEqualTo(next);
                    assertThat(texts.get(row)[0]).isEqualTo((byte) ('a' + next % 26));
                    next++;
                }
            }
        }
        assertThat(next).isEqualTo(20_001);
        assertThat(batchBytes)
                .hasSizeGreaterThan(5)
                .allMatch(bytes -> bytes <= Delivery.BATCH_BYTES_MAX);
    }

    /// As clients do that keep gRPC's own limit.
    @Test
    @Conforms("D-132")
    void noMessageIsLargerThanClientsTake() throws Exception {
        flight.answers(memory ->
                new FakeResult(
                        memory,
                        (result, step) -> {
                            result.fill(0, 9_999, 2_000);
                            return step < 1;
                        }));

        CallEnd end = flight.end("good");

        assertThat(end.status()).isEqualTo(FlightStatusCode.OK);
        assertThat(end.rows()).isEqualTo(9_999);
    }

    @Test
    void anErrorAfterSomeBatchesEndsTheStreamWithIt() throws Exception {
        FakeResult[] made = new FakeResult[1];
        flight.answers(memory -> {
            made[0] =
                    new FakeResult(
                            memory,
                            (result, step) -> {
                                if (step == 2) {
                                    throw Problem.invalid("overflow", "sum overflows")
                                            .asException();
                                }
                                result.fill(0, 10, 1);
                                return true;
                            });
            return made[0];
        });

        assertStatus(() -> flight.numbers(), FlightStatusCode.INVALID_ARGUMENT, "sum overflows");
        made[0].awaitClosed();
    }

    @Test
    void aClientThatStopsReadingStopsTheQuery() throws Exception {
        FakeResult result = endless(flight);
        flight.answers(_ -> result);

        FlightStream stream = flight.open(bearer("good"));
        assertThat(stream.next()).isTrue();
        // The client's window and one batch in flight are all that can be under way.
        long before = awaitStandstill(result);

        assertThat(before * 1_000_000L).isLessThan(40_000_000L);
        assertThat(result.isClosed()).isFalse();
        OpenFlight.cancel(stream);
        result.awaitCancelled();
        result.awaitClosed();
    }

    @Test
    @Conforms("D-128")
    void aClientThatGoesAwayWhileTheQueryThinksCancelsIt() throws Exception {
        CountDownLatch thinking = new CountDownLatch(1);
        FakeResult result = thinkingUntilCancelled(flight, thinking);
        flight.answers(_ -> result);

        FlightStream stream = flight.open(bearer("good"));
        thinking.await();
        OpenFlight.cancel(stream);

        result.awaitClosed();
    }

    @Test
    @Conforms("D-128")
    void aClientThatGoesAwayBeforeThereIsAnAnswerCancelsItsQuery() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        flight.answers(_ -> {
            RunningResult.begun(ended::countDown);
            opening.countDown();
            await(ended);
            throw Problem.unavailable("query_cancelled", "it was").asException();
        });

        FlightStream stream = flight.open(bearer("good"));
        opening.await();
        OpenFlight.cancel(stream);

        ended.await();
    }

    @Test
    @Conforms("D-127")
    void sendsEmptyBatchesWhileTheQueryThinks() throws Exception {
        try (OpenFlight quick = OpenFlight.quick()) {
            CountDownLatch seen = new CountDownLatch(1);
            quick.answers(memory ->
                    new FakeResult(
                            memory,
                            (result, step) -> {
                                if (step > 0) {
                                    return false;
                                }
                                await(seen);
                                result.fill(0, 3, 1);
                                return true;
                            }));

            long rows = 0;
            try (FlightStream stream = quick.open(bearer("good"))) {
                assertThat(stream.next()).isTrue();
                assertThat(stream.getRoot().getRowCount()).isZero();
                seen.countDown();
                while (stream.next()) {
                    rows += stream.getRoot().getRowCount();
                }
            }
            assertThat(rows).isEqualTo(3);
        }
    }

    private static FakeResult rows(BufferAllocator memory, int count) {
        return new FakeResult(
                memory,
                (result, step) -> {
                    result.fill(0, count, 1);
                    return step == 0;
                });
    }

    /// A query that sorts or counts has no result before all is done.
    @Test
    @Conforms("D-127")
    void sendsColumnsAndEmptyBatchesBeforeThereIsAnAnswer() throws Exception {
        try (OpenFlight quick = OpenFlight.quick()) {
            CountDownLatch seen = new CountDownLatch(1);
            quick.answers(memory -> {
                RunningResult.begun(() -> {});
                RunningResult.runs(() -> rows(memory, 0));
                await(seen);
                return rows(memory, 3);
            });

            long rows = 0;
            try (FlightStream stream = quick.open(bearer("good"))) {
                assertThat(stream.getSchema().findField("number").getMetadata())
                        .containsEntry("iox::column::type", "iox::column_type::field::integer");
                for (int batch = 0; batch < 3; batch++) {
                    assertThat(stream.next()).isTrue();
                    assertThat(stream.getRoot().getRowCount()).isZero();
                }
                seen.countDown();
                while (stream.next()) {
                    rows += stream.getRoot().getRowCount();
                }
            }
            assertThat(rows).isEqualTo(3);
        }
    }

    @Test
    void asksForTheColumnsAgainWhileTheyCannotBeTold() throws Exception {
        try (OpenFlight quick = OpenFlight.quick()) {
            CountDownLatch seen = new CountDownLatch(1);
            AtomicInteger asked = new AtomicInteger();
            quick.answers(memory -> {
                RunningResult.runs(() -> {
                    if (asked.incrementAndGet() < 3) {
                        throw Problem.invalid("query_planning", "no such rows").asException();
                    }
                    return rows(memory, 0);
                });
                await(seen);
                return rows(memory, 3);
            });

            try (FlightStream stream = quick.open(bearer("good"))) {
                assertThat(stream.next()).isTrue();
                assertThat(stream.getRoot().getRowCount()).isZero();
                seen.countDown();
                OpenFlight.drain(stream);
            }
            assertThat(asked).hasValue(3);
        }
    }

    /// They may come when the result is there already.
    @Test
    void doesWithoutColumnsThatAreToldTooLate() throws Exception {
        try (OpenFlight quick = OpenFlight.quick()) {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch read = new CountDownLatch(1);
            FakeResult[] told = new FakeResult[1];
            quick.answers(memory -> {
                RunningResult.runs(() -> {
                    asked.countDown();
                    await(read);
                    told[0] = rows(memory, 0);
                    return told[0];
                });
                await(asked);
                return rows(memory, 3);
            });

            assertThat(quick.numbers()).containsExactly(0L, 1L, 2L);
            read.countDown();
            Waiting.until("the columns are closed", () -> told[0] != null && told[0].isClosed());
        }
    }

    @Test
    void sendsNothingEarlyOfWhatNobodyCanTell() throws Exception {
        try (OpenFlight quick = OpenFlight.quick()) {
            AtomicInteger asked = new AtomicInteger();
            CountDownLatch often = new CountDownLatch(3);
            quick.answers(memory -> {
                RunningResult.runs(() -> {
                    asked.incrementAndGet();
                    often.countDown();
                    throw Problem.invalid("query_planning", "too long").asException();
                });
                await(often);
                return rows(memory, 3).inMemory();
            });

            List<Integer> batches = new ArrayList<>();
            try (FlightStream stream = quick.open(bearer("good"))) {
                while (stream.next()) {
                    batches.add(stream.getRoot().getRowCount());
                }
            }
            assertThat(batches).containsExactly(3);
        }
    }

    /// The columns of the query are not those of the answer.
    @Test
    void sendsNothingEarlyOfAnAnswerThatIsMadeOfAQuery() throws Exception {
        try (OpenFlight quick = OpenFlight.quick()) {
            AtomicInteger asked = new AtomicInteger();
            quick.answers(memory -> {
                RunningResult.runs(() -> {
                    asked.incrementAndGet();
                    return rows(memory, 0);
                });
                letTurnsPass();
                return rows(memory, 0);
            });
            CallOption caller =
                    new CredentialCallOption(headers -> {
                        headers.insert("authorization", "Bearer good");
                        headers.insert("database", "db");
                    });

            FlightSqlClient sql = new FlightSqlClient(quick.client());
            FlightInfo info = sql.getTables(null, null, null, null, false, caller);
            OpenFlight.drain(sql.getStream(info.getEndpoints().getFirst().getTicket(), caller));

            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void anErrorOfAQueryWhoseColumnsWereToldEndsTheStreamWithIt() throws Exception {
        try (OpenFlight quick = OpenFlight.quick()) {
            CountDownLatch seen = new CountDownLatch(1);
            quick.answers(memory -> {
                RunningResult.runs(() -> rows(memory, 0));
                await(seen);
                throw Problem.invalid("overflow", "sum overflows").asException();
            });

            try (FlightStream stream = quick.open(bearer("good"))) {
                assertThat(stream.next()).isTrue();
                seen.countDown();
                assertStatus(
                        () -> OpenFlight.drain(stream),
                        FlightStatusCode.INVALID_ARGUMENT,
                        "sum overflows");
            }
        }
    }

    /// Batches would fit into them.
    @Test
    void otherColumnsThanWereToldAreAMistakeOfTheServer() throws Exception {
        try (OpenFlight quick = OpenFlight.quick()) {
            CountDownLatch seen = new CountDownLatch(1);
            quick.answers(memory -> {
                RunningResult.runs(() -> FixedResult.of(memory, NAMED_OTHERWISE, List.of()));
                await(seen);
                return rows(memory, 3);
            });

            try (FlightStream stream = quick.open(bearer("good"))) {
                assertThat(stream.next()).isTrue();
                seen.countDown();
                assertThatThrownBy(() -> OpenFlight.drain(stream))
                        .isInstanceOfSatisfying(
                                FlightRuntimeException.class,
                                e ->
                                        assertThat(e.status().code())
                                                .isEqualTo(FlightStatusCode.INTERNAL))
                        .hasMessageContaining("internal error, request id ");
            }
        }
    }

    @Test
    @Conforms("D-128")
    void aClientThatGoesAwayWhenItKnowsTheColumnsCancelsItsQuery() throws Exception {
        try (OpenFlight quick = OpenFlight.quick()) {
            CountDownLatch ended = new CountDownLatch(1);
            FakeResult[] made = new FakeResult[1];
            quick.answers(memory -> {
                RunningResult.begun(ended::countDown);
                RunningResult.runs(() -> rows(memory, 0));
                await(ended);
                // It had done its work before it could be ended.
                made[0] = rows(memory, 3);
                return made[0];
            });

            FlightStream stream = quick.open(bearer("good"));
            assertThat(stream.next()).isTrue();
            OpenFlight.cancel(stream);

            ended.await();
            Waiting.until("the result is closed", () -> made[0] != null && made[0].isClosed());
            assertThat(made[0].steps()).isZero();
        }
    }

    @Test
    void closingTheDoorEndsAQueryThatIsBeingOpened() throws Exception {
        try (OpenFlight closing = OpenFlight.quick()) {
            closing.answers(memory -> {
                RunningResult.runs(() -> rows(memory, 0));
                await(new CountDownLatch(1));
                return rows(memory, 3);
            });

            try (FlightStream stream = closing.open(bearer("good"))) {
                assertThat(stream.next()).isTrue();
                closing.closeDoor();
                assertThatThrownBy(() -> OpenFlight.drain(stream))
                        .isInstanceOf(FlightRuntimeException.class);
            }
        }
    }

    @Test
    void givesUpAClientThatDoesNotTakeItsResult() throws Exception {
        Delivery.Patience patience =
                new Delivery.Patience(OpenFlight.TIME_LIMIT, Duration.ofMillis(200));
        try (OpenFlight hasty = new OpenFlight(patience)) {
            FakeResult result = endless(hasty);
            hasty.answers(_ -> result);

            try (FlightStream stream = hasty.open(bearer("good"))) {
                assertThat(stream.next()).isTrue();
                result.awaitClosed();
                OpenFlight.cancel(stream);
            } catch (FlightRuntimeException late) {
                assertThat(late.status().code())
                        .isIn(FlightStatusCode.TIMED_OUT, FlightStatusCode.CANCELLED);
            }
        }
    }

    @Test
    void closingTheDoorEndsAQueryThatThinks() throws Exception {
        try (OpenFlight closing = new OpenFlight()) {
            CountDownLatch thinking = new CountDownLatch(1);
            FakeResult result = thinkingUntilCancelled(closing, thinking);
            closing.answers(_ -> result);

            try (FlightStream stream = closing.open(bearer("good"))) {
                thinking.await();
                closing.closeDoor();
                result.awaitClosed();
                assertThatThrownBy(stream::next).isInstanceOf(FlightRuntimeException.class);
            }
        }
    }

    private static FakeResult thinkingUntilCancelled(OpenFlight flight, CountDownLatch thinking) {
        return new FakeResult(
                flight.memory(),
                (self, _) -> {
                    thinking.countDown();
                    self.awaitCancelled();
                    return false;
                });
    }

    private static FakeResult endless(OpenFlight flight) {
        return new FakeResult(
                flight.memory(),
                (result, step) -> {
                    result.fill(step, 1000, 1000);
                    return true;
                });
    }

    /// Waits ten times as long as a [OpenFlight#quick] door has patience.
    private static void letTurnsPass() {
        try {
            assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(OpenFlight.TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("what it waits for never came");
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /// The steps made, once a whole second brought no further one.
    private static long awaitStandstill(FakeResult result) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        int before;
        int after = result.steps();
        do {
            before = after;
            assertThat(never.await(1, TimeUnit.SECONDS)).isFalse();
            after = result.steps();
        } while (after != before);
        return after;
    }
}
