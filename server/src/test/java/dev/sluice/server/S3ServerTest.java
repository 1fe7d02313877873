// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.FilesBelow;
import dev.sluice.testkit.S3Server;
import dev.sluice.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose data files are in a bucket of a real S3 server.
final class S3ServerTest {
    private static final String COUNT = "SELECT count(*), sum(f) FROM m";

    @TempDir private Path directory;
    private S3Server s3;
    private Path bucket;

    @BeforeEach
    void start() throws IOException {
        s3 = S3Server.start(directory.resolve("s3"));
        bucket = s3.createBucket("plant");
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private OneServer open() throws IOException {
        return open("plant");
    }

    private OneServer open(String name) throws IOException {
        return open(name, data());
    }

    private OneServer open(String name, Path data) throws IOException {
        return open(name, data, 300);
    }

    private OneServer open(String name, Path data, int flushSeconds) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        String.join("\n", s3.settings(name))
                                + "\nsluice: {objectStore: {prefix: one/two}, ingest:"
                                + " {flushIntervalSeconds: "
                                + flushSeconds
                                + "}}\n");
        return new OneServer(data, OneServer.source(data, 0, file));
    }

    private Path data() {
        return directory.resolve("data");
    }

    /// A database with two points, which are in the bucket once the server has ended.
    private void writeTwoPoints() throws Exception {
        try (OneServer server = open()) {
            String token = server.createDatabase("db");
            assertThat(server.write("db", token, "m f=1 1\nm f=2 2").statusCode()).isEqualTo(204);
            assertThat(server.query("db", token, COUNT)).containsExactly("2|3.0");
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        return FilesBelow.ending(".parquet", directory);
    }

    @Test
    void keepsItsFilesInTheBucketAndReadsThemWithAnEmptyCache() throws Exception {
        writeTwoPoints();
        assertThat(files(bucket.resolve("one/two/data"))).hasSize(1);
        assertThat(files(data())).isEmpty();

        try (OneServer server = open()) {
            assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("2|3.0");
            assertThat(files(data().resolve("cache"))).hasSize(1);
        }
    }

    @Test
    void answersFromItsCacheAndTakesWritesWhileTheServiceIsAway() throws Exception {
        writeTwoPoints();
        try (OneServer server = open()) {
            server.query("db", server.adminToken(), COUNT);
        }
        s3.stop();

        try (OneServer server = open()) {
            String token = server.adminToken();
            assertThat(server.write("db", token, "m f=4 3").statusCode()).isEqualTo(204);
            assertThat(server.query("db", token, COUNT)).containsExactly("3|7.0");
        }

        s3.start();
        try (OneServer server = open()) {
            assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("3|7.0");
        }
        assertThat(files(bucket)).hasSize(2);
    }

    @Test
    void tellsOfAServiceThatIsAwayInALineEachTimeAndThatItIsBack() throws Exception {
        writeTwoPoints();
        s3.stop();

        try (CapturedLog log = CapturedLog.ofTheProduct();
                OneServer server = open("plant", data(), 1)) {
            assertThat(server.write("db", server.adminToken(), "m f=4 3").statusCode())
                    .isEqualTo(204);
            Waiting.until(
                    "two attempts have failed",
                    () -> count(log, "rows could not be persisted and stay in the log [") == 2);
            s3.start();
            Waiting.until("it is back", () -> count(log, "rows are persisted again") == 1);

            assertThat(count(log, "the object store cannot be reached yet [reason=")).isOne();
            assertThat(count(log, "the object store is reached")).isOne();
            assertThat(log.lines())
                    .filteredOn(line ->
                            line.startsWith("rows could not be persisted")
                                    || line.startsWith("files of a failed attempt"))
                    .hasSizeGreaterThan(2)
                    .filteredOn(line -> line.contains("\tat "))
                    .hasSize(1);
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("could not be collected"))
                    .singleElement()
                    .asString()
                    .contains("what=\"unknown_objects\", reason=\"");
        }
    }

    private static long count(CapturedLog log, String beginning) {
        return log.lines().stream().filter(line -> line.startsWith(beginning)).count();
    }

    @Test
    void tellsThatAServiceAnswersAgain() throws Exception {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            OneServer server = open();
            String token = server.createDatabase("db");
            assertThat(server.write("db", token, "m f=4 3").statusCode()).isEqualTo(204);
            s3.freeze();
            Thread ending = Thread.ofPlatform().start(server::close);
            Waiting.until(
                    "it is waited for", () -> count(log, "the object store gives no answer") == 1);
            s3.thaw();
            ending.join();

            assertThat(count(log, "the object store answers again")).isOne();
            assertThat(count(log, "rows could not be persisted")).isZero();
        }
    }

    @Test
    void endsWithoutAServiceThatGivesNoAnswerAndHasEverythingAtTheNextStart() throws Exception {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            try (OneServer server = open()) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=4 3").statusCode()).isEqualTo(204);
                s3.freeze();
            }
            try (OneServer server = open()) {
                assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("1|4.0");
            }
            s3.thaw();
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("the object store gives no answer"))
                    .anyMatch(line -> line.startsWith("rows could not be persisted and stay"));
            assertThat(log.text()).contains("no answer for 15 seconds");
        }

        try (OneServer server = open()) {
            assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("1|4.0");
        }
    }

    @Test
    void doesNotStartWithABucketThatIsNotThere() {
        assertThatThrownBy(() -> open("missing").close())
                .hasMessageContaining("s3://missing/")
                .hasMessageContaining("bucket does not exist");
    }

    @Test
    void doesNotStartOnTheBucketOfAnotherCluster() throws Exception {
        writeTwoPoints();

        assertThatThrownBy(() -> open("plant", directory.resolve("other")).close())
                .hasMessageContaining("the bucket is that of the cluster ")
                .hasMessageContaining("its object one/two/.cluster-id says");

        try (OneServer server = open()) {
            assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("2|3.0");
        }
    }

    @Test
    void doesNotStartOnABucketWhileFilesAreInTheDataDirectory() throws Exception {
        Path file = data().resolve("objects/data/1/2/part/file.parquet");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content");

        assertThatThrownBy(() -> open().close())
                .hasMessageContaining(
                        "objectStore names the bucket plant, but there are data files")
                .hasMessageContaining("move them into the bucket");
    }
}
