// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.SluiceProgram;
import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole bench once, with a few rows and Sluice alone: nothing is fetched. That every row is
/// there it sees to itself.
final class IngestBenchTest {
    @TempDir private Path directory;

    @Test
    void measuresSluice() throws IOException, InterruptedException {
        Path recording = directory.resolve("load.jfr");
        List<String> progress = new ArrayList<>();
        Report report =
                new IngestBench(
                                new IngestBench.Load(20, 1_000, Values.DEC2, 100, 2),
                                1,
                                List.of(Database.SLUICE),
                                256,
                                recording,
                                new IngestBench.Surroundings(
                                        SluiceProgram.SERVE,
                                        Map.of("SLUICE_INGEST_FLUSH_INTERVAL_SECONDS", "1"),
                                        directory.resolve("cache"),
                                        directory.resolve("work")),
                                progress::add)
                        .run();

        assertThat(progress)
                .containsExactly(
                        "making data",
                        "measuring 20 hosts, 1000 rows of dec2 values",
                        "measuring Sluice");
        assertThat(report.comparisons())
                .extracting(Comparison::quantity)
                .containsExactlyElementsOf(Figures.ALL);
        assertThat(report.comparisons().getFirst().lines().getFirst().median()).isPositive();
        assertThat(report.remarks())
                .contains("Sluice's CPU time by thread:")
                .anyMatch(remark -> remark.startsWith("Sluice syncs its log before it answers."))
                .noneMatch(remark -> remark.startsWith("QuestDB"));
        assertThat(recording).isNotEmptyFile();
        assertThat(directory.resolve("cache/bench")).doesNotExist();
        try (Stream<Path> left = Files.list(directory.resolve("work"))) {
            assertThat(left).isEmpty();
        }
    }
}
