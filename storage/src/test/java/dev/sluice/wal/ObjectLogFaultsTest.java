// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.MemoryObjectStore;
import dev.sluice.testkit.MovingClock;
import dev.sluice.wal.FaultySmallObjects.Fault;
import dev.sluice.wal.ObjectLog.Patience;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random lives of several processes with one log, of which each believes that it is the only one,
/// over a store that fails now and then: before it has done something, after it, or so that it
/// comes true later. Whatever was acknowledged is read by whoever opens the log next, once and in
/// order; nobody is told so after somebody else has opened it.
final class ObjectLogFaultsTest {
    private static final int STEPS = 400;
    private static final int LIVES = 40;
    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO);

    /// What a log is known to hold.
    private static final class Life {
        private final Random random;
        private final FaultySmallObjects store = new FaultySmallObjects(new MemoryObjectStore());
        private final MovingClock clock = MovingClock.at(Instant.now());
        private final List<ObjectLog> processes = new ArrayList<>();

        /// Values that whoever opens it has to find, by position.
        private NavigableMap<Long, Long> acknowledged = new TreeMap<>();

        /// Of which the present owner said that nobody knows, since its last acknowledgement.
        private final List<Long> unknown = new ArrayList<>();

        private LogPosition persisted = LogPosition.NONE;
        private long values;
        private int takenOver;
        private int unknowns;
        private int voids;

        Life(long seed) {
            random = new Random(seed);
        }

        private void run() throws IOException {
            open();
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(4) == 0) {
                    store.next(FAULTS.get(random.nextInt(FAULTS.size())));
                }
                switch (random.nextInt(20)) {
                    case 0 -> open();
                    case 1, 2 -> store.arrive();
                    case 3, 4 -> persist();
                    case 5, 6, 7 -> appendByAFormerOwner();
                    default -> append();
                }
            }
            store.arrive();
            open();
            for (ObjectLog process : processes) {
                process.close();
            }
        }

        private void open() throws IOException {
            NavigableMap<Long, Long> read = new TreeMap<>();
            ObjectLog opened = null;
            while (opened == null) {
                read.clear();
                ObjectLog log =
                        new ObjectLog(
                                store, LogLimits.DEFAULT, Duration.ZERO, NONE, clock, _ -> {});
                try {
                    log.replay(
                            persisted,
                            logged ->
                                    assertThat(read.put(logged.position().value(), value(logged)))
                                            .isNull());
                    opened = log;
                } catch (IOException failed) {
                    assertThat(failed).hasMessageContaining(FaultySmallObjects.CAUSE);
                    log.close();
                }
            }
            NavigableMap<Long, Long> expected =
                    new TreeMap<>(acknowledged.tailMap(persisted.value(), false));
            if (read.size() > expected.size()) {
                // One group at most, at the end: what it holds was told to be in doubt.
                assertThat(read).hasSize(expected.size() + 1);
                assertThat(read.lastEntry().getValue()).isIn(unknown);
                expected.put(read.lastKey(), read.lastEntry().getValue());
                acknowledged.put(read.lastKey(), read.lastEntry().getValue());
            }
            assertThat(read).isEqualTo(expected);
            unknown.clear();
            processes.add(opened);
        }

        private void append() {
            long value = ++values;
            try {
                LogPosition position = owner().append(Batches.row(value)).position();
                assertThat(position.value())
                        .isGreaterThan(acknowledged.isEmpty() ? 0 : acknowledged.lastKey());
                acknowledged.put(position.value(), value);
                voids += unknown.size();
                unknown.clear();
            } catch (ProblemException e) {
                assertThat(e.problem().kind()).isEqualTo(Problem.Kind.OUTCOME_UNKNOWN);
                unknown.add(value);
                unknowns++;
            }
        }

        private ObjectLog owner() {
            return processes.getLast();
        }

        private void appendByAFormerOwner() {
            if (processes.size() == 1) {
                return;
            }
            ObjectLog former = processes.get(random.nextInt(processes.size() - 1));
            try {
                former.append(Batches.row(-1));
                throw new AssertionError("acknowledged by a process that has lost the log");
            } catch (ProblemException e) {
                if (e.problem().code().equals("log_taken_over")) {
                    takenOver++;
                } else {
                    // It has not heard.
                    assertThat(e.problem().kind()).isEqualTo(Problem.Kind.OUTCOME_UNKNOWN);
                }
            }
        }

        private void persist() {
            LogPosition through = owner().rotate();
            persisted = through;
            // Also by one who was slow to do so.
            ObjectLog any = processes.get(random.nextInt(processes.size()));
            try {
                (random.nextBoolean() ? owner() : any).trim(through);
            } catch (IOException _) {
                // Later.
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingAcknowledgedIsLost(long block) throws IOException {
        int takenOver = 0;
        int unknowns = 0;
        int voids = 0;
        for (long seed = block * LIVES; seed < (block + 1) * LIVES; seed++) {
            Life life = new Life(seed);
            try {
                life.run();
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            takenOver += life.takenOver;
            unknowns += life.unknowns;
            voids += life.voids;
        }
        assertThat(takenOver).isGreaterThan(LIVES);
        assertThat(unknowns).isGreaterThan(LIVES);
        assertThat(voids).isGreaterThan(LIVES);
    }

    private static long value(LoggedBatch logged) {
        return logged.batch().tables().getFirst().rows().time().longAt(0);
    }
}
