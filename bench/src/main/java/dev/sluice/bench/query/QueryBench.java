// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import dev.sluice.bench.ingest.Cleaning;
import dev.sluice.bench.ingest.Database;
import dev.sluice.bench.ingest.IngestBench;
import dev.sluice.bench.ingest.Values;
import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Contender;
import dev.sluice.bench.measure.Machine;
import dev.sluice.bench.measure.Quantity;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.measure.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures asking: `./sluice bench query`.
///
/// @param stored what everybody holds
/// @param values what the fields look like
/// @param state where Sluice has the rows
/// @param asked what is asked, and how
/// @param databases who takes part, at least one
/// @param heapMebibytes of each JVM
/// @param profile where to put a recording of Sluice while it is asked, if it is to be made
/// @param surroundings where everything is
/// @param progress is told what is measured now
public record QueryBench(
        Stored stored,
        Values values,
        State state,
        Asked asked,
        List<Database> databases,
        int heapMebibytes,
        @Nullable Path profile,
        IngestBench.Surroundings surroundings,
        Consumer<String> progress) {
    /// A question has its own seed, so that leaving some out changes no other.
    private static final long SEED = 123;

    private static final int CHECKED_QUESTIONS = 5;

    /// More than anybody answers in a turn of some seconds: no question is asked twice in one, as
    /// nobody asks for the same hour of the same host all the time.
    private static final int QUESTIONS_MAX = 50_000;

    /// Copies the list.
    public QueryBench {
        databases = databases.stream().distinct().sorted().toList();
    }

    /// What is asked, and how.
    ///
    /// @param only queries without this text in their name are left out
    /// @param rounds how often everybody takes a turn
    /// @param turn how long a turn takes
    /// @param clients how many ask at once, one measurement each
    /// @param reading what takes the answers of Sluice through Flight
    public record Asked(
            String only, int rounds, Duration turn, List<Integer> clients, FlightReading reading) {
        /// Copies the list.
        public Asked {
            clients = List.copyOf(clients);
        }

        List<DevopsQuery> queries() {
            return DevopsQueries.QUERIES.stream()
                    .filter(query -> query.name().contains(only))
                    .toList();
        }
    }

    /// Whether any query has this text in its name.
    public static boolean asks(String only) {
        return DevopsQueries.QUERIES.stream().anyMatch(query -> query.name().contains(only));
    }

    /// Measures. An answer that is not the same from everybody fails the run.
    public Report run() throws IOException, InterruptedException {
        Files.createDirectories(surroundings.work());
        Path scratch = Files.createTempDirectory(surroundings.work(), "query-");
        List<Side> sides = new ArrayList<>();
        try (Cleaning _ = Cleaning.of(scratch)) {
            Sides making =
                    new Sides(
                            stored,
                            values,
                            state,
                            new Sides.JavaOptions(heapMebibytes, profile != null),
                            asked.reading,
                            surroundings,
                            progress);
            for (Database database : databases) {
                sides.addAll(making.make(database, scratch.resolve(database.name())));
            }
            return measure(sides, scratch);
        } finally {
            for (Side side : sides) {
                side.close();
            }
        }
    }

    private Report measure(List<Side> sides, Path scratch)
            throws IOException, InterruptedException {
        List<DevopsQuery> queries = asked.queries();
        for (DevopsQuery query : queries) {
            progress.accept("checking " + query.name());
            Checking.check(query, query.questions(stored, CHECKED_QUESTIONS, SEED), sides);
        }
        List<String> remarks = new ArrayList<>(QueryRemarks.of(this, scratch));
        List<Comparison> comparisons = new ArrayList<>();
        Recording recording = Recording.begin(sides.getFirst(), profile);
        for (int clients : asked.clients) {
            comparisons.addAll(hot(sides, queries, clients));
        }
        remarks.addAll(recording.end());
        comparisons.addAll(afterRestart(sides, queries));
        if (databases.contains(Database.SLUICE)) {
            comparisons.addAll(
                    new LargeSelect(sides.getFirst(), stored)
                            .run(new Rounds(asked.rounds, "", progress)));
        }
        return new Report("query", Machine.inGeneralTerms(), comparisons, remarks);
    }

    /// Every query by itself, so that those who are compared take their turns close to each other,
    /// once everybody has answered all of them: what a JVM is asked first is no slower then.
    private List<Comparison> hot(List<Side> sides, List<DevopsQuery> queries, int clients)
            throws IOException, InterruptedException {
        Rounds rounds = new Rounds(asked.rounds, "", progress);
        Map<Quantity, List<Comparison>> found = new LinkedHashMap<>();
        for (Side side : sides) {
            progress.accept("warming up " + side.name());
            for (DevopsQuery query : queries) {
                new Asking(side, clients, asked.turn)
                        .run(query.questions(stored, QUESTIONS_MAX, SEED + 1));
            }
        }
        for (DevopsQuery query : queries) {
            List<Question> questions = query.questions(stored, QUESTIONS_MAX, SEED + 1);
            List<Contender> contenders = new ArrayList<>();
            for (Side side : sides) {
                Asking asking = new Asking(side, clients, asked.turn);
                progress.accept("warming up " + side.name() + ": " + query.name());
                asking.run(questions);
                contenders.add(contender(side, () -> asking.run(questions)));
            }
            List<Quantity> quantities =
                    clients == 1
                            ? List.of(Asking.LATENCY, Asking.CPU)
                            : List.of(Asking.LATENCY, Asking.CPU, Asking.RATE);
            for (Comparison one : rounds.run(query.name(), quantities, contenders)) {
                found.computeIfAbsent(one.quantity(), _ -> new ArrayList<>()).add(one);
            }
        }
        String who = clients == 1 ? "1 client" : clients + " clients";
        List<Comparison> result = new ArrayList<>();
        found.forEach((quantity, all) -> all.forEach(one -> result.add(byQuery(who, one))));
        return result;
    }

    /// The first answer that a process gives to each query.
    private List<Comparison> afterRestart(List<Side> sides, List<DevopsQuery> queries)
            throws InterruptedException {
        List<Contender> contenders =
                sides.stream().map(side -> contender(side, () -> firsts(side, queries))).toList();
        List<Quantity> quantities =
                queries.stream()
                        .map(query ->
                                new Quantity(query.name(), query.name(), Asking.LATENCY.unit()))
                        .toList();
        return new Rounds(asked.rounds, "", progress)
                .run(
                        "the first one after a restart: until the answer is there",
                        quantities,
                        contenders);
    }

    private Map<String, Double> firsts(Side side, List<DevopsQuery> queries)
            throws IOException, InterruptedException {
        side.restart();
        Map<String, Double> latencies = new HashMap<>();
        for (DevopsQuery query : queries) {
            List<Question> one = query.questions(stored, 1, SEED + 2);
            latencies.put(
                    query.name(),
                    new Asking(side, 1, Duration.ZERO).run(one).get(Asking.LATENCY.name()));
        }
        return latencies;
    }

    /// A table has a row for each query.
    private static Comparison byQuery(String who, Comparison one) {
        Quantity quantity = one.quantity();
        return new Comparison(
                who + ": " + quantity.title(),
                new Quantity(quantity.name(), one.subject(), quantity.unit()),
                one.lines());
    }

    private interface Measuring {
        Map<String, Double> run() throws IOException, InterruptedException;
    }

    private static Contender contender(Side side, Measuring measuring) {
        return new Contender(
                side.name(),
                () -> {
                    try {
                        return measuring.run();
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                });
    }
}
