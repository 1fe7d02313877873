// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.measure.Report;
import dev.sluice.bench.serve.ServeBench;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./sluice bench serve`.
@Command(
        name = "serve",
        description =
                "Measure how soon a server answers, at first and after it was killed, beside QuestDB"
                        + " and InfluxDB.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final int ROWS_MAX = 5_000_000;
    private static final int SECONDS_MAX = 600;

    private final PrintStream out;
    private final Consumer<String> progress;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Telling telling = new Telling();

    @Mixin private Peers peers = new Peers();

    @Option(
            names = "--rows",
            paramLabel = "N",
            description =
                    "how many lines are written before it is killed, 1 to "
                            + ROWS_MAX
                            + " (200000)")
    private int rows = 200_000;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            description =
                    "how long nobody asks before the memory is looked at, 1 to "
                            + SECONDS_MAX
                            + " (10)")
    private int idleSeconds = 10;

    ServeCommand(PrintStream out, Consumer<String> progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Telling.check(spec, "--rows", rows, 1, ROWS_MAX);
        Telling.check(spec, "--idle", idleSeconds, 1, SECONDS_MAX);
        peers.check(spec);
        Report report =
                new ServeBench(
                                rows,
                                peers.values(),
                                Duration.ofSeconds(idleSeconds),
                                peers.rounds(),
                                peers.only(),
                                peers.heapMebibytes(),
                                peers.surroundings(),
                                progress)
                        .run();
        telling.tell(out, report, Report::overview);
        return 0;
    }
}
