// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Cluster.DatabaseToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills the server at random moments, again and again, and requires after each time that every
/// acknowledged point is there once, each of its fields with its last value. Rows go to files all
/// the time, so that many kills meet a flush; some meet a start; and some leave the log with half a
/// record at its end, as a power failure would.
///
/// `-Dsluice.kills=300` says how many rounds, `-Dseed=` repeats the choices.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KillTest {
    private static final int ROUNDS = Integer.getInteger("sluice.kills", 6);
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private static final int WRITERS = 4;
    private static final int ACKNOWLEDGED_MAX = 400;
    private static final int START_MILLIS_MAX = 2_500;

    /// Another database after so many rounds, so that queries stay short.
    private static final int ROUNDS_A_DATABASE = 20;

    /// What a log record begins with, and never its end.
    private static final byte[] TORN = {'S', 'L', 'W', 'L', 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 1, 0};

    /// Rows of 170 KiB are persisted at once, fewer after a second.
    private static final String FLUSH_ALL_THE_TIME =
            """
                    ingest:
                      flushIntervalSeconds: 1
                      bufferBytesMax: 1048576
            """;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Cluster cluster;
    private int kills;

    KillTest(@TempDir Path directory) throws IOException, InterruptedException {
        cluster = Cluster.start(directory, null, FLUSH_ALL_THE_TIME);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void everyAcknowledgedPointIsThereOnceWithItsLastValueAfterEveryKill() throws Exception {
        System.out.println("KillTest: -Dseed=" + SEED + " -Dsluice.kills=" + ROUNDS);
        String database = "";
        DatabaseToken token = null;
        List<Ledger> ledgers = List.of();
        int cells = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (token == null || round % ROUNDS_A_DATABASE == 0) {
                System.out.println("KillTest: " + kills + " kills in " + round + " rounds");
                database = "ledger" + round;
                token = cluster.createDatabase(database);
                ledgers =
                        IntStream.range(0, WRITERS)
                                .mapToObj(writer -> new Ledger(writer, random.split()))
                                .toList();
            }
            killUnderWrites(database, token, ledgers);
            while (random.nextInt(4) == 0) {
                killWhileStarting();
            }
            if (random.nextInt(3) == 0) {
                tearTheLog();
            }
            cluster.start();

            Map<String, Long> stored = stored(database, token);
            for (Ledger ledger : ledgers) {
                ledger.verify(stored);
                cells += ledger.size();
            }
        }
        System.out.println("KillTest: " + kills + " kills in " + ROUNDS + " rounds");
        assertThat(cells).isPositive();
    }

    /// Writers write one entry after the other until the server is gone.
    private void killUnderWrites(String database, DatabaseToken token, List<Ledger> ledgers)
            throws Exception {
        var enough = new CountDownLatch(1 + random.nextInt(ACKNOWLEDGED_MAX));
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writing = new ArrayList<>();
            for (Ledger ledger : ledgers) {
                writing.add(writers.submit(() -> write(database, token, ledger, enough)));
            }
            enough.await();
            cluster.crash();
            kills++;
            for (Future<?> writer : writing) {
                writer.get();
            }
        }
    }

    private void write(String database, DatabaseToken token, Ledger ledger, CountDownLatch enough) {
        try {
            while (true) {
                Ledger.Entry entry = ledger.next();
                if (cluster.write(database, token, entry.lines()) == 204) {
                    ledger.acknowledge(entry);
                    enough.countDown();
                }
            }
        } catch (IOException _) {
            // The server is gone, which is what this writer waits for.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void killWhileStarting() throws Exception {
        if (cluster.crashWhileStarting(Duration.ofMillis(random.nextInt(START_MILLIS_MAX)))) {
            kills++;
        }
    }

    /// Leaves the beginning of a record at the end of the log.
    private void tearTheLog() throws IOException {
        try (Stream<Path> files = Files.list(cluster.layout().data().resolve("log"))) {
            Path last =
                    files.filter(file -> file.toString().endsWith(".log"))
                            .sorted()
                            .reduce((_, later) -> later)
                            .orElseThrow();
            byte[] torn = new byte[1 + random.nextInt(TORN.length)];
            System.arraycopy(TORN, 0, torn, 0, torn.length);
            Files.write(last, torn, StandardOpenOption.APPEND);
        }
    }

    /// Every cell that the server has; fails on a point that it has twice.
    private Map<String, Long> stored(String database, DatabaseToken token) throws IOException {
        Map<String, Long> cells = new HashMap<>();
        try (PublicClient client = cluster.client(database, token)) {
            List<Map<String, Object>> rows = client.rows("SELECT key, a, b FROM entries");
            assertThat(rows).extracting(row -> row.get("key")).doesNotHaveDuplicates();
            for (Map<String, Object> row : rows) {
                for (String field : List.of("a", "b")) {
                    if (row.get(field) instanceof Long value) {
                        cells.put(row.get("key") + field, value);
                    }
                }
            }
        }
        return cells;
    }
}
