// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Processes that merge files alone and collect alone, beside one that does everything.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpkeepTest {
    private static final String WORKS = "does the work";
    private static final String STANDS_BY = "stands by while another process does the work";
    private static final String FILES =
            "SELECT count(*) FROM file_entry f JOIN table_entry t ON t.id = f.table_id"
                    + " JOIN database_entry d ON d.id = t.database_id WHERE d.name = '%s'";
    private static final String DELETED = FILES + " AND f.deleted_at IS NOT NULL";

    /// Whether it is not the server that merges, of two sessions for it.
    private static final String NEWEST_HAS_THE_TURN =
            """
            WITH merging AS (SELECT pid, backend_start FROM pg_stat_activity
                             WHERE application_name = 'sluice merging')
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND (SELECT count(*) FROM merging) = 2
              AND pid = (SELECT pid FROM merging ORDER BY backend_start DESC LIMIT 1)\
            """;

    @TempDir private static Path directory;
    private Cluster cluster;
    private String admin;
    private final Map<String, Integer> expected = new HashMap<>();
    private int round;

    @BeforeAll
    void start() throws Exception {
        cluster =
                new Cluster(
                        directory, Map.of("ingest.bufferBytesMax", "1048576", "metrics.port", "0"));
        admin = cluster.all().adminToken();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private void create(String database) throws Exception {
        HttpResponse<String> answer =
                cluster.all()
                        .postJson("/api/v0/databases", admin, "{\"name\":\"" + database + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void write(String database, String lines) throws Exception {
        HttpResponse<String> answer = cluster.all().write(database, admin, lines);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
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
        write("random", lines.toString());
        requireRight();
    }

    private void requireRight() throws Exception {
        long sum = expected.values().stream().mapToLong(Integer::longValue).sum();
        assertThat(cluster.all().query("random", admin, "SELECT count(*), sum(f) FROM m"))
                .containsExactly(expected.size() + "|" + sum);
    }

    private double merged(String name) throws Exception {
        String json = Files.readString(directory.resolve(name).resolve("server.json"));
        String url = new JsonMapper().readTree(json).get("metricsUrl").stringValue();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("sluice_compaction_files_total "))
                    .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[1]))
                    .sum();
        }
    }

    private static long count(CapturedLog log, String words) {
        return log.lines().stream().filter(line -> line.startsWith(words)).count();
    }

    private static void await(CapturedLog log, String words, long times) throws Exception {
        while (count(log, words) < times) {
            Thread.sleep(50);
        }
    }

    @Test
    void everyAnswerIsRightWhileProcessesThatMergeAndCollectComeAndGo() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("UpkeepTest -Dseed=" + seed);
        Random random = new Random(seed);
        create("random");
        double byAll = merged("data");
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
            while (merged("process/data") == 0) {
                round(random);
            }
            assertThat(merged("data")).isEqualTo(byAll);
            process.kill();
            while (merged("data") == byAll) {
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
        assertThat(cluster.ask(DELETED.formatted("random"))).isPositive();
        try (OneServer _ = cluster.beside("later", Role.GARBAGE_COLLECTOR, later)) {
            while (cluster.ask(DELETED.formatted("random")) > 0
                    || cluster.objects() > cluster.ask("SELECT count(*) FROM file_entry")) {
                Thread.sleep(50);
            }
        } finally {
            cluster.resumeAll();
        }
        requireRight();
    }

    @Test
    void oneThatCameSecondStandsByAndSaysSoOnce() throws Exception {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            OneServer first = cluster.beside("first", Role.COMPACTOR, OneServer.host());
            try {
                await(log, WORKS, 1);
                try (OneServer second = cluster.beside("second", Role.COMPACTOR, OneServer.host());
                        OneServer _ =
                                cluster.beside("other", Role.GARBAGE_COLLECTOR, OneServer.host())) {
                    await(log, STANDS_BY, 1);
                    await(log, WORKS, 2);
                    assertThat(second.getWithoutCredential("/health").statusCode()).isEqualTo(200);
                    first.close();
                    await(log, WORKS, 3);
                    assertThat(count(log, STANDS_BY)).isBetween(1L, 3L);
                }
            } finally {
                first.close();
            }
        }
    }

    @Test
    void whatHasExpiredIsCollectedByTheOneThatCollects() throws Exception {
        create("short");
        write("short", "m f=1 1");
        cluster.await(FILES.formatted("short"), 1);
        assertThat(cluster.ask(DELETED.formatted("short"))).isZero();
        assertThat(retain("short", Duration.ofHours(1))).isEqualTo(200);

        try (OneServer _ = cluster.beside("expiring", Role.GARBAGE_COLLECTOR, OneServer.host())) {
            cluster.await(DELETED.formatted("short"), 1);
        }
    }

    private int retain(String database, Duration time) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    cluster.all().url()
                                                            + "/api/v0/databases/"
                                                            + database))
                                    .header("Authorization", "Bearer " + admin)
                                    .header("Content-Type", "application/json")
                                    .method(
                                            "PATCH",
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"retentionPeriod\":" + time.toNanos() + "}"))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
        }
    }

    @Test
    void everythingElseIsRefusedAndChangesNothing() throws Exception {
        for (Role role : List.of(Role.COMPACTOR, Role.GARBAGE_COLLECTOR)) {
            String what =
                    "this server "
                            + (role == Role.COMPACTOR ? "merges files" : "collects garbage")
                            + " alone: ";
            try (OneServer server = cluster.beside("refusing", role, OneServer.host())) {
                for (HttpResponse<String> answer :
                        List.of(
                                server.write("db", admin, "m f=1 1"),
                                server.writeByParameter("db", admin, "m f=1 1"))) {
                    requireRefused(answer, what + "points go to the server that takes writes");
                }
                requireRefused(
                        server.get(
                                "/query?db=db&q="
                                        + URLEncoder.encode("SHOW TABLES", StandardCharsets.UTF_8),
                                admin),
                        what + "queries go to a server that answers them");
                requireRefused(
                        server.get("/api/v0/databases", admin),
                        what + "requests to the Management API go to the server that takes writes");
                assertThatThrownBy(() -> server.query("db", admin, "SELECT 1"))
                        .isInstanceOfSatisfying(
                                FlightRuntimeException.class,
                                e -> {
                                    assertThat(e.status().code())
                                            .isEqualTo(FlightStatusCode.UNAVAILABLE);
                                    assertThat(e)
                                            .hasMessageContaining(
                                                    what
                                                            + "queries go to a server that answers"
                                                            + " them");
                                });
                assertThat(server.get("/internal/v1/tables/1/rows?held=x", admin).statusCode())
                        .isEqualTo(404);
                assertThat(server.getWithoutCredential("/ping").statusCode()).isEqualTo(204);
                assertThat(server.getWithoutCredential("/health").statusCode()).isEqualTo(200);
                assertThat(merged("refusing")).isZero();
            }
            assertThat(directory.resolve("refusing/secrets")).doesNotExist();
            assertThat(directory.resolve("refusing/log")).doesNotExist();
        }
    }

    private static void requireRefused(HttpResponse<String> answer, String sentence) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).contains(sentence);
    }

    @Test
    void doesNotStartWithoutWhatItShares() throws IOException {
        ConfigSource alone = OneServer.source(directory.resolve("alone"), 0);
        for (Role role : List.of(Role.COMPACTOR, Role.GARBAGE_COLLECTOR)) {
            assertThatThrownBy(() ->
                            new OneServer(directory.resolve("alone"), alone, OneServer.host(), role)
                                    .close())
                    .hasMessageContaining("shares a PostgreSQL catalog and an S3 bucket")
                    .hasMessageEndingWith(": set catalog.dsn and objectStore");
        }
        assertThat(directory.resolve("alone")).doesNotExist();
    }
}
