// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.MemoryObjectStore;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.testkit.MovingClock;
import dev.sluice.wal.FaultySmallObjects.Fault;
import dev.sluice.wal.ObjectLog.Patience;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a log in an object store promises beyond any log: one writer at a time, wherever he is.
final class ObjectLogTest {
    private static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO);
    private static final Patience LONG = new Patience(Duration.ofHours(1), Duration.ofHours(1));

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final FaultySmallObjects store = new FaultySmallObjects(memory);
    private final MovingClock clock = MovingClock.at(Instant.now());
    private final List<ObjectLog> opened = new ArrayList<>();
    private final List<Problem> lost = new ArrayList<>();

    @AfterEach
    void close() {
        store.work();
        opened.forEach(ObjectLog::close);
    }

    @Test
    void whoeverOpensItTakesItOver() throws IOException {
        ObjectLog first = open();
        append(first, 1);
        ObjectLog second = open();

        Problem refused = refusal(first, 2);

        assertThat(refused.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(refused.code()).isEqualTo("log_taken_over");
        assertThat(lost).containsExactly(refused);
        assertThat(refusal(first, 3).code()).isEqualTo("log_taken_over");
        assertThat(lost).hasSize(1);
        append(second, 4);
        assertThat(replayed(0)).containsExactly(1L, 4L);
    }

    /// The objects that the first one's next number stood for are gone by then, but for the one
    /// that began the second's tenure.
    @Test
    void aSuccessorWhoHasTrimmedEverythingIsStillMet() throws IOException {
        ObjectLog first = open();
        append(first, 1);
        ObjectLog second = open();
        append(second, 2);
        append(second, 3);
        second.trim(second.rotate());
        ObjectLog third = open(3);
        third.trim(new LogPosition(3));

        assertThat(refusal(first, 4).code()).isEqualTo("log_taken_over");
        assertThat(refusal(second, 4).code()).isEqualTo("log_taken_over");
        append(third, 5);
        assertThat(replayed(3)).containsExactly(5L);
    }

    @Test
    void whatIsAcknowledgedWhileItIsTakenOverIsRead() throws IOException {
        ObjectLog first = open();
        append(first, 1);
        store.afterListing(() -> {
            append(first, 2);
            append(first, 3);
        });

        assertThat(replayed(0)).containsExactly(1L, 2L, 3L);

        assertThat(refusal(first, 4).code()).isEqualTo("log_taken_over");
    }

    /// It does not know that its last object arrived, so it would use that one's number next.
    @Test
    void whoDoesNotKnowHisLastNumberIsStillMet() throws IOException {
        ObjectLog first = open();
        append(first, 1);
        store.next(Fault.AFTER);
        refusal(first, 2);
        ObjectLog second = open();
        append(second, 3);
        append(second, 4);
        second.trim(second.rotate());

        assertThat(refusal(first, 5).code()).isEqualTo("log_taken_over");
    }

    @Test
    void goesOnByItselfWhenTheStoreDoes() throws IOException {
        ObjectLog log = open(0, LONG);
        store.next(Fault.BEFORE, Fault.AFTER);

        append(log, 1);

        assertThat(replayed(0)).containsExactly(1L);
    }

    @Test
    void tellsThatNobodyKnowsAndGoesOnWithoutIt() throws IOException {
        for (Fault fault : List.of(Fault.BEFORE, Fault.AFTER, Fault.LATE)) {
            ObjectLog log = open();
            long first = log.rotate().value() + 1;
            store.next(fault);

            assertThat(refusal(log, 1).kind())
                    .as("%s", fault)
                    .isEqualTo(Problem.Kind.OUTCOME_UNKNOWN);

            store.arrive();
            assertThat(append(log, 2)).isEqualTo(new LogPosition(first));
            append(log, 3);
            assertThat(replayed(first - 1)).as("%s", fault).containsExactly(2L, 3L);
        }
    }

    @Test
    void whatTheStoreSaidIsForTheLogAlone() throws IOException {
        ObjectLog log = open();
        store.next(Fault.BEFORE);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> append(log, 1))
                .withMessageContaining(FaultySmallObjects.CAUSE)
                .withCauseInstanceOf(IOException.class)
                .extracting(refused -> refused.problem().message())
                .asString()
                .startsWith("the log could not be written (the object store failed), and")
                .doesNotContain(FaultySmallObjects.CAUSE);
    }

    @Test
    void whatNobodyKnewIsWholeOrNotThereForTheNextProcess() throws IOException {
        ObjectLog log = open();
        append(log, 1);
        store.next(Fault.LATE);
        assertThat(refusal(log, 2).kind()).isEqualTo(Problem.Kind.OUTCOME_UNKNOWN);

        assertThat(replayed(0)).containsExactly(1L);
        store.arrive();
        assertThat(replayed(0)).containsExactly(1L);
    }

    @Test
    void aVoidObjectGoesBeforeTheOneThatSaysSo() throws IOException {
        ObjectLog log = open();
        store.next(Fault.AFTER);
        refusal(log, 1);
        append(log, 2);
        append(log, 3);
        store.next(Fault.BEFORE);

        assertThatIOException().isThrownBy(() -> log.trim(new LogPosition(1)));

        assertThat(replayed(0)).containsExactly(2L, 3L);
    }

    @Test
    void removesEachObjectThatIsNotNeeded() throws IOException {
        ObjectLog log = open();
        for (long value = 1; value <= 100; value++) {
            append(log, value);
        }

        log.trim(log.rotate());

        // The one that began, and the last.
        assertThat(numbers()).containsExactly(1L, 101L);
        ObjectLog next = open(100);
        append(next, 101);
        append(next, 102);
        next.trim(next.rotate());
        // Besides: the one before the second one began, and that.
        assertThat(numbers()).containsExactly(1L, 101L, 102L, 104L);
    }

    @Test
    void whatBeganOldTenuresGoesInTheEnd() throws IOException {
        open();
        open();
        assertThat(numbers()).containsExactly(1L, 2L);

        clock.advance(ObjectLog.TENURES_KEPT.plusDays(1));
        open();

        assertThat(numbers()).containsExactly(3L);
    }

    @Test
    void saysWhichObjectIsDamagedOrGone() throws IOException {
        ObjectLog log = open();
        append(log, 1);
        append(log, 2);
        append(log, 3);
        byte[] sound = memory.read(LogObject.path(3));
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 1;
            memory.delete(LogObject.path(3));
            memory.put(LogObject.path(3), damaged);

            assertThatIOException()
                    .as("byte %d", at)
                    .isThrownBy(() -> replayed(0))
                    .withMessageContaining("log/00000000000000000003 is damaged");
        }

        memory.delete(LogObject.path(3));

        assertThatIOException()
                .isThrownBy(() -> replayed(0))
                .withMessageContaining("positions 2 to 2 are missing");
    }

    @Test
    void tellsHowFarAStoreHasALog() throws IOException {
        assertThat(ObjectLog.lastIn(memory)).isEqualTo(LogPosition.NONE);
        assertThat(ObjectLog.awaitLastIn(memory)).isEmpty();
        ObjectLog log = open(7);
        assertThat(ObjectLog.awaitLastIn(memory)).contains(new LogPosition(7));
        assertThat(ObjectLog.lastIn(memory)).isEqualTo(new LogPosition(7));

        append(log, 8);

        assertThat(ObjectLog.lastIn(memory)).isEqualTo(new LogPosition(8));
    }

    @Test
    void aLogWithoutABatchIsALog() throws IOException {
        ObjectLog _ = open(0);

        assertThat(ObjectLog.awaitLastIn(memory)).contains(LogPosition.NONE);
    }

    /// While one object is on its way, what comes goes into the next one.
    @Test
    void putsManyBatchesIntoOneObject() throws Exception {
        ObjectLog log = open(0, NONE, Duration.ofHours(1));
        append(log, 1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long value = 2; value <= 50; value++) {
                long each = value;
                var _ = callers.submit(() -> append(log, each));
            }
            // Closing ends the pause.
            log.close();
        }

        assertThat(numbers()).hasSizeLessThanOrEqualTo(3);
    }

    private ObjectLog open() throws IOException {
        return open(0);
    }

    private ObjectLog open(long from) throws IOException {
        return open(from, NONE);
    }

    private ObjectLog open(long from, Patience patience) throws IOException {
        return open(from, patience, Duration.ZERO);
    }

    private ObjectLog open(long from, Patience patience, Duration pace) throws IOException {
        ObjectLog log = log(patience, pace);
        log.replay(new LogPosition(from), _ -> {});
        return log;
    }

    private ObjectLog log(Patience patience) {
        return log(patience, Duration.ZERO);
    }

    private ObjectLog log(Patience patience, Duration pace) {
        ObjectLog log = new ObjectLog(store, LogLimits.DEFAULT, pace, patience, clock, lost::add);
        opened.add(log);
        return log;
    }

    private List<Long> replayed(long from) throws IOException {
        List<Long> values = new ArrayList<>();
        log(NONE).replay(new LogPosition(from), logged -> values.add(value(logged)));
        return values;
    }

    private static LogPosition append(ObjectLog log, long value) {
        return log.append(Batches.row(value)).position();
    }

    private static Problem refusal(ObjectLog log, long value) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> append(log, value))
                .actual()
                .problem();
    }

    private static long value(LoggedBatch logged) {
        return logged.batch().tables().getFirst().rows().time().longAt(0);
    }

    private List<Long> numbers() {
        return memory.listWithTimes(LogObject.PREFIX).stream()
                .map(ListedObject::path)
                .map(ObjectPath::value)
                .map(path -> Long.parseLong(path.substring(LogObject.PREFIX.length())))
                .toList();
    }
}
