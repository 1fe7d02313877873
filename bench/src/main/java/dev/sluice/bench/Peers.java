// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.ingest.Database;
import dev.sluice.bench.ingest.IngestBench;
import dev.sluice.bench.ingest.Values;
import dev.sluice.local.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// What is said of every bench that compares databases: who takes part, how often and with what,
/// and where everything is.
final class Peers {
    private static final int HEAP_MIN = 256;
    private static final int HEAP_MAX = 65_536;
    private static final int ROUNDS_MAX = 100;

    @Option(
            names = "--only",
            paramLabel = "sluice|questdb|influxdb",
            split = ",",
            description = "who takes part, a list with commas (all)")
    private List<Database> only = List.of(Database.values());

    @Option(
            names = "--heap",
            paramLabel = "MIB",
            description =
                    "the heap of each JVM in MiB, " + HEAP_MIN + " to " + HEAP_MAX + " (1024)")
    private int heap = 1_024;

    @Option(
            names = "--values",
            paramLabel = "int|dec2|raw",
            description = "whole numbers, two digits after the point, or all digits (int)")
    private Values values = Values.INT;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "how often everybody takes a turn, 1 to " + ROUNDS_MAX + " (3)")
    private int rounds = 3;

    @Option(
            names = "--sluice",
            paramLabel = "PROGRAM",
            description =
                    "what is measured as Sluice, such as bin/sluice of an archive of ./sluice dist"
                            + " (this checkout)")
    private @Nullable Path sluice;

    /// Refuses what is out of bounds.
    void check(CommandSpec spec) {
        if (sluice != null && !Files.isExecutable(sluice)) {
            throw new ParameterException(
                    spec.commandLine(), "--sluice: there is no program " + sluice);
        }
        Telling.check(spec, "--rounds", rounds, 1, ROUNDS_MAX);
        Telling.check(spec, "--heap", heap, HEAP_MIN, HEAP_MAX);
    }

    /// Who takes part.
    List<Database> only() {
        return only;
    }

    /// What the numbers look like that everybody holds.
    Values values() {
        return values;
    }

    /// How often everybody takes a turn.
    int rounds() {
        return rounds;
    }

    /// The heap of each JVM.
    int heapMebibytes() {
        return heap;
    }

    /// Everything lies in the checkout, and so on one disk.
    IngestBench.Surroundings surroundings() {
        Programs programs = new Programs(Path.of(System.getProperty("sluice.home", "")));
        return new IngestBench.Surroundings(
                List.of(
                        (sluice == null ? programs.sluice() : sluice.toAbsolutePath()).toString(),
                        "serve"),
                // What it starts is built: this program is.
                Map.of("SLUICE_NO_BUILD", "1", "JAVA_HOME", System.getProperty("java.home")),
                programs.cache(),
                programs.checkout().resolve(".sluice/bench"));
    }
}
