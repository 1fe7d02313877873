// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import dev.sluice.bench.ingest.ProcessFigures;
import dev.sluice.bench.ingest.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A database that is asked, with its clients. It can be started again. For one thread.
final class Side implements AutoCloseable {
    private final String name;
    private final Starting starting;
    private final Connecting connecting;
    private final List<Asker> askers = new ArrayList<>();
    private Store store;

    /// Starts a database in its directory.
    interface Starting {
        Store start() throws IOException, InterruptedException;
    }

    /// Makes a client of one that runs.
    interface Connecting {
        Asker connect(Store store) throws IOException;
    }

    private Side(String name, Starting starting, Connecting connecting, Store store) {
        this.name = name;
        this.starting = starting;
        this.connecting = connecting;
        this.store = store;
    }

    /// Starts one.
    ///
    /// @param name as the report has it
    static Side start(String name, Starting starting, Connecting connecting)
            throws IOException, InterruptedException {
        return new Side(name, starting, connecting, starting.start());
    }

    String name() {
        return name;
    }

    Store store() {
        return store;
    }

    /// What its process has used.
    ProcessFigures process() {
        return ProcessFigures.of(store.process().pid());
    }

    /// Its first clients, connected for the first time or still.
    List<Asker> askers(int count) throws IOException {
        while (askers.size() < count) {
            askers.add(connecting.connect(store));
        }
        return List.copyOf(askers.subList(0, count));
    }

    /// Its first client.
    Asker asker() throws IOException {
        return askers(1).getFirst();
    }

    /// Ends the process in good order and starts another one on the same files.
    void restart() throws IOException, InterruptedException {
        close();
        store = starting.start();
    }

    @Override
    public void close() throws IOException {
        for (Asker asker : askers) {
            asker.close();
        }
        askers.clear();
        store.close();
    }
}
