// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.AppInstanceFile;
import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.Layout;
import dev.sluice.local.Programs;
import dev.sluice.local.SampleData;
import dev.sluice.local.ServerProcess;
import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.Ports;
import dev.sluice.model.Secret;
import dev.sluice.testkit.FilesBelow;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One server of the build under test, in a directory and on a port of its own.
final class Cluster implements AutoCloseable {
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

    private final Layout layout;
    private final int port;
    private final ServerProcess process;

    private Cluster(Path directory) throws IOException {
        this(new Layout(directory), Ports.free(), Checkout.PROGRAMS);
    }

    private Cluster(Layout layout, int port, Programs programs) {
        this.layout = layout;
        this.port = port;
        this.process = new ServerProcess(programs, Checkout.WAITING, layout.server());
    }

    /// This server, which is stopped, as other programs run it.
    Cluster with(Programs programs) {
        return new Cluster(layout, port, programs);
    }

    /// A running server that only the admin token administers.
    static Cluster start(Path directory) throws IOException, InterruptedException {
        return start(directory, null, "");
    }

    /// A running server.
    ///
    /// @param administration the section `admin` of its configuration
    /// @param settings more lines for the section `sluice`
    static Cluster start(Path directory, @Nullable Administration administration, String settings)
            throws IOException, InterruptedException {
        var cluster = new Cluster(directory);
        cluster.offerKeys();
        cluster.configure(
                new AppInstanceFile(cluster.port, cluster.layout.data(), administration).render()
                        + settings);
        cluster.start();
        return cluster;
    }

    /// A running server with a configuration that says neither port nor data directory.
    static Cluster configured(Path directory, String configuration)
            throws IOException, InterruptedException {
        var cluster = new Cluster(directory);
        cluster.offerKeys();
        cluster.configure(configuration);
        cluster.start();
        return cluster;
    }

    /// The same, with no key pair but the one that the configuration gives.
    static Cluster configuredWithKeys(Path directory, String configuration)
            throws IOException, InterruptedException {
        var cluster = new Cluster(directory);
        cluster.configure(configuration);
        cluster.start();
        return cluster;
    }

    private void offerKeys() throws IOException {
        PreparedKeys.offerTo(layout.data().resolve("secrets"));
    }

    /// Replaces the configuration file by one step, as an orchestrator does.
    void configure(String configuration) throws IOException {
        Path file = Files.createDirectories(layout.directory()).resolve("draft");
        Files.writeString(file, configuration);
        Files.move(file, layout.configurationFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Starts the server again after [#stop] or [#crash].
    void start() throws IOException, InterruptedException {
        process.start(layout.configurationFile(), layout.data(), port);
    }

    /// Ends the server in good order.
    void stop() throws IOException, InterruptedException {
        process.stop();
    }

    /// Ends the server as `kill -9` does.
    void crash() throws IOException, InterruptedException {
        DetachedProcess running = Objects.requireNonNull(process.find(), "the server is not up");
        running.kill();
    }

    /// Starts the server after [#crash] and ends it as `kill -9` does while it starts, or soon
    /// after.
    ///
    /// @param moment how long it may live
    /// @return whether it was killed; a moment that came before the process is none
    boolean crashWhileStarting(Duration moment) throws Exception {
        try (ExecutorService starter = Executors.newSingleThreadExecutor()) {
            Future<?> starting =
                    starter.submit(
                            () -> process.start(layout.configurationFile(), layout.data(), port));
            Eventually.holds(
                    "the server's process is there",
                    ANSWER_PATIENCE,
                    () -> starting.isDone() || process.find() != null);
            DetachedProcess started = process.find();
            boolean killed = false;
            if (started != null && !started.awaitEnd(moment)) {
                started.kill();
                killed = true;
            }
            try {
                starting.get();
            } catch (ExecutionException e) {
                // It ended while it was waited for; any other trouble is the test's.
                if (!killed) {
                    throw e;
                }
            }
            return killed;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            DetachedProcess running = process.find();
            if (running != null) {
                running.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server ended", e);
        }
    }

    /// The server's process id.
    long pid() throws IOException {
        return Objects.requireNonNull(process.find(), "the server is not up").pid();
    }

    int port() {
        return port;
    }

    Layout layout() {
        return layout;
    }

    /// What the server has logged so far, with slashes as they are and not as JSON escapes them.
    String log() throws IOException {
        return Files.readString(layout.server().resolve("log"), StandardCharsets.UTF_8)
                .replace("\\/", "/");
    }

    URI uri(String path) {
        return ServerProcess.baseUri(port).resolve(path);
    }

    /// Creates a database.
    ///
    /// @return a token that may read and write it
    DatabaseToken createDatabase(String name) throws IOException, InterruptedException {
        HttpResponse<String> answer = administer("/api/v0/databases", json().put("name", name));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return createToken("read:" + name, "write:" + name);
    }

    /// A new database token.
    ///
    /// @param grants words of the form `read:db`
    DatabaseToken createToken(String... grants) throws IOException, InterruptedException {
        ObjectNode body = json().put("description", "black box");
        ArrayNode permissions = body.putArray("permissions");
        for (String grant : grants) {
            int colon = grant.indexOf(':');
            permissions
                    .addObject()
                    .put("action", grant.substring(0, colon))
                    .put("resource", grant.substring(colon + 1));
        }
        HttpResponse<String> answer = administer("/api/v0/tokens", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode token = new JsonMapper().readTree(answer.body());
        return new DatabaseToken(
                token.path("id").asString(), Secret.of(token.path("accessToken").asString()));
    }

    /// The public Java client, using a database token.
    PublicClient client(String database, DatabaseToken token) {
        return new PublicClient(ServerProcess.baseUri(port), database, token.text());
    }

    /// Writes lines with times in nanoseconds, past all clients.
    ///
    /// @return the status
    int write(String database, DatabaseToken token, String lines)
            throws IOException, InterruptedException {
        return answerToWrite(database, token, lines).statusCode();
    }

    /// The whole answer to what [#write] does.
    HttpResponse<String> answerToWrite(String database, DatabaseToken token, String lines)
            throws IOException, InterruptedException {
        HttpRequest request =
                request("/api/v2/write?bucket=" + database)
                        .header("Authorization", "Token " + token.text().reveal())
                        .POST(BodyPublishers.ofString(lines))
                        .build();
        return Checkout.HTTP.send(request, BodyHandlers.ofString());
    }

    /// The Parquet files that the server keeps for a database.
    List<Path> parquetFiles(String database) throws IOException, InterruptedException {
        return FilesBelow.ending(
                ".parquet", layout.data().resolve("objects/data/" + databaseId(database)));
    }

    private String databaseId(String name) throws IOException, InterruptedException {
        JsonNode databases = read("/api/v0/databases");
        for (JsonNode database : databases) {
            if (database.path("name").asString().equals(name)) {
                return database.path("id").asString();
            }
        }
        throw new AssertionError("no database " + name + " in " + databases);
    }

    /// What the management API has at a path, asked with the admin token.
    JsonNode read(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = administer(request(path).GET());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    private HttpResponse<String> administer(String path, ObjectNode body)
            throws IOException, InterruptedException {
        return administer(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    private HttpResponse<String> administer(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        Secret adminToken = SampleData.adminToken(layout.adminTokenFile());
        request.header("Authorization", "Bearer " + adminToken.reveal());
        return Checkout.HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(ANSWER_PATIENCE);
    }

    private static ObjectNode json() {
        return new JsonMapper().createObjectNode();
    }

    /// @param id names the token in the management API
    /// @param text the credential
    record DatabaseToken(String id, Secret text) {}
}
