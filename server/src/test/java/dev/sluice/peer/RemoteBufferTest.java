// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.auth.Credential;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.Buffer;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.buffer.FrozenRows;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.http.BodyMemory;
import dev.sluice.http.Endpoint;
import dev.sluice.http.HttpDoor;
import dev.sluice.http.PeerEndpoint;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Precision;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Waiting;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Copies of a buffer behind a real door.
@Timeout(60)
final class RemoteBufferTest {
    private static final long TABLE = 10;
    private static final long LARGE = 64L << 20;
    private static final String TOKEN = "good";
    private static final UUID PROCESS = UUID.randomUUID();

    @TempDir private Path directory;
    private final Buffer buffer = new Buffer();
    private final AtomicLong reached = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong sentBytes = new AtomicLong();
    private final AtomicReference<PeerEndpoint.Rows> answers = new AtomicReference<>();
    private Catalog catalog;
    private HttpDoor door;

    /// Where the rows are not, and is asked first.
    private HttpDoor standby;

    private Ingester ingester;
    private List<Secret> tokens = List.of(Secret.of(TOKEN));
    private long position;

    @BeforeEach
    void open() throws Exception {
        open(Duration.ZERO);
    }

    private void open(Duration changeWaitMax) throws Exception {
        catalog = SqlCatalog.open(directory.resolve("catalog.sqlite"));
        answers.set(new BufferAnswers(buffer, catalog, PROCESS)::since);
        PeerEndpoint endpoint =
                new PeerEndpoint(
                        credential ->
                                credential instanceof Credential.Bearer(Secret shown)
                                        && shown.reveal().equals(TOKEN),
                        (tableId, held) -> {
                            asked.incrementAndGet();
                            byte[] answer = answers.get().since(tableId, held);
                            sentBytes.addAndGet(answer.length);
                            return answer;
                        });
        door = door(List.of(endpoint));
        standby = door(List.of());
        ingester =
                new Ingester(
                        List.of(
                                URI.create("http://127.0.0.1:" + standby.open().getPort()),
                                URI.create("http://127.0.0.1:" + door.open().getPort())),
                        () -> tokens,
                        SSLContext.getDefault(),
                        changeWaitMax);
    }

    @AfterEach
    void close() {
        ingester.close();
        standby.close();
        door.close();
        catalog.close();
    }

    private static HttpDoor door(List<Endpoint> endpoints) {
        return new HttpDoor(
                new HttpDoor.Settings(
                        "127.0.0.1",
                        0,
                        "--port",
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        List.of(),
                        null),
                endpoints,
                new BodyMemory(LARGE));
    }

    private RemoteBuffer remote(long copiesBytesMax) {
        return new RemoteBuffer(
                ingester,
                (_, version) -> reached.accumulateAndGet(version, Math::max),
                copiesBytesMax);
    }

    private void write(long table, String... lines) {
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        TableRows rows =
                LineProtocolParser.parse(bytes, 0, bytes.length, Precision.NANOSECOND, 0)
                        .tables()
                        .getFirst()
                        .rows();
        buffer.add(
                new LoggedBatch(
                        new LogPosition(++position),
                        new CheckedBatch(1, List.of(new CheckedTable(table, rows)))));
    }

    @Test
    void showsTheSecondTokenWhereTheFirstIsNotTaken() {
        write(1, "m f=1 1");
        tokens = List.of(Secret.of("of another key pair"), Secret.of(TOKEN));

        assertThat(remote(LARGE).snapshot(1)).hasSize(1);
    }

    private static List<String> described(List<BufferedRows> rows) {
        return rows.stream()
                .map(part ->
                        part.position()
                                + " "
                                + part.late()
                                + " "
                                + part.rows().tableName()
                                + " "
                                + part.rows().rowCount()
                                + " "
                                + part.rows().tags().stream().map(tag -> tag.column()).toList()
                                + " "
                                + part.rows().fields().stream().map(f -> f.column()).toList()
                                + " "
                                + part.rows().timeNanosMin()
                                + " "
                                + part.rows().timeNanosMax())
                .toList();
    }

    private void assertSame(RemoteBuffer remote) {
        assertThat(described(remote.snapshot(TABLE))).isEqualTo(described(buffer.snapshot(TABLE)));
    }

    @Test
    void showsTheRowsThatTheOtherHasThroughEveryTurnOfTheirLife() {
        RemoteBuffer remote = remote(LARGE);
        assertSame(remote);
        write(TABLE, "m,k=a f=1,s=\"x\",b=true,i=1i,u=2u 1", "m,k=b f=2 2");
        assertSame(remote);
        write(TABLE, "m,k=a f=3 1");
        FrozenRows frozen = buffer.freeze();
        assertSame(remote);
        write(TABLE, "m,k=c g=1 5");
        assertSame(remote);
        buffer.release(frozen);
        assertSame(remote);
        buffer.release(buffer.freeze());
        assertSame(remote);
    }

    @Test
    void fetchesWhatIsNewAndNothingElse() {
        RemoteBuffer remote = remote(LARGE);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.append("m,k=a f=").append(i).append(".5 ").append(i).append('\n');
        }
        write(TABLE, many.toString());
        List<BufferedRows> first = remote.snapshot(TABLE);
        long whole = sentBytes.getAndSet(0);
        assertThat(remote.snapshot(TABLE)).isSameAs(first);
        write(TABLE, "m,k=a f=1 20000");
        assertThat(remote.snapshot(TABLE)).hasSize(2);

        assertThat(sentBytes.get()).isLessThan(whole / 50);
        assertThat(remote.snapshot(TABLE).getFirst()).isSameAs(first.getFirst());
    }

    @Test
    void makesTheCatalogAsNewAsTheRows() {
        RemoteBuffer remote = remote(LARGE);
        catalog.commit(new CatalogChange.CreateDatabase(new DatabaseName("db"), 0, 500, 200))
                .require();

        remote.snapshot(TABLE);

        assertThat(reached).hasValue(catalog.snapshot().version());
    }

    @Test
    void aCatalogThatCannotBeMadeNewIsNoAnswer() {
        RemoteBuffer remote =
                new RemoteBuffer(
                        ingester,
                        (_, _) -> {
                            throw Problem.unavailable("catalog_unavailable", "away").asException();
                        },
                        LARGE);

        assertThatThrownBy(() -> remote.snapshot(TABLE)).hasMessage("away");
    }

    @Test
    void saysWhoseRowsTheyAre() {
        List<UUID> told = new ArrayList<>();
        RemoteBuffer remote = new RemoteBuffer(ingester, (process, _) -> told.add(process), LARGE);

        List<BufferedRows> _ = remote.snapshot(TABLE);

        assertThat(told).containsExactly(PROCESS);
    }

    @Test
    void manyRowsComeInParts() {
        answers.set(new BufferAnswers(buffer, catalog, PROCESS, 200)::since);
        RemoteBuffer remote = remote(LARGE);
        for (int i = 0; i < 10; i++) {
            write(TABLE, "m,k=a f=" + i + " " + i);
            if (i == 4) {
                FrozenRows _ = buffer.freeze();
            }
        }

        assertSame(remote);

        assertThat(asked.get()).isGreaterThan(3);
    }

    @Test
    void forgetsWhatAnEarlierProcessHad() {
        RemoteBuffer remote = remote(LARGE);
        write(TABLE, "m f=1 1");
        write(TABLE, "m f=2 2");
        assertSame(remote);
        Buffer next = new Buffer();
        answers.set(new BufferAnswers(next, catalog, UUID.randomUUID())::since);

        assertThat(remote.snapshot(TABLE)).isEmpty();
        answers.set(new BufferAnswers(buffer, catalog, PROCESS)::since);
        assertSame(remote);
    }

    @Test
    void copiesThatWereNotUsedForTheLongestTimeGoFirst() {
        write(1, "m f=1 1");
        write(2, "m f=1 1");
        write(3, "m f=1 1");
        RemoteBuffer probe = remote(LARGE);
        probe.snapshot(1);
        long one = probe.sizeBytes();
        RemoteBuffer remote = remote(2 * one);
        List<BufferedRows> first = remote.snapshot(1);
        List<BufferedRows> second = remote.snapshot(2);
        assertThat(remote.snapshot(1)).isSameAs(first);

        remote.snapshot(3);

        assertThat(remote.sizeBytes()).isLessThanOrEqualTo(2 * one);
        assertThat(remote.snapshot(1)).isSameAs(first);
        assertThat(remote.snapshot(2)).isNotSameAs(second).hasSize(1);
    }

    @Test
    void aTableThatIsTooLargeAloneIsRefused() {
        write(TABLE, "m f=1 1");
        RemoteBuffer remote = remote(600);

        assertThatThrownBy(() -> remote.snapshot(TABLE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("buffer_too_large"));
        buffer.release(buffer.freeze());
        assertThat(remote.snapshot(TABLE)).isEmpty();
    }

    @Test
    void queriesAtTheSameTimeShareOneFetch() throws Exception {
        write(TABLE, "m f=1 1");
        RemoteBuffer remote = remote(LARGE);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        PeerEndpoint.Rows real = answers.get();
        answers.set((tableId, held) -> {
            started.countDown();
            await(go);
            return real.since(tableId, held);
        });
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<List<BufferedRows>> first = threads.submit(() -> remote.snapshot(TABLE));
            await(started);
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiting.add(
                        Thread.ofPlatform()
                                .start(() -> assertThat(remote.snapshot(TABLE)).hasSize(1)));
            }
            for (Thread thread : waiting) {
                Waiting.until(
                        "it waits for the others", () -> thread.getState() == Thread.State.BLOCKED);
            }
            go.countDown();
            assertThat(first.get()).hasSize(1);
            for (Thread thread : waiting) {
                thread.join();
            }
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatCannotBeHadIsSaidInASentence() throws Exception {
        RemoteBuffer remote = remote(LARGE);
        answers.set((_, _) -> new byte[100]);
        assertUnavailable(remote, "its answer cannot be read: it is no answer about rows");
        byte[] good =
                new BufferAnswers(buffer, catalog, PROCESS).since(TABLE, HeldWords.NOTHING.text());
        byte[] damaged = good.clone();
        damaged[damaged.length - 1] ^= 1;
        answers.set((_, _) -> damaged);
        assertUnavailable(remote, "its checksum is wrong");
        byte[] newer = good.clone();
        newer[4]++;
        answers.set((_, _) -> newer);
        assertUnavailable(remote, "run one version of both");
        answers.set((_, _) -> {
            throw Problem.unavailable("x", "x").asException();
        });
        assertUnavailable(remote, "it answers with status 503");
        answers.set((_, _) -> {
            throw new Problem(Problem.Kind.NOT_FOUND, "x", "x").asException();
        });
        assertUnavailable(remote, "it stands by, or is no ingester");
        door.close();
        assertUnavailable(remote, "nobody listens there");
    }

    /// Whoever stood by works some seconds later.
    @Test
    void whileAnotherServerTakesItsPlaceRowsAreWaitedFor() throws Exception {
        close();
        Files.delete(directory.resolve("catalog.sqlite"));
        open(Duration.ofSeconds(50));
        write(TABLE, "m f=1 1");
        RemoteBuffer remote = remote(LARGE);
        PeerEndpoint.Rows works = answers.get();
        answers.set((_, _) -> {
            throw new Problem(Problem.Kind.NOT_FOUND, "x", "x").asException();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<BufferedRows>> rows = threads.submit(() -> remote.snapshot(TABLE));
            while (asked.get() < 3) {
                Thread.sleep(10);
            }
            assertThat(ingester.isThere()).isFalse();
            answers.set(works);

            assertThat(rows.get()).hasSize(1);
        }
        assertThat(ingester.isThere()).isTrue();
    }

    /// Afterwards nobody waits for one that does not come.
    @Test
    void whoAsksLaterIsToldAtOnce() throws Exception {
        close();
        Files.delete(directory.resolve("catalog.sqlite"));
        open(Duration.ofMillis(600));
        RemoteBuffer remote = remote(LARGE);
        door.close();
        assertUnavailable(remote, "nobody listens there");
        long begun = System.nanoTime();

        for (int i = 0; i < 10; i++) {
            assertUnavailable(remote, "nobody listens there");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whoDoesNotTakeItsTokenIsToldAfterAWait() {
        tokens = List.of(Secret.of("bad"));

        assertUnavailable(
                remote(LARGE),
                "does not take this server for one of its cluster, which takes the same key pair, the"
                        + " same catalog, and clocks that agree");
    }

    private static void assertUnavailable(RemoteBuffer remote, String words) {
        assertThatThrownBy(() -> remote.snapshot(TABLE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                            assertThat(e.problem().message())
                                    .startsWith("rows that are not in files yet cannot be had")
                                    .contains(words)
                                    .doesNotContain(TOKEN);
                        });
    }

    @Test
    void wordsThatSayNothingAreRefused() {
        for (String words : List.of("", "x", "x.1.2.3", "1.2.3", HeldWords.NOTHING.text() + ".4")) {
            assertThatThrownBy(() -> HeldWords.read(words))
                    .as(words)
                    .isInstanceOf(ProblemException.class);
        }
        assertThat(HeldWords.read(HeldWords.NOTHING.text())).isEqualTo(HeldWords.NOTHING);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
