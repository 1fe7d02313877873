// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every contender writes its file, once and of few rows. How long that takes is nobody's business
/// here.
final class ParquetBenchTest {
    @Test
    void everyContenderWritesItsFile() throws IOException, InterruptedException {
        List<String> progress = new ArrayList<>();
        Report report =
                new ParquetBench(1, "", Duration.ofMillis(5), false, 3, progress::add).run();

        assertThat(progress)
                .containsExactly(
                        "measuring a file of 1080 rows, 10 tags, 10 floats: int",
                        "measuring a file of 1080 rows, 10 tags, 10 floats: dec2",
                        "measuring a file of 1080 rows, 10 tags, 10 floats: raw");
        assertThat(report.comparisons()).hasSize(6);
        for (Comparison comparison : report.comparisons()) {
            assertThat(comparison.lines())
                    .extracting(Comparison.Line::name)
                    .containsExactly("Sluice, columns", "Sluice, rows", "COPY, rows");
            assertThat(comparison.lines())
                    .allSatisfy(line -> assertThat(line.median()).isPositive());
        }
    }

    @Test
    void bothWaysIntoTheEncoderGiveTheSameValues() throws IOException {
        HostRows rows = new HostRows(3, 5, "dec2");

        assertThat(rows.rows().rowCount()).isEqualTo(rows.rowCount());
        assertThat(rows.columns()).hasSameSizeAs(rows.schema());
        FileEncoding encoding = new FileEncoding();
        encoding.values = "raw";
        encoding.hosts = 3;
        encoding.rowsPerHost = 5;
        encoding.start();
        // The one says how it is sorted.
        assertThat(encoding.rows() - encoding.columns()).isBetween(0L, 100L);
        encoding.stop();
    }
}
