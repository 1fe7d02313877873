// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.Ports;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// QuestDB with its own defaults, but for doors that nobody needs here. A room is the table `cpu`,
/// which a later room renames.
public final class QuestDbStore extends ProcessStore {
    /// How soon it tidies up when nobody writes: removes what was applied from its log, which it
    /// does each half minute by default, and lets go of writers that nobody uses.
    static final int TIDY_MILLIS = 1_000;

    private static final String TABLE = "cpu";
    private static final String QUERY = "query";
    private static final String EXECUTE = "/exec";
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);

    private String room = "";

    private QuestDbStore(Path directory, int port, DetachedProcess process) {
        super(directory, port, process, EXECUTE + "?" + QUERY + "=SELECT%201", STOP_PATIENCE);
    }

    /// Starts one and waits until it is ready.
    ///
    /// @param jar the program
    /// @param directory an empty one
    /// @param heapMebibytes of its JVM
    public static QuestDbStore start(Path jar, Path directory, int heapMebibytes)
            throws IOException, InterruptedException {
        int port = Ports.free();
        Path root = directory.resolve("root");
        Files.createDirectories(root.resolve("conf"));
        Files.writeString(
                root.resolve("conf/server.conf"),
                """
                http.bind.to=127.0.0.1:%1$d
                http.min.enabled=false
                pg.enabled=false
                line.tcp.enabled=false
                telemetry.enabled=false
                cairo.wal.purge.interval=%2$d
                cairo.wal.inactive.writer.ttl=%2$d
                cairo.idle.check.interval=%2$d
                """
                        .formatted(port, TIDY_MILLIS));
        DetachedProcess process =
                DetachedProcess.start(
                        Cleaning.launch(
                                directory,
                                "QuestDB",
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xms" + heapMebibytes + "m",
                                        "-Xmx" + heapMebibytes + "m",
                                        // As its own start script has it.
                                        "-XX:+UseParallelGC",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "--sun-misc-unsafe-memory-access=allow",
                                        "-cp",
                                        jar.toString(),
                                        "io.questdb.ServerMain",
                                        "-d",
                                        root.toString()),
                                Map.of()));
        QuestDbStore store = new QuestDbStore(directory, port, process);
        store.awaitReady();
        return store;
    }

    @Override
    public String prepare(String name) throws IOException, InterruptedException {
        if (!room.isEmpty()) {
            query("RENAME TABLE " + TABLE + " TO " + room);
        }
        room = name;
        return StoreHttp.writeHead("/write?precision=n", port(), List.of());
    }

    /// All transactions in its log are applied to the tables.
    @Override
    public boolean isSettled() throws IOException, InterruptedException {
        for (JsonNode row : query("SELECT suspended, writerTxn, sequencerTxn FROM wal_tables()")) {
            if (row.get(0).booleanValue()) {
                throw new IllegalStateException("QuestDB gave up on a table");
            }
            if (row.get(1).longValue() != row.get(2).longValue()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long countRows() throws IOException, InterruptedException {
        return query("SELECT count() FROM " + TABLE).get(0).get(0).longValue();
    }

    private JsonNode query(String sql) throws IOException, InterruptedException {
        JsonNode answer = http().get(base(), EXECUTE, QUERY, sql);
        return answer.path("dataset");
    }

    /// Its logs are directories within those of the tables.
    @Override
    public DiskUse diskUse() throws IOException, InterruptedException {
        Path tables = directory().resolve("root/db");
        List<Path> logs = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(tables, "*~*")) {
            for (Path table : directories) {
                if (Files.isDirectory(table)) {
                    addLogs(table, logs);
                }
            }
        }
        return DiskUse.of(directory(), List.of(tables), logs);
    }

    private static void addLogs(Path table, List<Path> logs) throws IOException {
        try (DirectoryStream<Path> inner = Files.newDirectoryStream(table, "wal[0-9]*")) {
            inner.forEach(logs::add);
        }
    }
}
