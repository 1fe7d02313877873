// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.SluiceProgram;
import dev.sluice.bench.ingest.Database;
import dev.sluice.bench.ingest.IngestBench;
import dev.sluice.bench.ingest.Values;
import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole bench once, with a few rows and Sluice alone: nothing is fetched. That every row is
/// there after the kill it sees to itself.
final class ServeBenchTest {
    @TempDir private Path directory;

    @Test
    void measuresSluice() throws IOException, InterruptedException {
        List<String> progress = new ArrayList<>();
        Report report =
                new ServeBench(
                                12_000,
                                Values.INT,
                                Duration.ofMillis(1),
                                1,
                                List.of(Database.SLUICE),
                                256,
                                new IngestBench.Surroundings(
                                        SluiceProgram.SERVE,
                                        Map.of(),
                                        directory.resolve("cache"),
                                        directory.resolve("work")),
                                progress::add)
                        .run();

        assertThat(progress)
                .containsExactly(
                        "making data", "measuring 1000 hosts, 12000 rows", "starting Sluice");
        assertThat(report.comparisons())
                .extracting(Comparison::quantity)
                .containsExactlyElementsOf(Start.ALL);
        assertThat(report.comparisons())
                .allSatisfy(one -> assertThat(one.lines().getFirst().median()).isPositive());
        assertThat(report.remarks()).anyMatch(remark -> remark.contains("256 MiB"));
        try (Stream<Path> left = Files.list(directory.resolve("work"))) {
            assertThat(left).isEmpty();
        }
    }
}
