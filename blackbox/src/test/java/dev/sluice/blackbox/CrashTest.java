// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Cluster.DatabaseToken;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged is still there after the server was killed in the middle of writes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashTest {
    private static final int WRITERS = 4;
    private static final int ACKNOWLEDGED_BEFORE_CRASH = 200;

    private final Cluster cluster;

    CrashTest(@TempDir Path directory) throws IOException, InterruptedException {
        cluster = Cluster.start(directory);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    @Test
    @Conforms("D-226")
    void losesNothingThatWasAcknowledged()
            throws IOException, InterruptedException, ExecutionException {
        DatabaseToken token = cluster.createDatabase("ledger");

        List<Long> acknowledged = crashUnderWrites("ledger", token);
        cluster.start();

        assertThat(stored("ledger", token)).doesNotHaveDuplicates().containsAll(acknowledged);
    }

    @Test
    void losesNothingWhenItCrashesAgainAfterTheRestart()
            throws IOException, InterruptedException, ExecutionException {
        DatabaseToken token = cluster.createDatabase("diary");

        List<Long> acknowledged = crashUnderWrites("diary", token);
        cluster.start();
        cluster.crash();
        cluster.start();

        assertThat(stored("diary", token)).containsAll(acknowledged);
    }

    @Test
    void knowsItsDatabasesAndTokensAfterACrash() throws IOException, InterruptedException {
        DatabaseToken token = cluster.createDatabase("kept");

        cluster.crash();
        cluster.start();

        assertThat(cluster.write("kept", token, "entries number=1i 1")).isEqualTo(204);
    }

    /// A copy in the temporary directory would stay there when the server is killed, 70 MB each
    /// time.
    @Test
    @EnabledOnOs(OS.LINUX)
    void usesTheEnginesLibraryAsItLies() throws IOException {
        Path mapped = Path.of("/proc", Long.toString(cluster.pid()), "maps");

        assertThat(Files.readAllLines(mapped))
                .filteredOn(line -> line.contains("libduckdb_java"))
                .isNotEmpty()
                .allMatch(line -> line.contains("/server/target/lib/"));
    }

    /// Writers write one point after the other until the server is gone.
    private List<Long> crashUnderWrites(String database, DatabaseToken token)
            throws InterruptedException, IOException, ExecutionException {
        Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
        var enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_CRASH);
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writing =
                    IntStream.range(0, WRITERS)
                            .<Future<?>>mapToObj(writer ->
                                    writers.submit(() ->
                                            write(database, token, writer, acknowledged, enough)))
                            .toList();
            enough.await();
            cluster.crash();
            for (Future<?> writer : writing) {
                writer.get();
            }
        }
        return List.copyOf(acknowledged);
    }

    private void write(
            String database,
            DatabaseToken token,
            int writer,
            Queue<Long> acknowledged,
            CountDownLatch enough) {
        try {
            for (long number = writer; ; number += WRITERS) {
                String line = "entries number=%di %d".formatted(number, number + 1);
                if (cluster.write(database, token, line) == 204) {
                    acknowledged.add(number);
                    enough.countDown();
                }
            }
        } catch (IOException _) {
            // The server is gone, which is what this writer waits for.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Object> stored(String database, DatabaseToken token) throws IOException {
        try (PublicClient client = cluster.client(database, token)) {
            return client.rows("SELECT number FROM entries").stream()
                    .map(row -> row.get("number"))
                    .toList();
        }
    }
}
