// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.parquet;

import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Contender;
import dev.sluice.bench.measure.InProcess;
import dev.sluice.bench.measure.Quantity;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.measure.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Measures the writing of Parquet files: `./sluice bench parquet`.
///
/// @param rounds how many
/// @param only measures the subjects with this text in their name; the empty text measures all
/// @param duration how long each measurement takes
/// @param forked whether each has a JVM of its own; only a test says no
/// @param hosts how many hosts' rows are written
/// @param progress is told what is measured now
public record ParquetBench(
        int rounds,
        String only,
        Duration duration,
        boolean forked,
        int hosts,
        Consumer<String> progress) {
    /// As many as people are shown.
    public static final int HOSTS = 1000;

    private static final int ROWS_PER_HOST = 360;
    private static final Quantity CPU = new Quantity("seconds", "CPU time for a million rows", "s");
    private static final Quantity BYTES = new Quantity("bytes", "size of a row", "B");

    /// Measures everything.
    public Report run() throws IOException, InterruptedException {
        Rounds turns = new Rounds(rounds, only, progress);
        List<Comparison> comparisons = new ArrayList<>();
        for (String values : List.of("int", "dec2", "raw")) {
            String subject =
                    "a file of %d rows, 10 tags, 10 floats: %s"
                            .formatted(hosts * ROWS_PER_HOST, values);
            if (turns.includes(subject)) {
                comparisons.addAll(turns.run(subject, List.of(CPU, BYTES), contenders(values)));
            }
        }
        String machine =
                "%d processors, Java %s, %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                Runtime.version().feature(),
                                System.getProperty("os.name"));
        return new Report("parquet", machine, comparisons, List.of());
    }

    private List<Contender> contenders(String values) throws IOException {
        FileEncoding once = new FileEncoding();
        once.values = values;
        once.hosts = hosts;
        once.rowsPerHost = ROWS_PER_HOST;
        once.start();
        try {
            return List.of(
                    contender("Sluice, columns", "columns", values, once.columns()),
                    contender("Sluice, rows", "rows", values, once.rows()),
                    contender("COPY, rows", "copy", values, once.copy()));
        } finally {
            once.stop();
        }
    }

    /// @param sizeBytes of the file, which is the same each time
    private Contender contender(String name, String method, String values, long sizeBytes) {
        Contender.Measure inProcess =
                new InProcess(duration, forked)
                        .measure(
                                FileEncoding.class,
                                method,
                                1,
                                Map.of(
                                        "values",
                                        values,
                                        "hosts",
                                        String.valueOf(hosts),
                                        "rowsPerHost",
                                        String.valueOf(ROWS_PER_HOST)));
        double rows = (double) hosts * ROWS_PER_HOST;
        return new Contender(
                name,
                () -> {
                    Double micros = inProcess.run().get(InProcess.CPU.name());
                    if (micros == null) {
                        throw new IllegalStateException("nobody measured " + name);
                    }
                    // Microseconds a row are seconds a million rows.
                    return Map.of(CPU.name(), micros / rows, BYTES.name(), sizeBytes / rows);
                });
    }
}
