// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.ingest.Database;
import dev.sluice.bench.ingest.IngestBench;
import dev.sluice.local.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Who takes part where databases are compared, and where everything is.
final class Peers {
    private static final int HEAP_MIN = 256;
    private static final int HEAP_MAX = 65_536;

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

    /// Refuses a heap out of bounds.
    void check(CommandSpec spec) {
        Telling.check(spec, "--heap", heap, HEAP_MIN, HEAP_MAX);
    }

    /// Who takes part.
    List<Database> only() {
        return only;
    }

    /// The heap of each JVM.
    int heapMebibytes() {
        return heap;
    }

    /// Everything lies in the checkout, and so on one disk.
    static IngestBench.Surroundings surroundings() {
        Programs programs = new Programs(Path.of(System.getProperty("sluice.home", "")));
        return new IngestBench.Surroundings(
                List.of(programs.sluice().toString(), "serve"),
                // What it starts is built: this program is.
                Map.of("SLUICE_NO_BUILD", "1", "JAVA_HOME", System.getProperty("java.home")),
                programs.cache(),
                programs.checkout().resolve(".sluice/bench"));
    }
}
