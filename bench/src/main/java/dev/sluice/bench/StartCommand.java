// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.measure.Report;
import dev.sluice.bench.start.StartBench;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./sluice bench start`.
@Command(
        name = "start",
        description =
                "Measure how long influxctl takes, beside the JVM without its start-up cache.",
        mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
    private static final int RUNS_MAX = 1000;

    private final PrintStream out;
    private final Consumer<String> progress;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Telling telling = new Telling();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "how often everybody runs, 1 to " + RUNS_MAX + " (31)")
    private int runs = 31;

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            required = true,
            description = "what ./sluice dist made of influxctl (the launcher makes and names one)")
    private Path archive = Path.of("");

    StartCommand(PrintStream out, Consumer<String> progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Telling.check(spec, "--runs", runs, 1, RUNS_MAX);
        if (!Files.isRegularFile(archive)) {
            throw new ParameterException(
                    spec.commandLine(), "--archive: there is no file " + archive);
        }
        Report report = new StartBench(archive.toAbsolutePath(), runs, progress).run();
        telling.tell(out, report, Report::table);
        return 0;
    }
}
