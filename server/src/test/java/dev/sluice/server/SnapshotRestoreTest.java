// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.S3Server;
import dev.sluice.testkit.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The way back to a snapshot that the collector has made, as `docs/how-to/back-up-and-restore.md`
/// tells it (admin.md 6.8), with a bucket and with a directory: what was deleted and collected
/// since is there again, row by row.
@Timeout(180)
final class SnapshotRestoreTest {
    private static final String COUNT = "SELECT count(*), sum(f) FROM m";
    private static final String MAKE = "INFLUXDB_IOX_CREATE_CATALOG_BACKUP_DATA_SNAPSHOT_FILES";
    private static final String PROTECT =
            "INFLUXDB_IOX_DELETE_USING_CATALOG_BACKUP_DATA_SNAPSHOT_FILES";

    /// Removes for good, at once, what is deleted; and objects when they are some hours old.
    private static final Map<String, String> COLLECT =
            Map.of(
                    "INFLUXDB_IOX_ENABLE_NAMESPACE_ROW_DELETION", "true",
                    "INFLUXDB_IOX_GC_NAMESPACE_CUTOFF", "0h",
                    "INFLUXDB_IOX_GC_OBJECTSTORE_CUTOFF", "3h");

    @TempDir private Path directory;
    private Path settings = Path.of("");

    /// Where every object is a file.
    private Path objects = Path.of("");

    private Path data() {
        return directory.resolve("data");
    }

    /// Writes the settings of every server of a test.
    ///
    /// @param more sections of them
    private void configure(String... more) throws IOException {
        settings =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        String.join("\n", more)
                                + "\nsluice: {ingest: {flushIntervalSeconds: 1},"
                                + " objectStore: {prefix: one/two}}\n");
    }

    private OneServer open(Map<String, String> variables, Duration later) {
        ConfigSource usual = OneServer.source(data(), 0, settings);
        return new OneServer(
                data(),
                new ConfigSource(settings, variables, usual.flags()),
                new Host(Map.of(), Clock.offset(Clock.systemUTC(), later), "9.8.7", 2, 512L << 20));
    }

    private OneServer open() {
        return open(Map.of(), Duration.ZERO);
    }

    private static void create(OneServer server, String name) throws Exception {
        var made =
                server.postJson(
                        "/api/v0/databases", server.adminToken(), "{\"name\":\"" + name + "\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    }

    private static void write(OneServer server, String database, String lines) throws Exception {
        assertThat(server.write(database, server.adminToken(), lines).statusCode()).isEqualTo(204);
    }

    private static List<String> count(OneServer server, String database) throws Exception {
        return server.query(database, server.adminToken(), COUNT);
    }

    /// Files of the store; what comes and goes meanwhile is there or not.
    private List<Path> stored(String under, String end) throws IOException {
        Path root = objects.resolve(under);
        List<Path> found = new ArrayList<>();
        if (Files.exists(root)) {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                            if (file.toString().endsWith(end)) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        }
        return found;
    }

    private List<Path> markers() throws IOException {
        return stored("catalog_backup_file_lists", "bloom.bin.gz");
    }

    private List<Path> dataFiles() throws IOException {
        return stored("data", ".parquet");
    }

    private String databaseOf(Path file) {
        return objects.resolve("data").relativize(file).getName(0).toString();
    }

    /// Two databases with rows in files and a snapshot that knows them; then more rows, another
    /// database, and the deletion of everything but one, which the collector has made final.
    ///
    /// @return where the snapshot is
    private Path snapshotAndThenLoss() throws Exception {
        try (OneServer server = open()) {
            create(server, "plant");
            create(server, "works");
            write(server, "plant", "m f=1 1\nm f=2 2");
            write(server, "works", "m f=4 1");
        }
        List<Path> before = dataFiles();
        assertThat(before).hasSize(2);
        Path snapshot;
        List<Path> later;
        try (OneServer server = open(Map.of(MAKE, "true"), Duration.ZERO)) {
            Waiting.until("there is a snapshot", () -> !markers().isEmpty());
            List<Path> markers = markers();
            assertThat(markers).hasSize(1);
            snapshot = markers.getFirst().resolveSibling("");
            create(server, "later");
            write(server, "later", "m f=8 1");
            write(server, "works", "m f=16 2");
            Waiting.until("all rows are in files", () -> dataFiles().size() == 4);
            later = dataFiles();
            for (String name : List.of("plant", "later")) {
                assertThat(
                                server.delete("/api/v0/databases/" + name, server.adminToken())
                                        .statusCode())
                        .isEqualTo(204);
            }
        }
        List<String> known = before.stream().map(this::databaseOf).toList();
        Path unprotected =
                later.stream()
                        .filter(path -> !known.contains(databaseOf(path)))
                        .findFirst()
                        .orElseThrow();
        Map<String, String> collecting = new HashMap<>(COLLECT);
        collecting.put(PROTECT, "true");
        try (OneServer server = open(collecting, Duration.ofDays(2))) {
            Waiting.until(
                    "the file is gone that no snapshot knows", () -> !Files.exists(unprotected));
            assertThat(server.get("/api/v0/databases?status=deleted", server.adminToken()).body())
                    .isEqualTo("[]");
            assertThat(count(server, "works")).containsExactly("2|20.0");
        }
        assertThat(dataFiles()).containsAll(before);
        return snapshot;
    }

    private void assertRestored() throws Exception {
        try (OneServer server = open(Map.of(PROTECT, "true"), Duration.ofDays(2))) {
            assertThat(count(server, "plant")).containsExactly("2|3.0");
            assertThat(count(server, "works")).containsExactly("1|4.0");
            assertThat(server.get("/api/v0/databases", server.adminToken()).body())
                    .contains("plant", "works")
                    .doesNotContain("later");
            write(server, "plant", "m f=32 3");
            assertThat(count(server, "plant")).containsExactly("3|35.0");
        }
    }

    private static InputStream unzipped(Path file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(file));
    }

    @Test
    @Conforms("A-197")
    void allRowsOfASnapshotAreThereAgainAfterPsqlIntoAnEmptiedDatabase() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                S3Server s3 = S3Server.start(directory.resolve("s3"))) {
            String dsn = postgres.createDatabase("plant");
            objects = s3.createBucket("plant").resolve("one/two");
            configure(
                    String.join("\n", s3.settings("plant")),
                    "catalog: {dsn: {value: '" + dsn + "'}}");
            Path snapshot = snapshotAndThenLoss();
            assertThat(stored("catalog_backup_file_lists", ".gz"))
                    .containsExactlyInAnyOrder(
                            snapshot.resolve("bloom.bin.gz"),
                            snapshot.resolve("object_names.txt.gz"),
                            snapshot.resolve("pg_dump.gz"));
            String statements;
            try (InputStream in = unzipped(snapshot.resolve("pg_dump.gz"))) {
                statements = new String(in.readAllBytes(), UTF_8);
            }

            // sed 's/^-- DROP TABLE/DROP TABLE/'
            String _ =
                    postgres.psqlFrom(
                            dsn, statements.replaceFirst("(?m)^-- DROP TABLE", "DROP TABLE"));

            assertRestored();
        }
    }

    @Test
    void allRowsOfASnapshotAreThereAgainInTheFileOfSqlite() throws Exception {
        objects = data().resolve("objects");
        configure();
        Path snapshot = snapshotAndThenLoss();

        Files.deleteIfExists(data().resolve("catalog.sqlite-wal"));
        Files.deleteIfExists(data().resolve("catalog.sqlite-shm"));
        try (InputStream in = unzipped(snapshot.resolve("catalog.sqlite.gz"))) {
            Files.copy(in, data().resolve("catalog.sqlite"), StandardCopyOption.REPLACE_EXISTING);
        }

        assertRestored();
    }
}
