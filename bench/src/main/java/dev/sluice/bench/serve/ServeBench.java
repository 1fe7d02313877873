// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.serve;

import dev.sluice.bench.ingest.Cleaning;
import dev.sluice.bench.ingest.CpuData;
import dev.sluice.bench.ingest.Database;
import dev.sluice.bench.ingest.Dataset;
import dev.sluice.bench.ingest.Homes;
import dev.sluice.bench.ingest.IngestBench;
import dev.sluice.bench.ingest.SluiceStore;
import dev.sluice.bench.ingest.Stores;
import dev.sluice.bench.ingest.Values;
import dev.sluice.bench.measure.Contender;
import dev.sluice.bench.measure.Machine;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.measure.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Measures starts: `./sluice bench serve`.
///
/// @param rows how many lines are in the log when the process is killed
/// @param values what the fields look like
/// @param idle how long nobody asks before the memory is looked at
/// @param rounds how often everybody takes a turn
/// @param databases who takes part, at least one
/// @param heapMebibytes what the heap of each JVM has at most
/// @param surroundings where everything is
/// @param progress is told what is measured now
public record ServeBench(
        int rows,
        Values values,
        Duration idle,
        int rounds,
        List<Database> databases,
        int heapMebibytes,
        IngestBench.Surroundings surroundings,
        Consumer<String> progress) {
    private static final int HOSTS = 1_000;

    /// Sluice's log is not to be emptied by time.
    private static final int FLUSHED_AFTER_SECONDS = 3_600;

    /// Copies the list.
    public ServeBench {
        databases = databases.stream().distinct().sorted().toList();
    }

    /// Measures. A row that is missing after the process was killed fails the run.
    public Report run() throws IOException, InterruptedException {
        progress.accept("making data");
        List<byte[]> batches =
                new CpuData(Dataset.SEED, HOSTS, values).batches(rows, CpuData.BATCH_LINES);
        Files.createDirectories(surroundings.work());
        Path scratch = Files.createTempDirectory(surroundings.work(), "serve-");
        try (Cleaning _ = Cleaning.of(scratch)) {
            Start start = new Start(batches, rows, idle, new Homes(scratch));
            Stores stores = surroundings.stores(heapMebibytes, progress);
            List<Contender> contenders = new ArrayList<>();
            for (Database database : databases) {
                Stores.Contestant one = contestant(stores, database);
                contenders.add(
                        new Contender(
                                one.name(),
                                () -> {
                                    progress.accept("starting " + one.name());
                                    return start.take(one.starting());
                                }));
            }
            return new Report(
                    "serve",
                    Machine.inGeneralTerms(),
                    new Rounds(rounds, "", progress)
                            .run("%d hosts, %d rows".formatted(HOSTS, rows), Start.ALL, contenders),
                    remarks());
        }
    }

    private Stores.Contestant contestant(Stores stores, Database database)
            throws IOException, InterruptedException {
        return switch (database) {
            case SLUICE ->
                    stores.bareSluice(
                            SluiceStore.flushedAfter(FLUSHED_AFTER_SECONDS),
                            "-Xmx" + heapMebibytes + "m");
            case QUESTDB -> stores.questDb();
            case INFLUXDB -> stores.influxDb();
        };
    }

    private List<String> remarks() {
        return List.of(
                "Each turn begins with an empty directory. The heap of each JVM may have %d MiB."
                        .formatted(heapMebibytes),
                "Answers: Sluice /health, which waits until its log is replayed; the others a"
                        + " first query.",
                "Killed as soon as everything is acknowledged: what was in no file by then is in"
                        + " the log, or with QuestDB in the system's memory.");
    }
}
