// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the log says and keeps when a file operation fails or is slow.
final class FileLogFaultTest {
    private final FaultyLogFiles files = new FaultyLogFiles(new DiskLogFiles(), "no luck today");
    @TempDir private Path directory;

    /// The write, the sync, or either and what would take it away.
    @ParameterizedTest
    @CsvSource({"0, 1, log_failed", "1, 1, log_failed", "0, 3, log_unknown", "1, 3, log_unknown"})
    void refusesWhatCouldNotBeWrittenAndGoesOn(int succeeding, int failures, String code)
            throws IOException {
        try (WriteAheadLog log = opened(LogLimits.DEFAULT)) {
            log.append(Batches.row(1));
            files.failAfter(succeeding, failures);

            assertThatThrownBy(() -> log.append(row2()))
                    .asInstanceOf(type(ProblemException.class))
                    .extracting(thrown -> thrown.problem().code())
                    .isEqualTo(code);
            assertThat(log.append(Batches.row(3)).position()).isEqualTo(new LogPosition(2));
            assertThat(log.rotate()).isEqualTo(new LogPosition(2));
        }

        assertThat(replayed()).containsExactly(shown(1), shown(3));
    }

    @Test
    void refusesEverythingWhileNothingCanBeTakenAway() throws IOException {
        try (WriteAheadLog log = opened(LogLimits.DEFAULT)) {
            log.append(Batches.row(1));
            files.failAfter(0, Integer.MAX_VALUE);
            assertProblem(Problem.Kind.OUTCOME_UNKNOWN, "log_unknown", () -> log.append(row2()));

            assertProblem(Problem.Kind.UNAVAILABLE, "log_failed", () -> log.append(row2()));
            assertProblem(Problem.Kind.UNAVAILABLE, "log_failed", () -> log.append(row2()));
            assertThatIOException().isThrownBy(log::rotate).withMessage("no luck today");
            files.failAfter(0, 0);

            assertThat(log.rotate()).isEqualTo(new LogPosition(1));
        }

        assertThat(replayed()).containsExactly(shown(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void goesOnInTheOldSegmentWhenANewOneCannotBeMade(int succeeding) throws IOException {
        try (WriteAheadLog log = opened(LogLimits.DEFAULT)) {
            log.append(Batches.row(1));
            files.failAfter(succeeding);
            assertThatIOException().isThrownBy(log::rotate);

            assertThat(log.append(row2()).position()).isEqualTo(new LogPosition(2));
            assertThat(log.rotate()).isEqualTo(new LogPosition(2));
        }

        assertThat(replayed()).hasSize(2);
    }

    /// A file that is removed takes bytes as ever; nobody finds them.
    @Test
    void acknowledgesNothingInASegmentThatIsGone() throws IOException {
        Path log = directory.resolve("log");
        Path away = directory.resolve("away");
        try (WriteAheadLog open = FileLog.open(log, LogLimits.DEFAULT, _ -> {})) {
            open.replay(LogPosition.NONE, logged -> {});
            open.append(Batches.row(1));
            Files.move(log, away);
            assertProblem(Problem.Kind.OUTCOME_UNKNOWN, "log_unknown", () -> open.append(row2()));
            assertProblem(Problem.Kind.UNAVAILABLE, "log_failed", () -> open.append(row2()));

            // What was acknowledged before can go to files.
            assertThat(open.rotate()).isEqualTo(new LogPosition(1));
            Files.move(away, log);

            assertThat(open.append(Batches.row(3)).position()).isEqualTo(new LogPosition(2));
            assertThat(open.rotate()).isEqualTo(new LogPosition(2));
        }

        assertThat(replayed(log)).containsExactly(shown(1), shown(3));
    }

    @Test
    void isBusyAtTheLimitOfPendingBytes() throws Exception {
        int size = Math.toIntExact(BatchCodec.sizeOf(Batches.row(1)));
        CountDownLatch open = new CountDownLatch(1);
        try (WriteAheadLog log = opened(new LogLimits(2 * size, size, size));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            files.holdWrites(open);
            CompletionService<LoggedBatch> running = new ExecutorCompletionService<>(callers);
            for (int i = 0; i < 3; i++) {
                running.submit(() -> log.append(Batches.row(1)));
            }

            // Two fit; the third is refused while they are held.
            assertThat(running.take().exceptionNow())
                    .asInstanceOf(type(ProblemException.class))
                    .extracting(thrown -> thrown.problem().kind())
                    .isEqualTo(Problem.Kind.BUSY);
            open.countDown();
            assertThat(List.of(running.take().get(), running.take().get()))
                    .extracting(logged -> logged.position().value())
                    .containsExactlyInAnyOrder(1L, 2L);
        }
    }

    @Test
    void refusesABatchOverTheLimit() throws IOException {
        int size = Math.toIntExact(BatchCodec.sizeOf(Batches.row(1)));
        try (WriteAheadLog log = opened(new LogLimits(size, size, size - 1))) {
            assertProblem(
                    Problem.Kind.TOO_LARGE,
                    "log_batch_too_large",
                    () -> log.append(Batches.row(1)));
        }
    }

    @Test
    void keepsTheInterruptOfACallerAndItsBatch() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        List<LogPosition> stored = new ArrayList<>();
        List<Boolean> interrupted = new ArrayList<>();
        try (WriteAheadLog log = opened(LogLimits.DEFAULT)) {
            files.holdWrites(open);
            Thread caller =
                    Thread.ofPlatform()
                            .start(() -> {
                                stored.add(log.append(Batches.row(1)).position());
                                interrupted.add(Thread.interrupted());
                            });
            caller.interrupt();
            open.countDown();
            caller.join();
        }

        assertThat(stored).containsExactly(new LogPosition(1));
        assertThat(interrupted).containsExactly(true);
    }

    private List<String> replayed() throws IOException {
        return replayed(directory);
    }

    private static List<String> replayed(Path directory) throws IOException {
        List<String> found = new ArrayList<>();
        try (WriteAheadLog log = FileLog.open(directory, LogLimits.DEFAULT, _ -> {})) {
            log.replay(LogPosition.NONE, logged -> found.add(Batches.show(logged.batch())));
        }
        return found;
    }

    private static String shown(long value) {
        return Batches.show(Batches.row(value));
    }

    private static CheckedBatch row2() {
        return Batches.row(2);
    }

    private WriteAheadLog opened(LogLimits limits) throws IOException {
        WriteAheadLog log = FileLog.open(directory, limits, files, _ -> {});
        log.replay(LogPosition.NONE, logged -> {});
        return log;
    }

    private static void assertProblem(Problem.Kind kind, String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(ProblemException.class))
                .extracting(ProblemException::problem)
                .returns(kind, Problem::kind)
                .returns(code, Problem::code);
    }
}
