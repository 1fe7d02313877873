// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries beside a writer, a persister and a compactor that never rest.
final class ConsistentQueriesTest {
    private static final int VERSIONS = 120;
    private static final int HOSTS = 20;
    private static final List<String> TAGS = List.of("host");
    private static final List<String> FIELDS = List.of("version", "even");

    /// Version n rewrites every host's point of time 0, some as late rows, and adds one of time n.
    private static String lines(int version) {
        StringBuilder lines = new StringBuilder();
        for (int host = 0; host < HOSTS; host++) {
            String tags = "m,host=h" + host;
            String even = version % 2 == 0 ? ",even=" + version + "i" : "";
            lines.append(tags).append(" version=").append(version).append('i').append(even);
            lines.append(" 0\n");
            lines.append(tags).append(" version=").append(version).append("i ").append(version);
            lines.append('\n');
        }
        return lines.toString();
    }

    private static long numberOf(Map<String, String> point, String field) {
        return Long.parseLong(point.getOrDefault(field, "0"));
    }

    /// What was acknowledged before a query is in it, whole, and nothing is in it twice.
    private static int check(WholeStorage storage, AtomicInteger acknowledged) {
        int before = acknowledged.get();
        Map<String, Map<String, String>> points = storage.points(TAGS, FIELDS);
        for (int host = 0; host < HOSTS; host++) {
            for (int version = 1; version <= before; version++) {
                assertThat(points).containsKey("h" + host + " " + version);
            }
            if (before > 0) {
                Map<String, String> first = points.getOrDefault("h" + host + " 0", Map.of());
                long version = numberOf(first, "version");
                assertThat(version).isGreaterThanOrEqualTo(before);
                assertThat(numberOf(first, "even")).isEqualTo(version - version % 2);
            }
        }
        return before;
    }

    @Test
    @Conforms("D-247")
    void seeWhatWasAcknowledgedWhileRowsMove(@TempDir Path directory) throws Exception {
        try (WholeStorage storage = new WholeStorage(directory);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            AtomicInteger acknowledged = new AtomicInteger();
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> work = new ArrayList<>();
            Future<Integer> flushes = threads.submit(() -> repeat(done, storage::flush));
            Future<Integer> merges =
                    threads.submit(() -> repeat(done, () -> storage.compact(false)));
            Future<Integer> queries =
                    threads.submit(() -> repeat(done, () -> check(storage, acknowledged)));
            work.addAll(List.of(flushes, merges, queries));
            try {
                for (int version = 1; version <= VERSIONS; version++) {
                    storage.write(lines(version));
                    acknowledged.set(version);
                    assertThat(work).noneMatch(Future::isDone);
                }
            } finally {
                done.set(true);
            }

            assertThat(flushes.get()).isPositive();
            assertThat(merges.get()).isPositive();
            assertThat(queries.get()).isPositive();
            assertThat(check(storage, acknowledged)).isEqualTo(VERSIONS);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static Integer repeat(AtomicBoolean done, Step step) throws IOException {
        int times = 0;
        while (!done.get()) {
            step.run();
            times++;
        }
        return times;
    }
}
