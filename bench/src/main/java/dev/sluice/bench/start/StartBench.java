// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.start;

import dev.sluice.bench.access.Door;
import dev.sluice.bench.access.Scratch;
import dev.sluice.bench.access.SignedIn;
import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Contender;
import dev.sluice.bench.measure.Quantity;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.measure.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Measures how long a run of `influxctl` takes: `./sluice bench start`.
///
/// @param archive what `./sluice dist` made of it, a `.tar.gz`
/// @param runs how often everybody runs, in turns
/// @param progress is told what is measured now
public record StartBench(Path archive, int runs, Consumer<String> progress) {
    private static final Quantity TIME = new Quantity("time", "time from start to end", "ms");
    private static final Quantity CPU = new Quantity("cpu", "CPU time", "ms");
    private static final double NANOS_PER_MILLI = 1e6;

    /// What runs before anything is measured, so that nobody is the first to read the files.
    private static final int WARM_UPS = 2;

    /// Measures everything. A run that did not answer as it should fails the bench.
    ///
    /// @throws IllegalStateException also when the archive holds no `influxctl`
    public Report run() throws IOException, InterruptedException {
        List<Comparison> comparisons = new ArrayList<>();
        try (Scratch scratch = Scratch.make()) {
            Path directory = scratch.directory();
            Unpacked program = Unpacked.of(archive, directory.resolve("program"));
            Unpacked bare = Unpacked.of(archive, directory.resolve("bare")).withoutCache();
            Run version = new Run(directory, "influxctl ", List.of("version"));
            comparisons.addAll(compare("influxctl version", program, bare, version));
            try (SignedIn people = new SignedIn("RS256");
                    Door door =
                            new Door(people, Files.createDirectory(directory.resolve("door")))) {
                Administrator administrator =
                        Administrator.signedIn(
                                directory, door.address().getPort(), people.tokens().getFirst());
                comparisons.addAll(
                        compare(
                                "influxctl token list, token kept",
                                program,
                                bare,
                                administrator.run("DESCRIPTION", "token", "list")));
            }
        }
        return new Report("start", machine(), comparisons, List.of());
    }

    private List<Comparison> compare(String subject, Unpacked program, Unpacked bare, Run run)
            throws IOException, InterruptedException {
        List<Contender> contenders =
                List.of(
                        contender("as handed out", List.of(program.command()), run),
                        contender("the same without its cache", List.of(bare.command()), run),
                        contender("java of the JDK, no options", bare.onTheJdk(), run));
        for (int i = 0; i < WARM_UPS; i++) {
            for (Contender contender : contenders) {
                contender.measure().run();
            }
        }
        return new Rounds(runs, "", progress).run(subject, List.of(TIME, CPU), contenders);
    }

    private static Contender contender(String name, List<String> command, Run run) {
        return new Contender(
                name,
                () -> {
                    Run.Took took = run.measure(command);
                    return Map.of(
                            TIME.name(),
                            took.nanos() / NANOS_PER_MILLI,
                            CPU.name(),
                            (double) took.cpuMillis());
                });
    }

    private static String machine() {
        return "%d processors, Java %s, %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version().feature(),
                        System.getProperty("os.name"));
    }
}
