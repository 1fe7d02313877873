// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.FileEntry;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import dev.sluice.wal.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PersisterTest {
    private static final String DAY_2 = "86400000000001";

    @TempDir private Path directory;
    private Ingester ingester;

    @BeforeEach
    void open() throws IOException {
        ingester = new Ingester(directory).withDatabase();
    }

    @AfterEach
    void close() {
        ingester.close();
    }

    @Test
    void writesOneFileATableAndDayAndLetsTheRowsGo() throws IOException {
        ingester.write("m f=1 1\nm f=2 " + DAY_2 + "\nn f=3 3");
        ingester.write("m f=4 4");

        ingester.flush();

        assertThat(ingester.files())
                .extracting(FileEntry::rowCount, FileEntry::timeNanosMin, FileEntry::timeNanosMax)
                .containsExactlyInAnyOrder(
                        tuple(2L, 1L, 4L),
                        tuple(1L, Long.parseLong(DAY_2), Long.parseLong(DAY_2)),
                        tuple(1L, 3L, 3L));
        assertThat(ingester.buffer().sizeBytes()).isZero();
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1", "m " + DAY_2, "m 4", "n 3");
    }

    @Test
    @Conforms("D-229")
    void saysHowFarItPersistedAndTrimsTheLog() throws IOException {
        ingester.write("m f=1 1");
        ingester.write("m f=2 2");

        ingester.flush();

        assertThat(ingester.persistedThrough()).isEqualTo(new LogPosition(2));
        assertThat(ingester.logSegments()).hasSize(1);
        ingester.restart();
        assertThat(ingester.buffer().sizeBytes()).isZero();
        ingester.write("m f=3 3");
        assertThat(ingester.buffer().snapshot(ingester.table("m").id()).getFirst().position())
                .isEqualTo(new LogPosition(3));
    }

    @Test
    void doesNothingWhenThereIsNothing() throws IOException {
        ingester.flush();
        ingester.write("m f=1 1");
        ingester.flush();
        long version = ingester.catalog().snapshot().version();

        ingester.flush();

        assertThat(ingester.catalog().snapshot().version()).isEqualTo(version);
    }

    @Test
    void keepsTheRowsForTheNextAttemptWhenEncodingFails() throws IOException {
        ingester.write("m f=1 1");
        ingester.encoder().setFailing(true);
        assertThatIOException().isThrownBy(ingester::flush);
        ingester.write("m f=2 2");
        ingester.encoder().setFailing(false);
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1", "m 2");

        ingester.flush();

        assertThat(ingester.persistedThrough()).isEqualTo(new LogPosition(2));
        assertThat(ingester.buffer().sizeBytes()).isZero();
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1", "m 2");
        assertThat(ingester.files()).hasSize(2);
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    /// Until the table is removed for good, all rows stay where they are.
    @Test
    void saysOfWhichTableNoFileCanBeMade() throws IOException {
        ingester.write("bad f=1 1\nm f=1 1");
        ingester.encoder().refuse("bad");

        assertThatIOException()
                .isThrownBy(ingester::flush)
                .withMessageStartingWith("no file can be made of the rows of table 'bad' (id ")
                .withMessageEndingWith(
                        ") of database 'db': java.lang.IllegalStateException: a bug");

        assertThat(ingester.store().list("")).isEmpty();
        assertThat(ingester.visible().all()).containsOnlyKeys("bad 1", "m 1");
        CatalogSnapshot snapshot = ingester.catalog().snapshot();
        long databaseId = snapshot.findDatabase("db").orElseThrow().id();
        long tableId = snapshot.findTable(databaseId, "bad").orElseThrow().id();
        Instant now = Instant.EPOCH;
        ingester.catalog().commit(new CatalogChange.DeleteTable("db", "bad", now)).require();
        assertThatIOException().isThrownBy(ingester::flush);
        ingester.catalog().commit(new CatalogChange.ForgetTable(tableId, now)).require();
        ingester.flush();
        assertThat(ingester.files()).hasSize(1);
        assertThat(ingester.buffer().sizeBytes()).isZero();
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1");
    }

    @Test
    void keepsTheRowsForTheNextAttemptWhenThereIsNoMemory() throws IOException {
        ingester.write("m f=1 1");
        ingester.encoder().setOutOfMemory(true);

        assertThatIOException().isThrownBy(ingester::flush);

        ingester.encoder().setOutOfMemory(false);
        ingester.flush();
        assertThat(ingester.persistedThrough()).isEqualTo(new LogPosition(1));
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1");
        assertThat(ingester.files()).hasSize(1);
        assertThat(ingester.store().list("")).hasSize(1);
    }

    /// Where writers were faster than the disk, or after a restart, there is far more than that.
    @Test
    void makesFilesOfAFewUsualFlushesAtOnce(@TempDir Path other) throws IOException {
        IngestLimits limits =
                new IngestLimits(1 << 24, 1 << 16, Duration.ofDays(1), Duration.ofDays(1), 3);
        try (Ingester slow = new Ingester(other, limits).withDatabase()) {
            String text = "x".repeat(1 << 14);
            for (int batch = 0; batch < 32; batch++) {
                slow.write("m f=" + batch + ",s=\"" + text + batch + "\" 1\nm f=1 " + (batch + 2));
            }

            slow.flush();

            assertThat(slow.buffer().sizeBytes()).isZero();
            assertThat(slow.files())
                    .hasSizeBetween(4, 8)
                    .allSatisfy(file -> assertThat(file.rowCount()).isLessThanOrEqualTo(9));
            assertThat(slow.visible().all()).hasSize(33);
            assertThat(String.valueOf(slow.visible().all().get("m 1"))).contains("x31", "31.0");
        }
    }

    @Test
    void filesThatACollectorMightTakeForLeftBehindAreNotCommitted() throws IOException {
        ingester.write("m f=1 1\nn f=1 1");
        Deque<Duration> ages = new ArrayDeque<>(List.of(Duration.ZERO, Duration.ofMinutes(61)));
        ingester.ageFilesBy(() -> Ingester.NOW.plus(ages.remove()));
        assertThatIOException()
                .isThrownBy(ingester::flush)
                .withMessage("the first of 2 files was stored more than 60 minutes ago");
        assertThat(ingester.store().list("")).isEmpty();
        assertThat(ingester.files()).isEmpty();

        ingester.ageFilesBy(InstantSource.fixed(Ingester.NOW));
        ingester.flush();

        assertThat(ingester.files()).hasSize(2);
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1", "n 1");
    }

    @Test
    void deletesTheFilesOfAnAttemptThatTheCatalogRefused() throws IOException {
        ingester.write("m f=1 1");
        Problem problem = Problem.conflict("refused", "not today");
        ingester.catalog().answerNextCommit(new CommitOutcome.Refused(problem));

        assertThatThrownBy(ingester::flush).isInstanceOf(ProblemException.class);

        assertThat(ingester.store().list("")).isEmpty();
        ingester.flush();
        assertThat(ingester.files()).hasSize(1);
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1");
    }

    @Test
    void aCommitThatWasLeftUnknownAndNotMadeIsMadeAgain() throws IOException {
        ingester.write("m f=1 1");
        ingester.catalog().answerNextCommit(unknown());

        assertThatThrownBy(ingester::flush).isInstanceOf(ProblemException.class);

        assertThat(ingester.store().list("")).hasSize(1);
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1");
        ingester.write("m f=2 2");
        ingester.flush();
        assertThat(ingester.files()).hasSize(2);
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1", "m 2");
        assertThat(ingester.persistedThrough()).isEqualTo(new LogPosition(2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCommitThatWasLeftUnknownAndMadeIsNotMadeAgain(boolean outOfMemory, @TempDir Path other)
            throws IOException {
        // Rotation of the log and put succeed.
        FaultPlan faults = new FaultPlan(2, true, outOfMemory);
        try (Ingester doubting = new Ingester(other, faults).withDatabase()) {
            doubting.write("m f=1 1");
            assertThat(catchThrowable(doubting::flush)).isNotNull();
            assertThat(faults.failed()).containsExactly("commit");
            List<FileEntry> made = doubting.files();
            doubting.write("n f=2 2");

            doubting.flush();

            assertThat(doubting.files()).hasSize(2).containsAll(made);
            assertThat(doubting.store().list("")).hasSize(2);
            assertThat(doubting.buffer().sizeBytes()).isZero();
            assertThat(doubting.visible().all()).containsOnlyKeys("m 1", "n 2");
        }
    }

    @Test
    void makesNoFilesWhileTheCatalogIsAway() throws IOException {
        ingester.write("m f=1 1");
        ingester.catalog().answerNextCommit(unknown());
        assertThatThrownBy(ingester::flush).isInstanceOf(ProblemException.class);

        for (int attempt = 0; attempt < 3; attempt++) {
            ingester.catalog().answerNextCommit(unknown());
            assertThatThrownBy(ingester::flush).isInstanceOf(ProblemException.class);
        }

        assertThat(ingester.store().list("")).hasSize(1);
    }

    private static CommitOutcome unknown() {
        return new CommitOutcome.Unknown(
                new Problem(Problem.Kind.OUTCOME_UNKNOWN, "commit_unknown", "lost"));
    }

    @Test
    void persistsByItselfWhenTheBufferIsLarge(@TempDir Path other) throws Exception {
        IngestLimits limits =
                new IngestLimits(1 << 20, 1, Duration.ofDays(1), Duration.ofDays(1), 3);
        try (Ingester eager = new Ingester(other, limits).withDatabase()) {
            eager.persister().start();
            eager.write("m f=1 1");

            eager.encoder().awaitCall();

            eager.persister().close();
            assertThat(eager.files()).hasSize(1);
        }
    }

    @Test
    void persistsByItselfAtIntervals(@TempDir Path other) throws Exception {
        IngestLimits limits =
                new IngestLimits(1 << 26, 1 << 26, Duration.ofMillis(1), Duration.ofDays(1), 3);
        try (Ingester eager = new Ingester(other, limits).withDatabase()) {
            eager.persister().start();
            eager.write("m f=1 1");

            eager.encoder().awaitCall();

            eager.persister().close();
            assertThat(eager.files()).hasSize(1);
        }
    }

    @Test
    void triesAgainNoSoonerThanItSaysHoweverManyAsk(@TempDir Path other) throws Exception {
        IngestLimits limits =
                new IngestLimits(1 << 20, 1, Duration.ofDays(1), Duration.ofDays(1), 3);
        try (Ingester eager = new Ingester(other, limits).withDatabase()) {
            eager.encoder().setFailing(true);
            eager.persister().start();
            eager.write("m f=1 1");
            eager.encoder().awaitCall();

            for (int time = 2; time < 100; time++) {
                eager.write("m f=1 " + time);
            }
            eager.persister().close();

            // The first attempt, and the one on close.
            assertThat(eager.encoder().calls()).isEqualTo(2);
        }
    }

    @Test
    void persistsWhatIsLeftOnClose() throws IOException {
        ingester.persister().start();
        ingester.write("m f=1 1");

        ingester.persister().close();

        assertThat(ingester.files()).hasSize(1);
    }

    @Test
    void anAttemptWithoutMemoryIsNotTheLast(@TempDir Path other) throws IOException {
        FaultPlan faults = new FaultPlan(0, false, true);
        try (Ingester crowded = new Ingester(other, faults).withDatabase()) {
            crowded.persister().start();
            crowded.write("m f=1 1");

            crowded.persister().close();

            assertThat(faults.failed()).containsExactly("rotate");
            crowded.flush();
            assertThat(crowded.files()).hasSize(1);
        }
    }

    @Test
    void closesEvenWhenNothingCanBePersisted() throws IOException {
        ingester.persister().start();
        ingester.write("m f=1 1");
        ingester.encoder().setFailing(true);

        ingester.persister().close();

        assertThat(ingester.files()).isEmpty();
        ingester.restart();
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1");
    }
}
