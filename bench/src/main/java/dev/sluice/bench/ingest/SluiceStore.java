// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.RootAllocator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Sluice, as `./sluice serve` starts it. A room is a database, written with a database token of
/// its own.
public final class SluiceStore extends ProcessStore {
    /// Rows go to files when there are enough of them, and otherwise after this time.
    static final int FLUSH_INTERVAL_SECONDS = 10;

    private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper MAPPER = new JsonMapper();

    private String database = "";
    private String token = "";

    private SluiceStore(Path directory, int port, DetachedProcess process) {
        super(directory, port, process, "/health", STOP_PATIENCE);
    }

    /// How to start the server.
    ///
    /// @param command the program and its arguments, up to `serve`
    /// @param environment of the program
    public record Program(List<String> command, Map<String, String> environment) {
        public Program {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /// Variables for one whose rows go to files after another time, where they are too few.
    public static Map<String, String> flushedAfter(int seconds) {
        return Map.of("SLUICE_INGEST_FLUSH_INTERVAL_SECONDS", String.valueOf(seconds));
    }

    /// Starts one and waits until it is ready.
    ///
    /// @param directory an empty one
    /// @param javaOptions for its JVM
    public static SluiceStore start(Program program, Path directory, String javaOptions)
            throws IOException, InterruptedException {
        int port = Ports.free();
        Path settings =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        """
                        sluice:
                          ingest: {flushIntervalSeconds: %d}
                        """
                                .formatted(FLUSH_INTERVAL_SECONDS));
        List<String> command = new ArrayList<>(program.command);
        command.addAll(List.of("--config", settings.toString()));
        command.addAll(List.of("--data-dir", directory.resolve("data").toString()));
        command.addAll(List.of("--port", String.valueOf(port)));
        Map<String, String> environment = new HashMap<>(program.environment);
        environment.put("JDK_JAVA_OPTIONS", javaOptions);
        DetachedProcess process =
                DetachedProcess.start(Cleaning.launch(directory, "Sluice", command, environment));
        SluiceStore store = new SluiceStore(directory, port, process);
        store.awaitReady();
        return store;
    }

    /// Where a server that is started in a directory has its secrets.
    static Path secrets(Path directory) {
        return directory.resolve("data/secrets");
    }

    @Override
    public String prepare(String name) throws IOException, InterruptedException {
        String adminToken =
                MAPPER.readTree(Files.readString(secrets(directory()).resolve("token.json")))
                        .get("access_token")
                        .stringValue();
        http().postJson(
                        base(),
                        "/api/v0/databases",
                        adminToken,
                        MAPPER.createObjectNode().put("name", name));
        ObjectNode wish = MAPPER.createObjectNode().put("description", "bench");
        for (String action : List.of("read", "write")) {
            wish.withArray("permissions").addObject().put("action", action).put("resource", name);
        }
        token =
                http().postJson(base(), "/api/v0/tokens", adminToken, wish)
                        .get("accessToken")
                        .stringValue();
        database = name;
        return StoreHttp.writeHead(
                "/api/v2/write?precision=ns&bucket=" + name,
                port(),
                List.of("Authorization: Token " + token));
    }

    /// The token that reads and writes the last room.
    public String token() {
        return token;
    }

    /// The log is empty: its rows are in files that the catalog knows.
    @Override
    public boolean isSettled() throws IOException {
        try (Stream<Path> segments = Files.list(logDirectory())) {
            return segments.allMatch(SluiceStore::isEmptyOrGone);
        }
    }

    private static boolean isEmptyOrGone(Path file) {
        try {
            return !Files.exists(file) || Files.size(file) == 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path logDirectory() {
        return directory().resolve("data/log");
    }

    // Flight's streams declare any exception on close.
    @SuppressWarnings("try")
    @Override
    public long countRows() throws InterruptedException {
        ObjectNode ticket =
                MAPPER.createObjectNode()
                        .put("database", database)
                        .put("sql_query", "SELECT count(*) AS n FROM cpu");
        try (RootAllocator memory = new RootAllocator();
                FlightClient flight =
                        FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", port()))
                                .build();
                FlightStream stream =
                        flight.getStream(
                                new Ticket(MAPPER.writeValueAsString(ticket).getBytes(UTF_8)),
                                new CredentialCallOption(headers ->
                                        headers.insert("authorization", "Bearer " + token)))) {
            long count = -1;
            while (stream.next()) {
                if (stream.getRoot().getRowCount() > 0) {
                    Object value = stream.getRoot().getVector("n").getObject(0);
                    count = Long.parseLong(String.valueOf(value));
                }
            }
            return count;
        } catch (InterruptedException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException("the rows could not be counted", failed);
        }
    }

    @Override
    public DiskUse diskUse() throws IOException, InterruptedException {
        return DiskUse.of(
                directory(), List.of(directory().resolve("data")), List.of(logDirectory()));
    }
}
