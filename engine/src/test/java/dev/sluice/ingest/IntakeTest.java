// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.Buffer;
import dev.sluice.ingest.Intake.Cut;
import dev.sluice.model.ColumnType;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Waiting;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class IntakeTest {
    private final HeldLog log = new HeldLog();
    private final Buffer buffer = new Buffer();
    private long nanos;
    private final Intake intake = new Intake(log, buffer, Ingester.LIMITS);

    @Test
    void cutsOnlyWhenNoBatchIsBetweenLogAndBuffer() throws Exception {
        Thread writer = Thread.ofPlatform().start(() -> intake.accept(batch()));
        log.appended.await();
        FutureTask<Cut> cutting = new FutureTask<>(intake::cut);
        Thread cutter = Thread.ofPlatform().start(cutting);
        Waiting.until(
                "it waits", () -> cutter.getState() == Thread.State.WAITING || !cutter.isAlive());
        log.release.countDown();
        writer.join();

        Cut cut = result(cutting);

        assertThat(cut.through()).isEqualTo(new LogPosition(1));
        assertThat(cut.rows().tables().get(10L))
                .extracting(rows -> rows.position().value())
                .containsExactly(1L);
    }

    @Test
    void partsNothingWhenTheLogCannotRotate() {
        log.release.countDown();
        intake.accept(batch());
        log.failing = true;

        assertThatIOException().isThrownBy(intake::cut);

        assertThat(buffer.liveBytes()).isPositive();
    }

    @Test
    void letsTheRowsGoEvenWhenTheLogCannotBeTrimmed() throws IOException {
        log.release.countDown();
        intake.accept(batch());
        Cut cut = intake.cut();
        log.failing = true;

        intake.release(cut);

        assertThat(buffer.sizeBytes()).isZero();
    }

    @Test
    void aWriterWaitsUntilRowsAreLetGo() throws Exception {
        Intake full = full(Duration.ofDays(1), 1);
        FutureTask<Boolean> waiting = waiting(full);
        assertThat(waiting.isDone()).isFalse();

        full.release(full.cut());

        assertThat(waiting.get()).isTrue();
        assertThat(full.waiting()).isZero();
    }

    @Test
    void theWriterThatFindsTheBufferFullAsksForAFlush() throws Exception {
        Intake full = full(Duration.ofDays(1), 1);

        FutureTask<Boolean> waiting = waiting(full);

        assertThat(full.awaitFlushDue()).isTrue();
        full.release(full.cut());
        assertThat(waiting.get()).isTrue();
    }

    @Test
    void noMoreWritersWaitThanMay() throws Exception {
        Intake full = full(Duration.ofDays(1), 1);
        FutureTask<Boolean> waiting = waiting(full);

        assertBusy(full, FlushPace.SHORTEST);

        assertThat(waiting.isDone()).isFalse();
        full.release(full.cut());
        assertThat(waiting.get()).isTrue();
    }

    @Test
    void aWriterWaitsNoLongerThanItMay() throws IOException {
        Intake full = full(Duration.ofNanos(1), 1);

        assertBusy(full, FlushPace.SHORTEST);
        full.release(full.cut());
        full.awaitRoom();
    }

    @Test
    void whoIsRefusedIsToldHowLongTheRunningFlushWillTake() throws IOException {
        Intake full = full(Duration.ZERO, 1);
        Cut first = full.cut();
        full.begin(first);
        nanos += Duration.ofSeconds(7).toNanos();
        full.release(first);
        full.accept(batch());
        full.begin(full.cut());
        nanos += Duration.ofMillis(2500).toNanos();

        assertBusy(full, Duration.ofSeconds(5));

        full.failed();
        assertBusy(full, Duration.ofSeconds(27));
    }

    /// An intake whose buffer has room for nothing, and a batch in it.
    private Intake full(Duration roomWait, int waitersMax) {
        log.release.countDown();
        IngestLimits limits =
                new IngestLimits(
                        1, 1, Duration.ofDays(1), Duration.ofSeconds(20), 1, roomWait, waitersMax);
        Intake full = new Intake(log, buffer, limits, RoomGuard.NONE, () -> nanos);
        full.awaitRoom();
        full.accept(batch());
        return full;
    }

    /// A writer who is known to wait for room.
    private static FutureTask<Boolean> waiting(Intake intake) {
        FutureTask<Boolean> task =
                new FutureTask<>(() -> {
                    intake.awaitRoom();
                    return true;
                });
        Thread.ofPlatform().daemon().start(task);
        Waiting.until("somebody waits for room", () -> intake.waiting() > 0);
        return task;
    }

    private static void assertBusy(Intake intake, Duration retryAfter) {
        assertThatThrownBy(intake::awaitRoom)
                .asInstanceOf(type(ProblemException.class))
                .extracting(ProblemException::problem)
                .returns(Problem.Kind.BUSY, Problem::kind)
                .returns("buffer_full", Problem::code)
                .returns(Optional.of(retryAfter), Problem::retryAfter);
    }

    private static Cut result(FutureTask<Cut> cutting) throws InterruptedException {
        try {
            return cutting.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static CheckedBatch batch() {
        TableRows rows = new TableRows("m");
        rows.columnFor("f", ColumnType.FLOAT).addDouble(1);
        rows.endRow(1);
        return new CheckedBatch(1, List.of(new CheckedTable(10, rows)));
    }

    /// A log that holds each batch up after it has its position.
    private static final class HeldLog implements WriteAheadLog {
        private final CountDownLatch appended = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private long last;
        private volatile boolean failing;

        @Override
        public void replay(LogPosition from, Consumer<LoggedBatch> sink) {}

        @Override
        public LoggedBatch append(CheckedBatch batch) {
            LogPosition position = new LogPosition(++last);
            appended.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return new LoggedBatch(position, batch);
        }

        @Override
        public LogPosition rotate() throws IOException {
            requireWorking();
            return new LogPosition(last);
        }

        @Override
        public void trim(LogPosition persisted) throws IOException {
            requireWorking();
        }

        @Override
        public void close() {}

        private void requireWorking() throws IOException {
            if (failing) {
                throw new IOException("not today");
            }
        }
    }
}
