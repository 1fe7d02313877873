// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same points and the same statements of InfluxQL: the answer is the same wherever the points
/// are, and whoever answers.
///
/// `-Dsluice.queries=` asks more than [#QUERIES], `-Dseed=` the same ones again.
final class InfluxqlStatesTest {
    private static final int QUERIES = 90;

    /// What is asked of the same points.
    private static final int QUERIES_PER_ROUND = 45;

    /// The epoch in the midst, and days on which clocks are changed.
    private static final List<String> STARTS =
            List.of("1969-12-30T00:00:00Z", "2024-03-30T00:00:00Z", "2024-10-26T00:00:00Z");

    private static final String REFUSED = "refused: ";

    @TempDir private Path directory;
    private int sliced;
    private int withRows;

    /// Where the points are.
    private enum State {
        /// In one file for each day; asked of the engine.
        MERGED,
        BUFFER,
        FILES,
        /// Some in files that were merged, then files, and the last batch in the buffer.
        ALL;

        void fill(QueryFixture db, List<String[]> batches) throws IOException {
            int last = batches.size() - 1;
            if (this == MERGED || this == ALL) {
                int merged = this == MERGED ? batches.size() : Math.max(1, last / 2);
                db.files(
                        batches.subList(0, merged).stream()
                                .flatMap(Stream::of)
                                .toArray(String[]::new));
                for (int batch = merged; batch < batches.size(); batch++) {
                    put(db, batches.get(batch), batch == last);
                }
                return;
            }
            for (String[] batch : batches) {
                put(db, batch, this == BUFFER);
            }
        }

        private static void put(QueryFixture db, String[] lines, boolean buffered)
                throws IOException {
            if (buffered) {
                db.buffer(lines);
            } else {
                db.files(lines);
            }
        }
    }

    @Test
    void answersAlikeWhereverPointsAre() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        int queries = Integer.getInteger("sluice.queries", QUERIES);
        System.out.println("InfluxqlStatesTest -Dseed=" + seed);
        Random random = new Random(seed);
        Map<State, InfluxqlFixture> databases = new EnumMap<>(State.class);
        try {
            for (State state : State.values()) {
                databases.put(
                        state,
                        InfluxqlFixture.open(
                                Files.createDirectory(directory.resolve(state.name()))));
            }
            merged(databases).database().slices = false;
            for (int asked = 0; asked < queries; asked += QUERIES_PER_ROUND) {
                compare(random, databases);
            }
        } finally {
            databases.values().forEach(InfluxqlFixture::close);
        }
        System.out.println(
                withRows + " of " + queries + " with rows, " + sliced + " without the engine");
        assertThat(withRows).as("answers with rows").isGreaterThan(queries / 4);
        assertThat(sliced).as("answers without the engine").isPositive();
    }

    private void compare(Random random, Map<State, InfluxqlFixture> databases) throws IOException {
        Instant start = Instant.parse(STARTS.get(random.nextInt(STARTS.size())));
        LatePoints points =
                new LatePoints(
                        random, start.getEpochSecond() * 1_000_000_000L, 1 + random.nextInt(4));
        List<String[]> batches = points.batches();
        for (Map.Entry<State, InfluxqlFixture> database : databases.entrySet()) {
            database.getValue().database().nextDatabase();
            database.getKey().fill(database.getValue().database(), batches);
        }
        RandomInfluxql statements = new RandomInfluxql(random, points);
        for (int i = 0; i < QUERIES_PER_ROUND; i++) {
            String text = statements.next();
            List<String> expected = answer(merged(databases), text);
            boolean isRefused = expected.stream().anyMatch(row -> row.startsWith(REFUSED));
            withRows += expected.isEmpty() || isRefused ? 0 : 1;
            databases.forEach((state, db) -> compare(state, db, text, expected));
        }
    }

    private static InfluxqlFixture merged(Map<State, InfluxqlFixture> databases) {
        return Objects.requireNonNull(databases.get(State.MERGED));
    }

    private void compare(State state, InfluxqlFixture db, String text, List<String> expected) {
        db.database().plans.clear();
        List<String> answer = answer(db, text);
        assertThat(answer).as(state + ": " + text).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            Approximately.same(state + ": " + text, answer.get(row), expected.get(row));
        }
        boolean wasSliced =
                state != State.MERGED
                        && db.database().plans.stream().anyMatch(plan -> plan.slice() != null);
        sliced += wasSliced ? 1 : 0;
    }

    private static List<String> answer(InfluxqlFixture db, String text) {
        try {
            return db.ask(text);
        } catch (ProblemException e) {
            return List.of(REFUSED + e.problem());
        }
    }
}
