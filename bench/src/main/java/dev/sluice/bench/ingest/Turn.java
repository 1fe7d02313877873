// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.bench.ingest.ProcessFigures.ThreadTime;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a database does in one round: it is warmed up, loaded, waited for, counted and measured.
///
/// @param dataset what it is loaded with
/// @param connections over how many connections
public record Turn(Dataset dataset, int connections) {
    private static final double MILLION = 1e6;

    /// What was measured, and what the threads used from the load's beginning to its end.
    record Result(Map<String, Double> figures, Map<String, ThreadTime> threads) {}

    /// What a database does when its load begins and ends.
    public interface Watch {
        /// Does nothing.
        Watch NONE =
                new Watch() {
                    @Override
                    public void begin() {}

                    @Override
                    public void end() {}
                };

        /// Called before the first request.
        void begin() throws IOException, InterruptedException;

        /// Called when the database has settled.
        void end() throws IOException, InterruptedException;
    }

    /// Lets a database that was just started take its turn.
    Result take(Store store, Watch watch) throws IOException, InterruptedException {
        ProcessFigures process = ProcessFigures.of(store.process().pid());
        Settling settling = new Settling(store, process, Settling.SHORT);
        load(store, "warmup", dataset.warmUp());
        settling.await();
        store.requireRows(dataset.warmUpRows());

        long writtenBefore = process.writtenBytes();
        watch.begin();
        process.forgetPeak();
        Map<String, ThreadTime> threadsBefore = process.threads();
        double cpuBefore = process.cpuSeconds();
        long start = System.nanoTime();
        Loaded loaded = load(store, "bench", dataset.batches());
        double cpuAcknowledged = process.cpuSeconds() - cpuBefore;
        Settling.Settled settled = settling.await();
        double settledSeconds = (settled.nanos() - start) / 1e9;
        Map<String, ThreadTime> threads = process.threadsSince(threadsBefore);
        double peakBytes = process.peakBytes();
        double writtenBytes = process.writtenBytes() - writtenBefore;
        watch.end();
        store.requireRows(dataset.rows());
        // What it reserves for more while it runs, it gives back now.
        store.close();
        DiskUse disk = store.diskUse();

        double rows = dataset.rows();
        double stored = rows + dataset.warmUpRows();
        Map<String, Double> figures = new HashMap<>();
        figures.put(Figures.LINES.name(), loaded.linesPerSecond(dataset.rows()));
        figures.put(Figures.MEGABYTES.name(), loaded.megabytesPerSecond(dataset.bytes()));
        figures.put(Figures.HALF.name(), loaded.quantileMillis(0.5));
        figures.put(Figures.NEARLY_ALL.name(), loaded.quantileMillis(0.99));
        figures.put(Figures.REFUSALS.name(), (double) loaded.refusals());
        figures.put(Figures.CPU_ACKNOWLEDGED.name(), cpuAcknowledged / rows * MILLION);
        figures.put(
                Figures.CPU_SETTLED.name(), (settled.cpuSeconds() - cpuBefore) / rows * MILLION);
        figures.put(Figures.SETTLED.name(), settledSeconds);
        figures.put(Figures.DATA.name(), disk.dataBytes() / stored);
        figures.put(Figures.LOG.name(), disk.logBytes() / stored);
        figures.put(Figures.WRITTEN.name(), writtenBytes / rows);
        figures.put(Figures.PEAK.name(), peakBytes / MILLION);
        return new Result(figures, threads);
    }

    private Loaded load(Store store, String room, List<byte[]> batches)
            throws IOException, InterruptedException {
        return new WriteLoad(store.address(), store.prepare(room), connections).run(batches);
    }
}
