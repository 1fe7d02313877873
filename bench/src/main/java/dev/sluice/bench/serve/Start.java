// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.serve;

import dev.sluice.bench.ingest.Homes;
import dev.sluice.bench.ingest.ProcessFigures;
import dev.sluice.bench.ingest.Settling;
import dev.sluice.bench.ingest.Store;
import dev.sluice.bench.ingest.Stores;
import dev.sluice.bench.ingest.WriteLoad;
import dev.sluice.bench.measure.Quantity;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a database does in one round: it starts, is left alone, loaded, killed and started again.
///
/// @param batches what it is loaded with
/// @param rows how many lines these are
/// @param idle how long it is left alone
/// @param homes where its files are
record Start(List<byte[]> batches, long rows, Duration idle, Homes homes) {
    private static final Quantity FIRST =
            new Quantity("first", "from its first start until it answers", "ms");
    private static final Quantity FIRST_CPU = new Quantity("firstCpu", "CPU time of it", "s");
    private static final Quantity IDLE = new Quantity("idle", "resident memory, left alone", "MB");
    private static final Quantity LOG = new Quantity("log", "its log when it is killed", "MB");
    private static final Quantity AGAIN =
            new Quantity("again", "from its second start until it answers", "ms");
    private static final Quantity AGAIN_CPU = new Quantity("againCpu", "CPU time of it", "s");

    /// In the order of the report.
    static final List<Quantity> ALL = List.of(FIRST, FIRST_CPU, IDLE, LOG, AGAIN, AGAIN_CPU);

    private static final int CONNECTIONS = 4;
    private static final double MILLION = 1e6;

    private interface Starting {
        Store start() throws IOException, InterruptedException;
    }

    /// Takes a turn.
    ///
    /// @throws IllegalStateException also when a row is missing in the end
    Map<String, Double> take(Stores.Starting starting) throws InterruptedException {
        Map<String, Double> figures = new HashMap<>();
        return homes.use(
                home -> measured(figures, FIRST, FIRST_CPU, () -> starting.start(home)),
                store -> {
                    Thread.sleep(idle);
                    figures.put(IDLE.name(), figuresOf(store).residentBytes() / MILLION);
                    new WriteLoad(store.address(), store.prepare("bench"), CONNECTIONS)
                            .run(batches);
                    store.kill();
                    figures.put(LOG.name(), store.diskUse().logBytes() / MILLION);
                    measured(
                            figures,
                            AGAIN,
                            AGAIN_CPU,
                            () -> {
                                store.startAgain();
                                return store;
                            });
                    new Settling(store, figuresOf(store), Settling.SHORT).awaitQuiet();
                    store.requireRows(rows);
                    return figures;
                });
    }

    private static Store measured(
            Map<String, Double> figures, Quantity time, Quantity cpu, Starting starting)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Store store = starting.start();
        figures.put(time.name(), (System.nanoTime() - began) / MILLION);
        figures.put(cpu.name(), figuresOf(store).cpuSeconds());
        return store;
    }

    private static ProcessFigures figuresOf(Store store) {
        return ProcessFigures.of(store.process().pid());
    }
}
