// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.wal.MemoryLogFiles.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Lets each file operation of a log's life fail once, at its n-th use, for every n; then takes the
/// power away. Every answer was right or *unavailable* with the cause in it, and nothing that was
/// acknowledged is missing.
final class LogFaultsTest {
    private static final Path DIRECTORY = Path.of("/log");

    /// Rows below it are persisted after the first run.
    private static final long PERSISTED = 2;

    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Long> attempted = new ArrayList<>();
    private @Nullable WriteAheadLog log;
    private LogPosition persisted = LogPosition.NONE;
    private String cause = "";

    @ParameterizedTest
    @CsvSource({
        "NOTHING, No space left on device",
        "HALF, No space left on device",
        "EVERYTHING, No space left on device",
        "NOTHING, Input/output error",
        "HALF, Input/output error",
        "EVERYTHING, Input/output error"
    })
    void losesNothingWhicheverOperationFails(Loss loss, String message) throws IOException {
        cause = message;
        Set<String> failed = new TreeSet<>();
        int succeeding = 0;
        while (true) {
            MemoryLogFiles files = new MemoryLogFiles();
            FaultyLogFiles faulty = new FaultyLogFiles(files, message);
            faulty.failAfter(succeeding);
            live(faulty);
            files.losePower(loss);
            assertThat(replayed(files))
                    .as("after %d operations, then %s", succeeding, faulty.failed())
                    .containsSubsequence(acknowledged)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(attempted);
            if (faulty.failed().isEmpty()) {
                break;
            }
            failed.addAll(faulty.failed());
            succeeding++;
        }
        assertThat(failed)
                .containsExactly(
                        "close",
                        "createDirectories",
                        "cut",
                        "delete",
                        "list",
                        "lock",
                        "open",
                        "read",
                        "read of bytes",
                        "sync",
                        "syncDirectory",
                        "write");
    }

    /// What a process wrote just before it was killed is read by the next one, which may go on
    /// after it. So it must be lasting before anything else is.
    @ParameterizedTest
    @EnumSource(Loss.class)
    void makesLastingWhatAKilledProcessLeftUnsynced(Loss loss) throws IOException {
        MemoryLogFiles files = new MemoryLogFiles();
        FaultyLogFiles faulty = new FaultyLogFiles(files, "killed before the sync");
        begin(faulty);
        append(1);
        faulty.failAfter(1);
        append(2);
        end();

        begin(files);
        append(3);
        end();
        files.losePower(loss);

        assertThat(replayed(files)).containsExactly(1L, 2L, 3L);
    }

    /// Two runs with everything that a log does. A run that cannot begin is begun once more, as a
    /// server is started again.
    private void live(LogFiles files) throws IOException {
        acknowledged.clear();
        attempted.clear();
        persisted = LogPosition.NONE;
        begin(files);
        append(1);
        append(2);
        rotateAndTrim(files, new LogPosition(PERSISTED));
        append(3);
        append(4);
        rotateAndTrim(files, persisted);
        end();
        begin(files);
        append(5);
        rotateAndTrim(files, persisted);
        append(6);
        end();
    }

    private void begin(LogFiles files) throws IOException {
        try {
            log = opened(files);
        } catch (IOException e) {
            assertThat(e).hasMessage(cause);
            log = opened(files);
        }
    }

    private WriteAheadLog opened(LogFiles files) throws IOException {
        WriteAheadLog opened = FileLog.open(DIRECTORY, LogLimits.DEFAULT, files);
        try {
            opened.replay(persisted, logged -> {});
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private void end() {
        log().close();
    }

    private void append(long value) {
        attempted.add(value);
        try {
            log().append(Batches.row(value));
            acknowledged.add(value);
        } catch (ProblemException e) {
            requireHonest(e);
        }
    }

    /// A log that has failed cannot rotate; the server is started again then.
    private void rotateAndTrim(LogFiles files, LogPosition through) throws IOException {
        try {
            LogPosition rotated = log().rotate();
            if (rotated.value() >= through.value() && through.value() > 0) {
                persisted = through;
                acknowledged.removeIf(value -> value <= PERSISTED);
                log().trim(through);
            }
        } catch (IOException e) {
            assertThat(e).hasMessage(cause);
        } catch (ProblemException e) {
            requireHonest(e);
            end();
            begin(files);
        }
    }

    private void requireHonest(ProblemException e) {
        assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(e.problem().message()).contains(cause, "until the server restarts");
    }

    private WriteAheadLog log() {
        return Objects.requireNonNull(log);
    }

    private List<Long> replayed(LogFiles files) throws IOException {
        List<Long> values = new ArrayList<>();
        try (WriteAheadLog reopened = FileLog.open(DIRECTORY, LogLimits.DEFAULT, files)) {
            reopened.replay(
                    persisted,
                    logged ->
                            values.add(
                                    logged.batch()
                                            .tables()
                                            .getFirst()
                                            .rows()
                                            .columns()
                                            .getFirst()
                                            .longAt(0)));
        }
        return values;
    }
}
