// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import dev.sluice.bench.ingest.ProcessFigures;
import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Contender;
import dev.sluice.bench.measure.CpuTable;
import dev.sluice.bench.measure.Quantity;
import dev.sluice.bench.measure.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// How fast Sluice hands out every row it has, and with how much memory.
///
/// @param side Sluice
/// @param stored what it holds
record LargeSelect(Side side, Stored stored) {
    private static final Quantity ROWS = new Quantity("rows", "rows", "1/s");
    private static final Quantity CPU = new Quantity("cpu", "CPU time of a million rows", "s");
    private static final Quantity BEFORE = new Quantity("before", "resident memory before", "MB");
    private static final Quantity MOST = new Quantity("most", "most resident memory", "MB");

    private static final double MILLION = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    List<Comparison> run(Rounds rounds) throws InterruptedException {
        return rounds.run(
                "SELECT time, hostname and all fields through Flight, %d rows"
                        .formatted(stored.rows()),
                List.of(ROWS, CPU, BEFORE, MOST),
                List.of(new Contender(side.name(), this::select)));
    }

    private Map<String, Double> select() {
        String sql = "SELECT time, hostname, " + String.join(", ", CpuTable.FIELDS) + " FROM cpu";
        try {
            FlightAsker asker = (FlightAsker) side.asker();
            ProcessFigures process = side.process();
            process.forgetPeak();
            double before = process.peakBytes();
            double cpuBefore = process.cpuSeconds();
            long start = System.nanoTime();
            long rows = asker.countRows(sql);
            double elapsed = System.nanoTime() - start;
            if (rows != stored.rows()) {
                throw new IllegalStateException(
                        "%d rows came of %d".formatted(rows, stored.rows()));
            }
            return Map.of(
                    ROWS.name(), rows * NANOS_PER_SECOND / elapsed,
                    CPU.name(), (process.cpuSeconds() - cpuBefore) / rows * MILLION,
                    BEFORE.name(), before / MILLION,
                    MOST.name(), process.peakBytes() / MILLION);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
