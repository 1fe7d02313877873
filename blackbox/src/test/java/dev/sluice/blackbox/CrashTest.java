// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Cluster.DatabaseToken;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged is still there after the server was killed in the middle of writes.
final class CrashTest {
    private static final String DATABASE = "ledger";
    private static final int WRITERS = 4;
    private static final int ACKNOWLEDGED_BEFORE_CRASH = 200;

    @TempDir Path directory;

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        try (Cluster cluster = Cluster.start(directory)) {
            cluster.createDatabase(DATABASE);
            DatabaseToken token = cluster.createToken("read:" + DATABASE, "write:" + DATABASE);

            List<Long> acknowledged = crashUnderWrites(cluster, token);
            cluster.start();

            assertThat(stored(cluster, token)).doesNotHaveDuplicates().containsAll(acknowledged);
        }
    }

    @Test
    void losesNothingWhenItCrashesAgainAfterTheRestart() throws Exception {
        try (Cluster cluster = Cluster.start(directory)) {
            cluster.createDatabase(DATABASE);
            DatabaseToken token = cluster.createToken("read:" + DATABASE, "write:" + DATABASE);

            List<Long> first = crashUnderWrites(cluster, token);
            cluster.start();
            cluster.crash();
            cluster.start();

            assertThat(stored(cluster, token)).containsAll(first);
        }
    }

    /// Writers write one point after the other until the server is gone.
    private static List<Long> crashUnderWrites(Cluster cluster, DatabaseToken token)
            throws InterruptedException, IOException, ExecutionException {
        Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
        var enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_CRASH);
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writing =
                    IntStream.range(0, WRITERS)
                            .<Future<?>>mapToObj(writer ->
                                    writers.submit(() ->
                                            write(cluster, token, writer, acknowledged, enough)))
                            .toList();
            enough.await();
            cluster.crash();
            for (Future<?> writer : writing) {
                writer.get();
            }
        }
        return List.copyOf(acknowledged);
    }

    private static void write(
            Cluster cluster,
            DatabaseToken token,
            int writer,
            Queue<Long> acknowledged,
            CountDownLatch enough) {
        try {
            for (long number = writer; ; number += WRITERS) {
                String line = "entries number=%di %d".formatted(number, number + 1);
                if (cluster.write(DATABASE, token, line) == 204) {
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

    private static List<Object> stored(Cluster cluster, DatabaseToken token) throws IOException {
        try (PublicClient client = cluster.client(DATABASE, token)) {
            return client.rows("SELECT number FROM entries").stream()
                    .map(row -> row.get("number"))
                    .toList();
        }
    }
}
