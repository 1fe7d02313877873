// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FilesBelow;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.json.JsonMapper;

/// A data directory, an empty database of a real PostgreSQL, an empty bucket of a real S3 server,
/// and the command between them; registered in a static field.
final class MovePlaces implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    /// What a table of [#fill] holds.
    static final String ROWS = "SELECT f FROM m ORDER BY time";

    private static final String RIGHTS =
            "{\"description\":\"d\",\"permissions\":[{\"action\":\"read\",\"resource\":\"plant\"},"
                    + "{\"action\":\"write\",\"resource\":\"plant\"}]}";

    private final AtomicInteger places = new AtomicInteger();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private @Nullable PostgresServer postgres;
    private @Nullable S3Server s3;
    private Path shared = Path.of("");
    private Path directory = Path.of("");
    private String dsn = "";
    private String bucket = "";
    private Path objects = Path.of("");

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        shared = Files.createTempDirectory("move");
        postgres = PostgresServer.start();
        s3 = S3Server.start(shared.resolve("s3"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (s3 != null) {
            s3.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        try (Stream<Path> all = Files.walk(shared)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        int number = places.incrementAndGet();
        dsn = newDatabase();
        bucket = "moved" + number;
        objects = server().createBucket(bucket).resolve("one");
        directory = Files.createDirectories(shared.resolve("test" + number));
    }

    PostgresServer postgres() {
        return Objects.requireNonNull(postgres);
    }

    private S3Server server() {
        return Objects.requireNonNull(s3);
    }

    /// Another one, empty.
    String newDatabase() throws Exception {
        return postgres().createDatabase("moved" + places.incrementAndGet());
    }

    /// As if whatever was on its way had never been sent: this server keeps what it has not got
    /// whole yet under a name of its own, and lists it.
    void restartStore() throws IOException {
        server().stop();
        try (Stream<Path> all = Files.walk(server().createBucket(bucket))) {
            for (Path each : all.filter(file -> file.toString().contains(".parquet-")).toList()) {
                Files.delete(each);
            }
        }
        server().start();
    }

    /// Where a test may put what it likes.
    Path directory() {
        return directory;
    }

    /// Where the objects of the bucket are, below the prefix.
    Path objects() {
        return objects;
    }

    String dsn() {
        return dsn;
    }

    /// Names another database in what follows.
    void name(String other) {
        dsn = other;
    }

    /// What the command has said that is its result.
    String results() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// What it has complained of.
    String complaints() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /// What keeps [#results].
    ByteArrayOutputStream resultBytes() {
        return out;
    }

    /// The data directory.
    Path data() {
        return directory.resolve("data");
    }

    /// What says what was moved.
    Path markFile() {
        return data().resolve("moved.json");
    }

    /// The section of the settings that names the database.
    String database() {
        return "catalog: {dsn: {value: '" + dsn + "'}}\n";
    }

    /// The section that names the bucket.
    String store() {
        return String.join("\n", server().settings(bucket)) + "\n";
    }

    /// Settings with some sections.
    Path settings(String... sections) throws IOException {
        return Files.writeString(
                directory.resolve("new.yaml"),
                String.join("", sections) + "sluice: {objectStore: {prefix: one}}\n");
    }

    /// Settings that name both.
    Path settings() throws IOException {
        return settings(database(), store());
    }

    /// A server that keeps everything in the directory.
    OneServer old() {
        return new OneServer(data());
    }

    /// A server as it is afterwards.
    static OneServer open(Path data, Path settings) {
        return new OneServer(data, OneServer.source(data, 0, settings));
    }

    /// Runs the command.
    ///
    /// @return the exit code
    int move(Path settings, PrintStream results, boolean terminal, Surroundings.End end) {
        out.reset();
        err.reset();
        return Program.run(
                new Surroundings(
                        OneServer.host(),
                        results,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        end,
                        terminal),
                "move",
                "--config",
                settings.toString(),
                "--data-dir",
                data().toString());
    }

    int move(Path settings, boolean terminal) {
        return move(
                settings,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                terminal,
                new CountDownLatch(1)::await);
    }

    int move(Path settings) {
        return move(settings, false);
    }

    /// Runs it, and it succeeds.
    void moved(Path settings) {
        assertThat(move(settings)).as(results() + complaints()).isZero();
    }

    static void write(OneServer server, String database, String token, String lines)
            throws Exception {
        assertThat(server.write(database, token, lines).statusCode()).isEqualTo(204);
    }

    /// Makes a token for the database `plant`.
    static String databaseToken(OneServer server) throws Exception {
        var made = server.postJson("/api/v0/tokens", server.adminToken(), RIGHTS);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        return new JsonMapper().readTree(made.body()).get("accessToken").stringValue();
    }

    /// A database with three points in two files, one point written twice.
    ///
    /// @return a token for it
    String fill() throws Exception {
        String token;
        try (OneServer server = old()) {
            var _ = server.createDatabase("plant");
            token = databaseToken(server);
            write(server, "plant", token, "m f=1 1\nm f=2 2\nm f=3 3");
        }
        try (OneServer server = old()) {
            write(server, "plant", token, "m f=20 2");
        }
        return token;
    }

    /// The data files below a directory.
    static List<Path> files(Path under) throws IOException {
        return FilesBelow.ending(".parquet", under);
    }

    /// Runs it, and it refuses in a sentence and marks nothing.
    void assertRefused(Path settings, String... words) {
        assertThat(move(settings)).isEqualTo(1);
        assertThat(complaints())
                .startsWith("sluice: ")
                .contains(words)
                .doesNotContain(PostgresServer.PASSWORD)
                .hasLineCount(1);
        assertThat(markFile()).doesNotExist();
    }
}
