// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes that merge files alone and collect alone, while points are written and one is killed.
@Timeout(300)
final class UpkeepWhileWritingTest {
    /// Whether it is not the server that merges, of two sessions for it.
    private static final String NEWEST_HAS_THE_TURN =
            """
            WITH merging AS (SELECT pid, backend_start FROM pg_stat_activity
                             WHERE application_name = 'sluice merging')
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND (SELECT count(*) FROM merging) = 2
              AND pid = (SELECT pid FROM merging ORDER BY backend_start DESC LIMIT 1)\
            """;

    @TempDir private Path directory;
    private Cluster cluster;
    private String admin;
    private final Map<String, Integer> expected = new HashMap<>();
    private int round;

    @BeforeEach
    void start() throws Exception {
        cluster = new Cluster(directory, Cluster.SMALL_FILES);
        admin = cluster.all().adminToken();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void everyAnswerIsRightWhileProcessesThatMergeAndCollectComeAndGo() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("UpkeepWhileWritingTest -Dseed=" + seed);
        Random random = new Random(seed);
        cluster.create("random");
        double byAll = cluster.mergedFiles("data");
        try (ServerProcess process =
                        new ServerProcess(
                                Files.createDirectory(directory.resolve("process")),
                                "512m",
                                Map.of("SLUICE_METRICS_PORT", "0"),
                                List.of(
                                        "--role",
                                        "compactor",
                                        "--config",
                                        cluster.settings().toString()));
                OneServer _ =
                        cluster.beside("collector", Role.GARBAGE_COLLECTOR, OneServer.host())) {
            cluster.await(NEWEST_HAS_THE_TURN, 1);
            while (cluster.mergedFiles("process/data") == 0) {
                round(random);
            }
            assertThat(cluster.mergedFiles("data")).isEqualTo(byAll);
            process.kill();
            while (cluster.mergedFiles("data") == byAll) {
                round(random);
            }
        }
        whatIsLeftIsCollected();
    }

    /// A collector of a time when everything may go; the server that makes files is not there.
    private void whatIsLeftIsCollected() throws Exception {
        requireRight();
        cluster.stopAll();
        Host later =
                new Host(
                        Map.of(),
                        Clock.offset(Clock.systemUTC(), Duration.ofDays(40)),
                        "9.8.7",
                        2,
                        512L << 20);
        assertThat(cluster.ask(Cluster.deletedFilesOf("random"))).isPositive();
        try (OneServer _ = cluster.beside("later", Role.GARBAGE_COLLECTOR, later)) {
            while (cluster.ask(Cluster.deletedFilesOf("random")) > 0
                    || cluster.objects() > cluster.ask("SELECT count(*) FROM file_entry")) {
                Thread.sleep(50);
            }
        } finally {
            cluster.resumeAll();
        }
        requireRight();
    }

    /// As many points as are flushed at once, and what is said of all of them.
    private void round(Random random) throws Exception {
        round++;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            String key = "k" + random.nextInt(20);
            int time = random.nextInt(1_000);
            lines.append("m,k=").append(key).append(" f=").append(round).append("i ");
            lines.append(time).append('\n');
            expected.put(key + ' ' + time, round);
        }
        cluster.write("random", lines.toString());
        requireRight();
    }

    private void requireRight() throws Exception {
        long sum = expected.values().stream().mapToLong(Integer::longValue).sum();
        assertThat(cluster.all().query("random", admin, "SELECT count(*), sum(f) FROM m"))
                .containsExactly(expected.size() + "|" + sum);
    }
}
