// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.ingest.CpuData;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.query.FlightReading;
import dev.sluice.bench.query.QueryBench;
import dev.sluice.bench.query.State;
import dev.sluice.bench.query.Stored;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./sluice bench query`.
@Command(
        name = "query",
        description = "Measure how queries are answered, beside QuestDB and InfluxDB.",
        mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
    private static final int HOSTS_MAX = 100_000;
    private static final int HOURS_MAX = 24 * 31;
    private static final int SECONDS_MAX = 60;
    private static final int CLIENTS_MAX = 64;

    private final PrintStream out;
    private final Consumer<String> progress;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Telling telling = new Telling();

    @Mixin private Peers peers = new Peers();

    @Option(
            names = "--hosts",
            paramLabel = "N",
            description = "how many series, 1 to " + HOSTS_MAX + " (1000)")
    private int hosts = 1_000;

    @Option(
            names = "--hours",
            paramLabel = "N",
            description = "how long they report, every 10 s, 1 to " + HOURS_MAX + " hours (12)")
    private int hours = 12;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "how many rows a request wrote, 1 to "
                            + CpuData.BATCH_LINES_MAX
                            + " ("
                            + CpuData.BATCH_LINES
                            + ")")
    private int batch = CpuData.BATCH_LINES;

    @Option(
            names = "--state",
            paramLabel = "fresh|young|compacted",
            description =
                    "whether Sluice has the rows in its buffer, as far as its limits allow, in files"
                            + " as they were first written, or in merged ones (young)")
    private State state = State.YOUNG;

    @Option(
            names = "--query",
            paramLabel = "TEXT",
            description = "ask only what has this text in its name")
    private String query = "";

    @Option(
            names = "--clients",
            paramLabel = "N",
            split = ",",
            description =
                    "how many ask at once, a list with commas, each 1 to " + CLIENTS_MAX + " (1)")
    private List<Integer> clients = List.of(1);

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "how long a turn takes for one query, 1 to " + SECONDS_MAX + " (1)")
    private int seconds = 1;

    @Option(
            names = "--flight-client",
            paramLabel = "wire|arrow",
            description =
                    "whether answers through Flight are left unparsed, as others' are, or read by"
                            + " Arrow's Java client on the same processors (wire)")
    private FlightReading reading = FlightReading.WIRE;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "record Sluice while it is hot here, and tell where its CPU time went")
    private @Nullable Path profile;

    QueryCommand(PrintStream out, Consumer<String> progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Telling.check(spec, "--hosts", hosts, 1, HOSTS_MAX);
        Telling.check(spec, "--hours", hours, 1, HOURS_MAX);
        Telling.check(spec, "--batch", batch, 1, CpuData.BATCH_LINES_MAX);
        Telling.check(spec, "--seconds", seconds, 1, SECONDS_MAX);
        clients.forEach(count -> Telling.check(spec, "--clients", count, 1, CLIENTS_MAX));
        peers.check(spec);
        if (!QueryBench.asks(query)) {
            throw new ParameterException(
                    spec.commandLine(), "--query: nothing is called \"" + query + "\"");
        }
        Report report =
                new QueryBench(
                                new Stored(hosts, hours, batch),
                                peers.values(),
                                state,
                                new QueryBench.Asked(
                                        query,
                                        peers.rounds(),
                                        Duration.ofSeconds(seconds),
                                        clients,
                                        reading),
                                peers.only(),
                                peers.heapMebibytes(),
                                profile,
                                peers.surroundings(),
                                progress)
                        .run();
        telling.tell(out, report, Report::overview);
        return 0;
    }
}
