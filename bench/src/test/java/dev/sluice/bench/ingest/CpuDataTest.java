// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Golden;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The data that everybody is loaded with.
final class CpuDataTest {
    private static String text(List<byte[]> batches) {
        return batches.stream()
                .map(batch -> new String(batch, US_ASCII))
                .collect(Collectors.joining());
    }

    private static String lines(long seed, int hosts, Values values, long rows, int batch) {
        return text(new CpuData(seed, hosts, values).batches(rows, batch));
    }

    /// The first lines of each kind, looked at by a person: ten tags and ten fields in the order of
    /// the Time Series Benchmark Suite, two computers, ten seconds apart.
    @Test
    void writesTheLinesThatWereLookedAt() {
        StringBuilder all = new StringBuilder();
        for (Values values : EnumSet.allOf(Values.class)) {
            all.append(lines(123, 2, values, 5, 100));
        }
        Golden.check("cpu-data.lp", all.toString());
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedMakesTheSameBytes(Values values) {
        assertThat(lines(7, 30, values, 100, 10)).isEqualTo(lines(7, 30, values, 100, 10));
        assertThat(lines(7, 30, values, 100, 10)).isNotEqualTo(lines(8, 30, values, 100, 10));
    }

    @Test
    void howItIsCutIntoBatchesChangesNothing() {
        List<byte[]> batches = new CpuData(7, 30, Values.INT).batches(100, 40);

        assertThat(batches)
                .extracting(batch -> new String(batch, US_ASCII).lines().count())
                .containsExactly(40L, 40L, 20L);
        assertThat(text(batches)).isEqualTo(lines(7, 30, Values.INT, 100, 100));
    }

    /// No point is written twice, or rows would be missing when they are counted.
    @Test
    void everyLineIsAPointOfItsOwn() {
        List<String> points =
                lines(7, 30, Values.INT, 1_000, 100)
                        .lines()
                        .map(line -> line.split(" ", -1)[0] + line.split(" ", -1)[2])
                        .toList();

        assertThat(points).hasSize(1_000).doesNotHaveDuplicates();
    }

    /// A walk that stays within its bounds, in steps of about one.
    @Test
    void valuesWalk() {
        double[] walk =
                lines(7, 1, Values.RAW, 20_000, 1_000)
                        .lines()
                        .mapToDouble(line ->
                                Double.parseDouble(
                                        line.split("usage_idle=", -1)[1].split(",", -1)[0]))
                        .toArray();

        assertThat(Arrays.stream(walk).min().orElseThrow()).isBetween(0.0, 20.0);
        assertThat(Arrays.stream(walk).max().orElseThrow()).isBetween(80.0, 100.0);
        double squares = 0;
        for (int i = 1; i < walk.length; i++) {
            squares += (walk[i] - walk[i - 1]) * (walk[i] - walk[i - 1]);
        }
        assertThat(squares / walk.length).isBetween(0.8, 1.1);
    }

    @Test
    void kindsOfValuesAreTheSameWalk() {
        assertThat(lines(7, 3, Values.RAW, 100, 100).replaceAll("(\\d)\\.\\d+", "$1i"))
                .isEqualTo(lines(7, 3, Values.INT, 100, 100).replaceAll("(\\d)\\.\\d+", "$1i"));
    }
}
