// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.access.AccessBench;
import dev.sluice.bench.measure.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./sluice bench access`.
@Command(
        name = "access",
        description = "Measure how administrators are verified and let in.",
        mixinStandardHelpOptions = true)
final class AccessCommand implements Callable<Integer> {
    private static final int ROUNDS_MAX = 100;
    private static final int SECONDS_MAX = 60;

    private final PrintStream out;
    private final Consumer<String> progress;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--format", paramLabel = "table|json", description = "how to tell it (table)")
    private Format format = Format.TABLE;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "how often everybody takes a turn, 1 to " + ROUNDS_MAX + " (5)")
    private int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "how long each measurement takes, 1 to " + SECONDS_MAX + " (1)")
    private int seconds = 1;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "measure only what has this text in its title")
    private String only = "";

    AccessCommand(PrintStream out, Consumer<String> progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--rounds", rounds, ROUNDS_MAX);
        check("--seconds", seconds, SECONDS_MAX);
        Report report =
                new AccessBench(
                                rounds,
                                only,
                                Duration.ofSeconds(seconds),
                                true,
                                AccessBench.REQUESTS_MAX,
                                progress)
                        .run();
        if (report.comparisons().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--only: nothing is called \"" + only + "\"");
        }
        switch (format) {
            case TABLE -> out.print(report.table());
            case JSON -> out.println(report.json());
        }
        return 0;
    }

    private void check(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(
                    spec.commandLine(), option + ": " + value + " (from 1 to " + max + ")");
        }
    }
}
