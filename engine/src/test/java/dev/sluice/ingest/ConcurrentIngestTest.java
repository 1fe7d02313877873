// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many writers beside a persister that cuts all the time.
final class ConcurrentIngestTest {
    private static final int WRITERS = 8;
    private static final int WRITES = 40;

    @Test
    void losesNoAcknowledgedRowBetweenLogAndBuffer(@TempDir Path directory) throws Exception {
        Set<String> expected = new TreeSet<>();
        try (Ingester ingester = new Ingester(directory).withDatabase()) {
            List<Future<?>> writers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int writer = 0; writer < WRITERS; writer++) {
                    String table = "m" + writer;
                    for (int write = 0; write < WRITES; write++) {
                        expected.add(table + " " + write);
                    }
                    writers.add(threads.submit(() -> writeAll(ingester, table)));
                }
                while (!writers.stream().allMatch(Future::isDone)) {
                    ingester.flush();
                }
            }
            for (Future<?> writer : writers) {
                writer.get();
            }

            // What was cut is in files and trimmed from the log; the rest must come back from it.
            ingester.restart();
            assertThat(ingester.visible().all().keySet()).isEqualTo(expected);
        }
    }

    private static void writeAll(Ingester ingester, String table) {
        for (int write = 0; write < WRITES; write++) {
            assertThat(ingester.write(table + " f=1 " + write))
                    .isEqualTo(new WriteOutcome.Accepted());
        }
    }
}
