// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.Ports;
import dev.sluice.testkit.FilesBelow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// InfluxDB 1.x with its own defaults, but for limits of series and for how soon what is written no
/// more goes from its log to files. A room is a database.
public final class InfluxDbStore extends ProcessStore {
    /// By default ten minutes.
    static final int SNAPSHOT_SECONDS = 5;

    private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);
    private static final String QUERY = "/query";

    private String database = "";

    private InfluxDbStore(Path directory, int port, DetachedProcess process) {
        super(directory, port, process, QUERY + "?q=SHOW%20DATABASES", STOP_PATIENCE);
    }

    /// Starts one and waits until it is ready.
    ///
    /// @param program `influxd`
    /// @param directory an empty one
    public static InfluxDbStore start(Path program, Path directory)
            throws IOException, InterruptedException {
        int port = Ports.free();
        Path settings =
                Files.writeString(
                        directory.resolve("influxdb.conf"),
                        """
                        reporting-disabled = true
                        bind-address = "127.0.0.1:%1$d"
                        [meta]
                          dir = "%3$s/meta"
                        [data]
                          dir = "%3$s/data"
                          wal-dir = "%3$s/wal"
                          cache-snapshot-write-cold-duration = "%4$ds"
                          max-series-per-database = 0
                          max-values-per-tag = 0
                        [monitor]
                          store-enabled = false
                        [http]
                          bind-address = "127.0.0.1:%2$d"
                        """
                                .formatted(Ports.free(), port, directory, SNAPSHOT_SECONDS));
        DetachedProcess process =
                DetachedProcess.start(
                        Cleaning.launch(
                                directory,
                                "InfluxDB",
                                List.of(program.toString(), "run", "-config", settings.toString()),
                                Map.of()));
        InfluxDbStore store = new InfluxDbStore(directory, port, process);
        store.awaitReady();
        return store;
    }

    @Override
    public String prepare(String name) throws IOException, InterruptedException {
        http().postForm(base(), QUERY, "q", "CREATE DATABASE " + name);
        database = name;
        return StoreHttp.writeHead("/write?precision=ns&db=" + name, port(), List.of());
    }

    /// Its log is empty: what was in it is in files.
    @Override
    public boolean isSettled() throws IOException {
        for (Path path : FilesBelow.all(directory().resolve("wal"))) {
            if (path.toFile().length() > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long countRows() throws IOException, InterruptedException {
        return http().get(
                        base(), QUERY + "?db=" + database, "q", "SELECT count(usage_user) FROM cpu")
                .at("/results/0/series/0/values/0/1")
                .longValue();
    }

    @Override
    public DiskUse diskUse() throws IOException, InterruptedException {
        return DiskUse.of(
                directory(),
                List.of(directory().resolve("data")),
                List.of(directory().resolve("wal")));
    }
}
