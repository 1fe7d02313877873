// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.access.AccessBench;
import dev.sluice.bench.measure.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/// `./sluice bench access`.
@Command(
        name = "access",
        description = "Measure how administrators are verified and let in.",
        mixinStandardHelpOptions = true)
final class AccessCommand extends RoundsCommand {
    private final Consumer<String> progress;

    AccessCommand(PrintStream out, Consumer<String> progress) {
        super(out);
        this.progress = progress;
    }

    @Override
    Report measure(int roundCount, String title, Duration turn)
            throws IOException, InterruptedException {
        return new AccessBench(roundCount, title, turn, true, AccessBench.REQUESTS_MAX, progress)
                .run();
    }
}
