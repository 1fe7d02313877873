// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many writers beside a persister that cuts all the time.
final class ConcurrentIngestTest {
    private static final int WRITERS = 8;
    private static final int WRITES = 40;
    private static final int ROUNDS = 30;

    /// Each writer can lose to each other one once.
    private static final IngestLimits PATIENT =
            new IngestLimits(1 << 26, 1 << 26, Duration.ofDays(1), Duration.ofDays(1), WRITERS + 1);

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

    /// Everybody comes with the same new columns at once: there is one of each afterwards, and
    /// every row is stored.
    @Test
    @Conforms("D-248")
    void writersOfTheSameNewColumnsAgree(@TempDir Path directory) throws Exception {
        try (Ingester ingester = new Ingester(directory, PATIENT).withDatabase()) {
            for (int round = 0; round < ROUNDS; round++) {
                String tail = ",t" + round + "=x f" + round + "=1i,g" + round + "=true ";
                CyclicBarrier together = new CyclicBarrier(WRITERS);
                List<Future<WriteOutcome>> writers = new ArrayList<>();
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int writer = 0; writer < WRITERS; writer++) {
                        String line = "m,w=" + writer + tail + (round + 1);
                        writers.add(
                                threads.submit(() -> {
                                    together.await();
                                    return ingester.write(line);
                                }));
                    }
                }
                for (Future<WriteOutcome> writer : writers) {
                    assertThat(writer.get()).isEqualTo(new WriteOutcome.Accepted());
                }
            }

            assertThat(ingester.table("m").columns())
                    .hasSize(2 + 3 * ROUNDS)
                    .extracting(Column::name)
                    .doesNotHaveDuplicates();
            assertThat(ingester.visible().all()).hasSize(ROUNDS * WRITERS);
            ingester.restart();
            assertThat(ingester.visible().all()).hasSize(ROUNDS * WRITERS);
        }
    }

    /// The same field with two types: whoever was first decides, and exactly the others are told.
    @Test
    @Conforms("D-248")
    void writersOfOneNewFieldWithTwoTypesAreToldWhoWasFirst(@TempDir Path directory)
            throws Exception {
        try (Ingester ingester = new Ingester(directory, PATIENT).withDatabase()) {
            CyclicBarrier together = new CyclicBarrier(WRITERS);
            List<Future<WriteOutcome>> writers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int writer = 0; writer < WRITERS; writer++) {
                    String line = "m,w=" + writer + " f=" + (writer % 2 == 0 ? "1i" : "1.5") + " 1";
                    writers.add(
                            threads.submit(() -> {
                                together.await();
                                return ingester.write(line);
                            }));
                }
            }
            ColumnType decided = ingester.table("m").findColumn("f").orElseThrow().type();
            for (int writer = 0; writer < WRITERS; writer++) {
                boolean first = (decided == ColumnType.INTEGER) == (writer % 2 == 0);
                assertThat(writers.get(writer).get())
                        .isInstanceOf(
                                first ? WriteOutcome.Accepted.class : WriteOutcome.Rejected.class);
            }
            assertThat(ingester.visible().all()).hasSize(WRITERS / 2);
        }
    }

    private static void writeAll(Ingester ingester, String table) {
        for (int write = 0; write < WRITES; write++) {
            assertThat(ingester.write(table + " f=1 " + write))
                    .isEqualTo(new WriteOutcome.Accepted());
        }
    }
}
