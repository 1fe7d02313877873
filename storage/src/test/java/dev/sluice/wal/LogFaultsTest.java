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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Lets the file operations of a log's life fail, one or some in a row, from the n-th on, for every
/// n, and work again; then takes the power away. Every answer was right, the log went on without
/// being opened again, and what a replay gives is what was acknowledged, and no more than a write
/// whose outcome was told to be unknown.
final class LogFaultsTest {
    private static final Path DIRECTORY = Path.of("/log");

    /// Rows below it are persisted after the first run.
    private static final long PERSISTED = 2;

    /// So many reach from a failed sync over every attempt to mend it into the next start.
    private static final int FAILURES_MAX = 12;

    private final List<Long> acknowledged = new ArrayList<>();

    /// Refused with nobody knowing whether the next replay has it.
    private final List<Long> unknown = new ArrayList<>();

    private @Nullable WriteAheadLog log;
    private LogPosition persisted = LogPosition.NONE;
    private String cause = "";
    private int refused;
    private boolean everUnknown;

    @ParameterizedTest
    @CsvSource({
        "NOTHING, No space left on device",
        "HALF, No space left on device",
        "EVERYTHING, No space left on device",
        "NOTHING, Input/output error",
        "HALF, Input/output error",
        "EVERYTHING, Input/output error"
    })
    void losesNothingAndGoesOnWhicheverOperationsFail(Loss loss, String message)
            throws IOException {
        cause = message;
        Set<String> failed = new TreeSet<>();
        for (int failures = 1; failures <= FAILURES_MAX; failures++) {
            boolean reached = true;
            for (int succeeding = 0; reached; succeeding++) {
                MemoryLogFiles files = new MemoryLogFiles();
                FaultyLogFiles faulty = new FaultyLogFiles(files, message);
                faulty.onFailedSync(files::giveUp);
                faulty.failAfter(succeeding, failures);
                String what = failures + " failures after " + succeeding + " operations";
                live(faulty, what);
                files.losePower(loss);
                assertThat(replayed(files))
                        .as(what)
                        .satisfiesAnyOf(
                                values -> assertThat(values).isEqualTo(acknowledged),
                                values -> assertThat(values).isEqualTo(withUnknown()));
                assertThat(refused)
                        .as("refused, %s", what)
                        .isLessThanOrEqualTo(failures - faulty.failuresLeft());
                failed.addAll(faulty.failed());
                reached = faulty.failuresLeft() == 0;
            }
        }
        assertThat(everUnknown).isTrue();
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
                        "renew",
                        "sync",
                        "syncDirectory",
                        "write");
    }

    private List<Long> withUnknown() {
        return Stream.concat(acknowledged.stream(), unknown.stream()).toList();
    }

    /// What a process wrote just before it ended is read by the next one, which may go on after it.
    /// So it must be lasting before anything else is, also when the system gave up writing it.
    @ParameterizedTest
    @EnumSource(Loss.class)
    void makesLastingWhatAnEndedProcessLeftUnsynced(Loss loss) throws IOException {
        cause = "Input/output error";
        MemoryLogFiles files = new MemoryLogFiles();
        FaultyLogFiles faulty = new FaultyLogFiles(files, cause);
        faulty.onFailedSync(files::giveUp);
        begin(faulty, "nothing");
        append(1);
        faulty.failAfter(1, Integer.MAX_VALUE);
        append(2);
        end();

        begin(files, "a failed sync");
        append(3);
        end();
        files.losePower(loss);

        assertThat(replayed(files)).containsExactly(1L, 2L, 3L);
    }

    /// Two runs with everything that a log does. A run that cannot begin is begun again, as a
    /// server is started again.
    private void live(FaultyLogFiles files, String what) throws IOException {
        acknowledged.clear();
        unknown.clear();
        refused = 0;
        persisted = LogPosition.NONE;
        begin(files, what);
        append(1);
        append(2);
        rotateAndTrim(new LogPosition(PERSISTED));
        append(3);
        append(4);
        rotateAndTrim(persisted);
        end();
        begin(files, what);
        append(5);
        rotateAndTrim(persisted);
        append(6);
        end();
    }

    private void begin(LogFiles files, String what) throws IOException {
        List<Long> found = new ArrayList<>();
        while (log == null) {
            found.clear();
            try {
                log = opened(files, found);
            } catch (IOException e) {
                assertThat(e).as(what).hasMessage(cause);
            }
        }
        assertThat(found)
                .as("begun after %s", what)
                .satisfiesAnyOf(
                        values -> assertThat(values).isEqualTo(acknowledged),
                        values -> assertThat(values).isEqualTo(withUnknown()));
        // Nothing is unknown any more: what was found stays, and nothing else can come.
        acknowledged.clear();
        acknowledged.addAll(found);
        unknown.clear();
    }

    private WriteAheadLog opened(LogFiles files, List<Long> found) throws IOException {
        WriteAheadLog opened =
                FileLog.open(DIRECTORY, LogLimits.DEFAULT, files, LogFaultsTest::requireCut);
        try {
            opened.replay(persisted, logged -> found.add(valueOf(logged)));
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /// What was acknowledged is never missing.
    private static void requireCut(LogLoss loss) {
        assertThat(loss).isInstanceOf(LogLoss.CutEnd.class);
    }

    private void end() {
        log().close();
        log = null;
    }

    private void append(long value) {
        try {
            log().append(Batches.row(value));
            acknowledged.add(value);
            // What was refused before can never come back now.
            unknown.clear();
        } catch (ProblemException e) {
            refused++;
            assertThat(e.problem().message()).contains(cause);
            switch (e.problem().code()) {
                case "log_failed" ->
                        assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                default -> {
                    assertThat(e.problem())
                            .returns(Problem.Kind.OUTCOME_UNKNOWN, Problem::kind)
                            .returns("log_unknown", Problem::code);
                    unknown.add(value);
                    everUnknown = true;
                }
            }
        }
    }

    private void rotateAndTrim(LogPosition through) {
        try {
            LogPosition rotated = log().rotate();
            if (rotated.value() >= through.value() && through.value() > 0) {
                persisted = through;
                acknowledged.removeIf(value -> value <= PERSISTED);
                log().trim(through);
            }
        } catch (IOException e) {
            assertThat(e).hasMessage(cause);
        }
    }

    private static long valueOf(LoggedBatch logged) {
        return logged.batch().tables().getFirst().rows().columns().getFirst().longAt(0);
    }

    private WriteAheadLog log() {
        return Objects.requireNonNull(log);
    }

    private List<Long> replayed(LogFiles files) throws IOException {
        List<Long> values = new ArrayList<>();
        try (WriteAheadLog reopened =
                FileLog.open(DIRECTORY, LogLimits.DEFAULT, files, LogFaultsTest::requireCut)) {
            reopened.replay(persisted, logged -> values.add(valueOf(logged)));
        }
        return values;
    }
}
