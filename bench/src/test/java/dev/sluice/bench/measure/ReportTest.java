// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReportTest {
    private static final Report REPORT =
            new Report(
                    "access",
                    "2 processors",
                    List.of(
                            new Comparison(
                                    "counting",
                                    new Quantity("cpu", "CPU time of one", "us"),
                                    List.of(
                                            new Comparison.Line("Sluice", List.of(1.25, 1.5), 1),
                                            new Comparison.Line(
                                                    "peer", List.of(1000d, 2000d), 1066.6)))),
                    List.of("Nobody was harmed."));

    @Test
    void showsTablesToPeople() {
        assertThat(REPORT.table())
                .isEqualTo(
                        """
                        Measured on 2 processors.

                        counting: CPU time of one, us

                        |        | median | lowest | highest |   ratio |
                        | ------ | -----: | -----: | ------: | ------: |
                        | Sluice |   1.38 |   1.25 |    1.50 |    1.00 |
                        | peer   |   1500 |   1000 |    2000 | 1066.60 |

                        Nobody was harmed.
                        """);
    }

    @Test
    void showsPeopleManyQuantitiesAtOnce() {
        Quantity refusals = new Quantity("refusals", "refusals", "");
        Report report =
                new Report(
                        "ingest",
                        "2 processors",
                        List.of(
                                REPORT.comparisons().getFirst(),
                                new Comparison(
                                        "counting",
                                        refusals,
                                        List.of(
                                                new Comparison.Line(
                                                        "Sluice", List.of(0d), Double.NaN),
                                                new Comparison.Line(
                                                        "peer", List.of(0d), Double.NaN)))),
                        List.of());

        assertThat(report.overview())
                .isEqualTo(
                        """
                        Measured on 2 processors.

                        counting

                        | median (ratio)      | Sluice |           peer |
                        | ------------------- | -----: | -------------: |
                        | CPU time of one, us |   1.38 | 1500 (1066.60) |
                        | refusals            |   0.00 |           0.00 |
                        """);
        assertThat(report.table())
                .contains("counting: refusals\n")
                .contains("| Sluice |   0.00 |   0.00 |    0.00 |       |");
        assertThat(
                        new JsonMapper()
                                .readTree(report.json())
                                .at("/comparisons/1/lines/0/ratio")
                                .isMissingNode())
                .isTrue();
    }

    @Test
    void tellsMachinesEverything() {
        JsonNode root = new JsonMapper().readTree(REPORT.json());

        assertThat(root.get("bench").stringValue()).isEqualTo("access");
        assertThat(root.get("remarks").get(0).stringValue()).isEqualTo("Nobody was harmed.");
        JsonNode comparison = root.get("comparisons").get(0);
        assertThat(comparison.get("subject").stringValue()).isEqualTo("counting");
        assertThat(comparison.get("unit").stringValue()).isEqualTo("us");
        JsonNode peer = comparison.get("lines").get(1);
        assertThat(peer.get("name").stringValue()).isEqualTo("peer");
        assertThat(peer.get("median").doubleValue()).isEqualTo(1500);
        assertThat(peer.get("ratio").doubleValue()).isEqualTo(1066.6);
        assertThat(peer.get("values").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0.0123, 0.01", "1.004, 1.00", "12.345, 12.3", "999.4, 999", "1234567, 1234567"})
    void writesThreeDigitsThatCount(double value, String text) {
        assertThat(Report.number(value)).isEqualTo(text);
    }
}
