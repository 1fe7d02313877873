// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.bench.ingest.ProcessFigures.ThreadTime;
import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Contender;
import dev.sluice.bench.measure.Machine;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.measure.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures writing: `./sluice bench ingest`.
///
/// @param load what everybody gets
/// @param rounds how many
/// @param databases who takes part, at least one
/// @param heapMebibytes of each JVM
/// @param profile where to put a recording of Sluice's last round, if it is to be made
/// @param surroundings where everything is
/// @param progress is told what is measured now
public record IngestBench(
        Load load,
        int rounds,
        List<Database> databases,
        int heapMebibytes,
        @Nullable Path profile,
        Surroundings surroundings,
        Consumer<String> progress) {
    /// Copies the list.
    public IngestBench {
        databases = databases.stream().distinct().sorted().toList();
    }

    /// What everybody gets.
    ///
    /// @param hosts how many series there are
    /// @param rows how many lines
    /// @param values what the fields look like
    /// @param batch how many lines a request has
    /// @param connections how many send
    public record Load(int hosts, long rows, Values values, int batch, int connections) {}

    /// Where everything is.
    ///
    /// @param sluice how to start Sluice, up to `serve`
    /// @param sluiceEnvironment of that program
    /// @param cache where downloads are kept
    /// @param work where databases have their files while they are measured
    public record Surroundings(
            List<String> sluice, Map<String, String> sluiceEnvironment, Path cache, Path work) {
        /// Copies what can be changed.
        public Surroundings {
            sluice = List.copyOf(sluice);
            sluiceEnvironment = Map.copyOf(sluiceEnvironment);
        }

        /// How everybody is started.
        ///
        /// @param heapMebibytes of QuestDB's JVM
        /// @param progress is told what is fetched
        public Stores stores(int heapMebibytes, Consumer<String> progress) {
            return new Stores(
                    new SluiceStore.Program(sluice, sluiceEnvironment),
                    new Downloads(cache, progress),
                    heapMebibytes);
        }
    }

    /// Measures. A batch that is not acknowledged, and a row that is missing, fails the run.
    public Report run() throws IOException, InterruptedException {
        List<String> remarks = new ArrayList<>(Remarks.of(databases, heapMebibytes));
        progress.accept("making data");
        Dataset dataset = Dataset.make(load.hosts, load.rows, load.values, load.batch);
        Files.createDirectories(surroundings.work);
        Path scratch = Files.createTempDirectory(surroundings.work, "ingest-");
        try (Cleaning _ = Cleaning.of(scratch)) {
            Turns turns =
                    new Turns(new Turn(dataset, load.connections), new Homes(scratch), progress);
            List<ThreadTime> threads = new ArrayList<>();
            List<Contender> contenders = new ArrayList<>();
            for (Database database : databases) {
                contenders.add(contender(database, turns, threads));
            }
            List<Comparison> comparisons =
                    new Rounds(rounds, "", progress).run(dataset.title(), Figures.ALL, contenders);
            if (profile != null && databases.contains(Database.SLUICE)) {
                remarks.addAll(Remarks.ofProfile(threads, HotMethods.read(profile)));
            }
            return new Report("ingest", Machine.inGeneralTerms(), comparisons, remarks);
        }
    }

    private Contender contender(Database database, Turns turns, List<ThreadTime> threads)
            throws IOException, InterruptedException {
        Stores stores = surroundings.stores(heapMebibytes, progress);
        return switch (database) {
            case SLUICE -> sluice(stores, turns, threads);
            case QUESTDB -> contender(stores.questDb(), turns);
            case INFLUXDB -> contender(stores.influxDb(), turns);
        };
    }

    private static Contender contender(Stores.Contestant peer, Turns turns) {
        return new Contender(
                peer.name(), () -> turns.take(peer.starting(), _ -> Turn.Watch.NONE).figures());
    }

    private Contender sluice(Stores stores, Turns turns, List<ThreadTime> threads) {
        String options = "-Xms%1$dm -Xmx%1$dm".formatted(heapMebibytes);
        Path recording = profile;
        String javaOptions = recording == null ? options : options + Profile.JAVA_OPTIONS;
        Stores.Contestant sluice = stores.sluice(Map.of(), javaOptions);
        return new Contender(
                sluice.name(),
                () -> {
                    Turn.Result result =
                            turns.take(
                                    sluice.starting(),
                                    store ->
                                            recording == null
                                                    ? Turn.Watch.NONE
                                                    : new Profile(
                                                            store.process().pid(),
                                                            recording.toAbsolutePath()));
                    threads.clear();
                    threads.addAll(result.threads().values());
                    return result.figures();
                });
    }

    /// Lets databases take their turns.
    private record Turns(Turn turn, Homes homes, Consumer<String> progress) {
        /// Watches a database that was started.
        interface Watching {
            Turn.Watch watch(Store store);
        }

        Turn.Result take(Stores.Starting starting, Watching watching) throws InterruptedException {
            return homes.use(
                    starting,
                    store -> {
                        progress.accept("measuring " + store.process().launch().name());
                        return turn.take(store, watching.watch(store));
                    });
        }
    }
}
