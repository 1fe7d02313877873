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
    private final Running running;
    private final Connecting connecting;
    private final List<Asker> askers = new ArrayList<>();

    /// Starts a database in its directory.
    interface Starting {
        Store start() throws IOException, InterruptedException;
    }

    /// Makes a client of one that runs.
    interface Connecting {
        Asker connect(Store store) throws IOException;
    }

    /// A database, and who asks it.
    private static final class Running {
        private final Starting starting;
        private final List<Side> sides = new ArrayList<>();
        private Store store;
        private boolean ended;

        Running(Starting starting, Store store) {
            this.starting = starting;
            this.store = store;
        }

        void restart() throws IOException, InterruptedException {
            for (Side side : sides) {
                side.disconnect();
            }
            store.close();
            store = starting.start();
        }

        void end() throws IOException {
            if (!ended) {
                ended = true;
                store.close();
            }
        }
    }

    private Side(String name, Running running, Connecting connecting) {
        this.name = name;
        this.running = running;
        this.connecting = connecting;
        running.sides.add(this);
    }

    /// Starts one.
    ///
    /// @param name as the report has it
    static Side start(String name, Starting starting, Connecting connecting)
            throws IOException, InterruptedException {
        return new Side(name, new Running(starting, starting.start()), connecting);
    }

    /// The same database, asked in another way. It ends with the first that is closed.
    Side also(String otherName, Connecting other) {
        return new Side(otherName, running, other);
    }

    String name() {
        return name;
    }

    Store store() {
        return running.store;
    }

    /// What its process has used.
    ProcessFigures process() {
        return ProcessFigures.of(store().process().pid());
    }

    /// Its first clients, connected for the first time or still.
    List<Asker> askers(int count) throws IOException {
        while (askers.size() < count) {
            askers.add(connecting.connect(store()));
        }
        return List.copyOf(askers.subList(0, count));
    }

    /// Its first client.
    Asker asker() throws IOException {
        return askers(1).getFirst();
    }

    /// Ends the process in good order and starts another one on the same files.
    void restart() throws IOException, InterruptedException {
        running.restart();
    }

    private void disconnect() throws IOException {
        for (Asker asker : askers) {
            asker.close();
        }
        askers.clear();
    }

    @Override
    public void close() throws IOException {
        disconnect();
        running.end();
    }
}
