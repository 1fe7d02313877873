// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.ingest.CpuData;
import dev.sluice.bench.ingest.IngestBench;
import dev.sluice.bench.measure.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./sluice bench ingest`.
@Command(
        name = "ingest",
        description = "Measure how points are written, beside QuestDB and InfluxDB.",
        mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
    private static final int HOSTS_MAX = 1_000_000;
    private static final int ROWS_MAX = 20_000_000;
    private static final int CONNECTIONS_MAX = 64;

    /// About what a line takes, and as much again for the collector to have room.
    private static final long BYTES_A_ROW = 1_000;

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
            names = "--rows",
            paramLabel = "N",
            description = "how many lines, 1 to " + ROWS_MAX + " (2000000)")
    private int rows = 2_000_000;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "how many lines a request has, 1 to "
                            + CpuData.BATCH_LINES_MAX
                            + " ("
                            + CpuData.BATCH_LINES
                            + ")")
    private int batch = CpuData.BATCH_LINES;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "how many send at once, 1 to " + CONNECTIONS_MAX + " (4)")
    private int connections = 4;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "record Sluice's last round here, and tell where its CPU time went")
    private @Nullable Path profile;

    IngestCommand(PrintStream out, Consumer<String> progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Telling.check(spec, "--hosts", hosts, 1, HOSTS_MAX);
        Telling.check(spec, "--rows", rows, 1, ROWS_MAX);
        Telling.check(spec, "--batch", batch, 1, CpuData.BATCH_LINES_MAX);
        Telling.check(spec, "--connections", connections, 1, CONNECTIONS_MAX);
        peers.check(spec);
        checkMemory();
        Report report =
                new IngestBench(
                                new IngestBench.Load(
                                        hosts, rows, peers.values(), batch, connections),
                                peers.rounds(),
                                peers.only(),
                                peers.heapMebibytes(),
                                profile,
                                peers.surroundings(),
                                progress)
                        .run();
        telling.tell(out, report, Report::overview);
        return 0;
    }

    /// All lines are made before any clock runs.
    private void checkMemory() {
        long most = Runtime.getRuntime().maxMemory() / BYTES_A_ROW;
        if (rows > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    ("--rows: %d (the memory of this JVM has room for %d; give it more with"
                                    + " JDK_JAVA_OPTIONS=-Xmx%dg)")
                            .formatted(rows, most, rows * BYTES_A_ROW / 1_000_000_000 + 1));
        }
    }
}
