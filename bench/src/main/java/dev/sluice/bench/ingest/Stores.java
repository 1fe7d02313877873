// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Knows how each database is started; the programs of peers are fetched once.
///
/// @param sluice how Sluice is started
/// @param downloads the peers' programs
/// @param heapMebibytes of QuestDB's JVM
public record Stores(SluiceStore.Program sluice, Downloads downloads, int heapMebibytes) {
    /// Starts a database and waits until it is ready.
    @FunctionalInterface
    public interface Starting {
        /// Starts it.
        ///
        /// @param home a directory for all its files, empty at first
        Store start(Path home) throws IOException, InterruptedException;
    }

    /// A database as it takes part.
    ///
    /// @param name as the report has it
    /// @param starting starts it
    public record Contestant(String name, Starting starting) {}

    /// Sluice, with a key pair: to make its own takes it seconds, of which nothing is told.
    ///
    /// @param environment variables for its settings
    /// @param javaOptions for its JVM
    public Contestant sluice(Map<String, String> environment, String javaOptions) {
        Contestant bare = bareSluice(environment, javaOptions);
        return new Contestant(
                bare.name(),
                home -> {
                    PreparedKeys.offerTo(SluiceStore.secrets(home));
                    return bare.starting().start(home);
                });
    }

    /// Sluice as somebody starts it for the first time.
    ///
    /// @param environment variables for its settings
    /// @param javaOptions for its JVM
    public Contestant bareSluice(Map<String, String> environment, String javaOptions) {
        Map<String, String> all = new HashMap<>(sluice.environment());
        all.putAll(environment);
        SluiceStore.Program program = new SluiceStore.Program(sluice.command(), all);
        return new Contestant("Sluice", home -> SluiceStore.start(program, home, javaOptions));
    }

    /// QuestDB, with its release in its name.
    public Contestant questDb() throws IOException, InterruptedException {
        Path jar = downloads.questDb();
        return new Contestant(
                "QuestDB " + Downloads.QUESTDB_VERSION,
                home -> QuestDbStore.start(jar, home, heapMebibytes));
    }

    /// InfluxDB, with its release in its name.
    public Contestant influxDb() throws IOException, InterruptedException {
        Path program = downloads.influxDb();
        return new Contestant(
                "InfluxDB " + downloads.influxDbVersion(),
                home -> InfluxDbStore.start(program, home));
    }
}
