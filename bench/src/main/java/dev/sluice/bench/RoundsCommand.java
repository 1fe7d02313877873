// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.measure.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A bench whose contenders take turns, each for some seconds.
abstract class RoundsCommand implements Callable<Integer> {
    private static final int ROUNDS_MAX = 100;
    private static final int SECONDS_MAX = 60;

    private final PrintStream out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Telling telling = new Telling();

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

    RoundsCommand(PrintStream out) {
        this.out = out;
    }

    /// Measures.
    ///
    /// @param roundCount how often everybody takes a turn
    /// @param title what the title of a comparison holds, or nothing for all
    /// @param turn how long each measurement takes
    abstract Report measure(int roundCount, String title, Duration turn)
            throws IOException, InterruptedException;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Telling.check(spec, "--rounds", rounds, 1, ROUNDS_MAX);
        Telling.check(spec, "--seconds", seconds, 1, SECONDS_MAX);
        Report report = measure(rounds, only, Duration.ofSeconds(seconds));
        if (report.comparisons().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--only: nothing is called \"" + only + "\"");
        }
        telling.tell(out, report, Report::table);
        return 0;
    }
}
