// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.Buffer;
import dev.sluice.ingest.Intake.Cut;
import dev.sluice.model.ColumnType;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class IntakeTest {
    private final HeldLog log = new HeldLog();
    private final Buffer buffer = new Buffer();
    private final Intake intake = new Intake(log, buffer, Ingester.LIMITS);

    @Test
    void cutsOnlyWhenNoBatchIsBetweenLogAndBuffer() throws Exception {
        Thread writer = Thread.ofPlatform().start(() -> intake.accept(batch()));
        log.appended.await();
        FutureTask<Cut> cutting = new FutureTask<>(intake::cut);
        Thread cutter = Thread.ofPlatform().start(cutting);
        while (cutter.getState() != Thread.State.WAITING && cutter.isAlive()) {
            Thread.onSpinWait();
        }
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
        private volatile long last;
        private volatile boolean failing;

        @Override
        public void replay(LogPosition from, Consumer<LoggedBatch> sink) {}

        @Override
        public LoggedBatch append(CheckedBatch batch) {
            LogPosition position = new LogPosition(1);
            last = position.value();
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
