// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.measure.Report;
import dev.sluice.bench.parquet.ParquetBench;
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

/// `./sluice bench parquet`.
@Command(
        name = "parquet",
        description = "Measure how Parquet files are written, beside the engine's COPY.",
        mixinStandardHelpOptions = true)
final class ParquetCommand implements Callable<Integer> {
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

    ParquetCommand(PrintStream out, Consumer<String> progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--rounds", rounds, ROUNDS_MAX);
        check("--seconds", seconds, SECONDS_MAX);
        Report report =
                new ParquetBench(
                                rounds,
                                only,
                                Duration.ofSeconds(seconds),
                                true,
                                ParquetBench.HOSTS,
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
