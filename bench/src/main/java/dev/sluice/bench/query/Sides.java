// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import dev.sluice.bench.ingest.CpuData;
import dev.sluice.bench.ingest.Database;
import dev.sluice.bench.ingest.Dataset;
import dev.sluice.bench.ingest.IngestBench;
import dev.sluice.bench.ingest.Profile;
import dev.sluice.bench.ingest.Settling;
import dev.sluice.bench.ingest.SluiceStore;
import dev.sluice.bench.ingest.Store;
import dev.sluice.bench.ingest.Stores;
import dev.sluice.bench.ingest.Values;
import dev.sluice.bench.ingest.WriteLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Starts databases and fills them.
///
/// @param stored what they are filled with
/// @param values what the fields look like
/// @param state where Sluice is to have the rows
/// @param javaOptions heap and recording of the JVMs
/// @param flight what takes the answers to SQL of Sluice
/// @param surroundings where everything is
/// @param progress is told what is done now
record Sides(
        Stored stored,
        Values values,
        State state,
        JavaOptions javaOptions,
        FlightReading flight,
        IngestBench.Surroundings surroundings,
        Consumer<String> progress) {
    /// The room that is asked.
    private static final String ROOM = "bench";

    private static final int CONNECTIONS = 4;

    /// So many lines are made at once.
    private static final long LINES_MADE_MAX = 250_000;

    private static final Duration PART_QUIET = Duration.ofMillis(500);

    /// Longer than the compactor rests between two looks.
    private static final Duration COMPACTED_QUIET = Duration.ofSeconds(15);

    private static final HttpAsker.Language QUESTDB =
            new HttpAsker.Language("/exec?query=", Question::questDb, PeerAnswers::questDb, "");

    /// Of JVMs.
    ///
    /// @param heapMebibytes of each
    /// @param recorded whether Sluice is
    record JavaOptions(int heapMebibytes, boolean recorded) {
        String ofSluice() {
            String heap = "-Xms%1$dm -Xmx%1$dm".formatted(heapMebibytes);
            return recorded ? heap + Profile.JAVA_OPTIONS : heap;
        }
    }

    /// Starts and fills one.
    ///
    /// @param home a directory for all its files
    /// @return each way in which it is asked
    List<Side> make(Database database, Path home) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Stores stores = surroundings.stores(javaOptions.heapMebibytes, progress);
        List<Side> ways =
                switch (database) {
                    case SLUICE -> sluice(stores, home);
                    case QUESTDB -> List.of(peer(stores.questDb(), home, QUESTDB));
                    case INFLUXDB -> List.of(peer(stores.influxDb(), home, influxQl("")));
                };
        Side side = ways.getFirst();
        progress.accept("filling " + side.name());
        fill(side, database == Database.SLUICE ? state.parts() : 1);
        settle(side, database);
        return ways;
    }

    private List<Side> sluice(Stores stores, Path home) throws IOException, InterruptedException {
        Stores.Contestant sluice =
                stores.sluice(
                        SluiceStore.flushedAfter(state.flushIntervalSeconds()),
                        javaOptions.ofSluice());
        SluiceClients clients = new SluiceClients(flight);
        Side sql = Side.start(sluice.name(), () -> sluice.starting().start(home), clients::sql);
        return List.of(sql, sql.also("Sluice, InfluxQL", clients::influxQl));
    }

    /// Clients of Sluice with the token that the process which was filled has told: one that was
    /// started again has it no more.
    private static final class SluiceClients {
        private final FlightReading flight;
        private String token = "";

        SluiceClients(FlightReading flight) {
            this.flight = flight;
        }

        private String token(Store store) {
            if (token.isEmpty()) {
                token = ((SluiceStore) store).token();
            }
            return token;
        }

        /// SQL through Flight.
        Asker sql(Store store) throws IOException {
            return new FlightAsker(store.address(), ROOM, token(store), flight);
        }

        /// InfluxQL over HTTP.
        Asker influxQl(Store store) throws IOException {
            return new HttpAsker(store.address(), Sides.influxQl(token(store)));
        }
    }

    /// What InfluxDB and Sluice understand alike.
    private static HttpAsker.Language influxQl(String token) {
        return new HttpAsker.Language(
                "/query?db=" + ROOM + "&epoch=ns&q=",
                Question::influxQl,
                PeerAnswers::influxDb,
                token);
    }

    private static Side peer(Stores.Contestant peer, Path home, HttpAsker.Language language)
            throws IOException, InterruptedException {
        return Side.start(
                peer.name(),
                () -> peer.starting().start(home),
                store -> new HttpAsker(store.address(), language));
    }

    private void fill(Side side, int parts) throws IOException, InterruptedException {
        String head = side.store().prepare(ROOM);
        CpuData data = new CpuData(Dataset.SEED, stored.hosts(), values);
        long part = Math.min(LINES_MADE_MAX, Math.ceilDiv(stored.rows(), parts));
        for (long left = stored.rows(); left > 0; left -= part) {
            WriteLoad load = new WriteLoad(side.store().address(), head, CONNECTIONS);
            load.run(data.batches(Math.min(left, part), stored.batchLines()));
            if (parts > 1) {
                new Settling(side.store(), side.process(), PART_QUIET).await();
            }
        }
    }

    private void settle(Side side, Database database) throws IOException, InterruptedException {
        Settling settling = new Settling(side.store(), side.process(), Settling.SHORT);
        if (database == Database.SLUICE && state == State.FRESH) {
            settling.awaitQuiet();
        } else {
            settling.await();
        }
        if (database == Database.SLUICE && state == State.COMPACTED) {
            new Settling(side.store(), side.process(), COMPACTED_QUIET).await();
        }
        side.store().requireRows(stored.rows());
    }
}
