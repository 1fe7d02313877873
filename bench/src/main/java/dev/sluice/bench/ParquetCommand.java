// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.measure.Report;
import dev.sluice.bench.parquet.ParquetBench;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/// `./sluice bench parquet`.
@Command(
        name = "parquet",
        description = "Measure how Parquet files are written, beside the engine's COPY.",
        mixinStandardHelpOptions = true)
final class ParquetCommand extends RoundsCommand {
    private final Consumer<String> progress;

    ParquetCommand(PrintStream out, Consumer<String> progress) {
        super(out);
        this.progress = progress;
    }

    @Override
    Report measure(int roundCount, String title, Duration turn)
            throws IOException, InterruptedException {
        return new ParquetBench(roundCount, title, turn, true, ParquetBench.HOSTS, progress).run();
    }
}
