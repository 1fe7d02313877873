// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every [WriteAheadLog] promises.
interface LogContract {

    /// Opens the log that is kept in a directory; [WriteAheadLog#replay] comes next.
    WriteAheadLog open(Path directory) throws IOException;

    @Test
    default void givesBackEveryTypeAndNull(@TempDir Path directory) throws IOException {
        CheckedBatch batch = Batches.everything();
        try (WriteAheadLog log = opened(directory)) {
            assertThat(log.append(batch).batch()).isSameAs(batch);
        }

        assertThat(replayed(directory, LogPosition.NONE))
                .extracting(logged -> Batches.show(logged.batch()))
                .containsExactly(Batches.show(batch));
    }

    @Test
    default void replaysInOrderOfPositionFromTheOneAsked(@TempDir Path directory)
            throws IOException {
        try (WriteAheadLog log = opened(directory)) {
            for (long value = 1; value <= 5; value++) {
                assertThat(log.append(Batches.row(value)).position())
                        .isEqualTo(new LogPosition(value));
            }
        }

        assertThat(replayed(directory, new LogPosition(2)))
                .extracting(logged -> logged.position().value())
                .containsExactly(3L, 4L, 5L);
    }

    @Test
    default void givesConcurrentCallersPositionsOfTheirOwn(@TempDir Path directory)
            throws Exception {
        List<LoggedBatch> logged = new ArrayList<>();
        try (WriteAheadLog log = opened(directory);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LoggedBatch>> running = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                CheckedBatch batch = Batches.row(i);
                running.add(callers.submit(() -> log.append(batch)));
            }
            for (Future<LoggedBatch> future : running) {
                logged.add(future.get());
            }
        }

        assertThat(logged).extracting(LoggedBatch::position).doesNotHaveDuplicates();
        assertThat(replayed(directory, LogPosition.NONE))
                .extracting(batch -> batch.position() + Batches.show(batch.batch()))
                .containsExactlyInAnyOrderElementsOf(
                        logged.stream()
                                .map(batch -> batch.position() + Batches.show(batch.batch()))
                                .toList());
    }

    @Test
    default void tellsOnRotationWhatWasAppendedBefore(@TempDir Path directory) throws IOException {
        try (WriteAheadLog log = opened(directory)) {
            assertThat(log.rotate()).isEqualTo(LogPosition.NONE);
            LogPosition first = log.append(Batches.row(1)).position();
            assertThat(log.rotate()).isEqualTo(first);
            assertThat(log.rotate()).isEqualTo(first);
        }
    }

    @Test
    default void trimsOnlyWhatIsPersisted(@TempDir Path directory) throws IOException {
        try (WriteAheadLog log = opened(directory)) {
            log.append(Batches.row(1));
            log.rotate();
            log.append(Batches.row(2));
            log.append(Batches.row(3));
            log.rotate();
            log.append(Batches.row(4));
            log.trim(new LogPosition(2));
        }

        assertThat(replayed(directory, new LogPosition(2)))
                .extracting(logged -> logged.position().value())
                .containsExactly(3L, 4L);
    }

    @Test
    default void neverUsesAPositionAgainEvenWhenAllWasTrimmed(@TempDir Path directory)
            throws IOException {
        try (WriteAheadLog log = opened(directory)) {
            log.append(Batches.row(1));
            log.append(Batches.row(2));
            log.trim(log.rotate());
        }
        try (WriteAheadLog log = open(directory)) {
            log.replay(new LogPosition(2), logged -> {});

            assertThat(log.append(Batches.row(3)).position()).isEqualTo(new LogPosition(3));
        }
    }

    @Test
    default void goesOnAfterThePositionThatItIsTold(@TempDir Path directory) throws IOException {
        try (WriteAheadLog log = opened(directory)) {
            log.append(Batches.row(1));
        }
        try (WriteAheadLog log = open(directory)) {
            log.replay(new LogPosition(7), logged -> {});

            assertThat(log.append(Batches.row(8)).position()).isEqualTo(new LogPosition(8));
        }
        assertThat(replayed(directory, new LogPosition(7))).hasSize(1);
    }

    @Test
    default void keepsWhatManyRunsAppended(@TempDir Path directory) throws IOException {
        for (long run = 1; run <= 4; run++) {
            try (WriteAheadLog log = opened(directory)) {
                log.append(Batches.row(run));
            }
        }

        assertThat(replayed(directory, LogPosition.NONE)).hasSize(4);
    }

    @Test
    default void refusesToAppendAfterClose(@TempDir Path directory) throws IOException {
        WriteAheadLog log = opened(directory);
        log.close();

        assertThatThrownBy(() -> log.append(Batches.row(1)))
                .asInstanceOf(type(ProblemException.class))
                .extracting(thrown -> thrown.problem().kind())
                .isEqualTo(Problem.Kind.UNAVAILABLE);
    }

    @Test
    default void refusesToAppendBeforeReplay(@TempDir Path directory) throws IOException {
        try (WriteAheadLog log = open(directory)) {
            assertThatThrownBy(() -> log.append(Batches.row(1)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    /// A log that is ready, whatever was in it.
    private WriteAheadLog opened(Path directory) throws IOException {
        WriteAheadLog log = open(directory);
        log.replay(LogPosition.NONE, logged -> {});
        return log;
    }

    /// What a log hands out when it is opened.
    private List<LoggedBatch> replayed(Path directory, LogPosition from) throws IOException {
        List<LoggedBatch> batches = new ArrayList<>();
        try (WriteAheadLog log = open(directory)) {
            log.replay(from, batches::add);
        }
        return batches;
    }
}
