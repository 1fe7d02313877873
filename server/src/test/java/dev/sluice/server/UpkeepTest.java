// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes that merge files alone and collect alone, beside one that does everything.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpkeepTest {
    private static final String WORKS = "does the work";
    private static final String COMPACTORS = "sluice_working{role=\"compactor\"}";
    private static final String COLLECTORS = "sluice_working{role=\"garbage-collector\"}";
    private static final String STANDS_BY = "stands by while another process does the work";
    @TempDir private static Path directory;
    private Cluster cluster;
    private String admin;

    @BeforeAll
    void start() throws Exception {
        cluster = new Cluster(directory, Cluster.SMALL_FILES);
        admin = cluster.all().adminToken();
    }

    @AfterAll
    void stop() {
        cluster.close();
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
                    assertThat(cluster.measured("first", COMPACTORS)).isEqualTo(1);
                    assertThat(cluster.measured("second", COMPACTORS)).isZero();
                    assertThat(cluster.measured("other", COLLECTORS)).isEqualTo(1);
                    first.close();
                    await(log, WORKS, 3);
                    assertThat(cluster.measured("second", COMPACTORS)).isEqualTo(1);
                    assertThat(count(log, STANDS_BY)).isBetween(1L, 3L);
                }
            } finally {
                first.close();
            }
        }
    }

    @Test
    void whatHasExpiredIsCollectedByTheOneThatCollects() throws Exception {
        cluster.create("short");
        cluster.write("short", "m f=1 1");
        cluster.await(Cluster.filesOf("short"), 1);
        assertThat(cluster.ask(Cluster.deletedFilesOf("short"))).isZero();
        assertThat(retain("short", Duration.ofHours(1))).isEqualTo(200);

        try (OneServer _ = cluster.beside("expiring", Role.GARBAGE_COLLECTOR, OneServer.host())) {
            cluster.await(Cluster.deletedFilesOf("short"), 1);
        }
    }

    /// Whoever collects removes its own copies alone.
    @Test
    void copiesOfFilesThatTheCatalogHasForgottenAreRemoved() throws Exception {
        cluster.create("copied");
        cluster.write("copied", "m f=1 1");
        cluster.await(Cluster.filesOf("copied"), 1);
        Path read = directory.resolve("reading/cache/data");
        try (OneServer querier = cluster.querier("reading")) {
            assertThat(querier.query("copied", admin, "SELECT f FROM m")).hasSize(1);
            Waiting.until("the file is copied", () -> countFiles(read) == 1);
        }
        Path merged = directory.resolve("merging/cache/data");
        for (Path copies : List.of(read, merged)) {
            Path gone = copies.resolve("999/999/abc/gone.parquet");
            Files.createDirectories(gone.getParent());
            Files.writeString(gone, "of a table that is removed for good");
        }

        try (OneServer _ = cluster.querier("reading");
                OneServer _ = cluster.beside("merging", Role.COMPACTOR, OneServer.host())) {
            Waiting.until(
                    "what is forgotten is gone",
                    () ->
                            !Files.exists(read.resolve("999"))
                                    && !Files.exists(merged.resolve("999")));
            assertThat(countFiles(read)).isEqualTo(1);
        }
    }

    private static long countFiles(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).count();
        } catch (IOException | UncheckedIOException _) {
            return 0;
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
                assertThat(cluster.mergedFiles("refusing")).isZero();
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
                    .hasMessageContaining("shares a PostgreSQL catalog and a bucket")
                    .hasMessageEndingWith(": set catalog.dsn and objectStore");
        }
        assertThat(directory.resolve("alone")).doesNotExist();
    }
}
