// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bench.SluiceProgram;
import dev.sluice.bench.ingest.Database;
import dev.sluice.bench.ingest.IngestBench;
import dev.sluice.bench.ingest.Values;
import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole bench with a few rows and Sluice alone: nothing is fetched.
final class QueryBenchTest {
    @TempDir private Path directory;

    private IngestBench.Surroundings surroundings() {
        return new IngestBench.Surroundings(
                SluiceProgram.SERVE,
                Map.of(),
                directory.resolve("cache"),
                directory.resolve("work"));
    }

    /// Every query, on several hours of a few hosts, beside what the lines say. All rows are in the
    /// buffer, and came a few at once.
    @Test
    void asksForWhatTheSuiteAsksFor() throws IOException, InterruptedException {
        Stored stored = new Stored(12, 3, 7);
        Oracle oracle = new Oracle(stored);
        Sides sides =
                new Sides(
                        stored,
                        Values.INT,
                        State.FRESH,
                        new Sides.JavaOptions(256, false),
                        FlightReading.WIRE,
                        surroundings(),
                        _ -> {});
        List<Side> sluice = sides.make(Database.SLUICE, directory.resolve("home"));
        try (Side sql = sluice.getFirst();
                Side influxQl = sluice.getLast()) {
            for (DevopsQuery query : DevopsQueries.QUERIES) {
                for (Question question : query.questions(stored, 3, 11)) {
                    Answer expected = oracle.answer(query, question);
                    assertThat(expected.difference(sql.asker().answer(question)))
                            .as(query.name() + ": " + question.sluice())
                            .isEmpty();
                    assertThat(expected.difference(influxQl.asker().answer(question)))
                            .as(query.name() + ": " + question.influxQl())
                            .isEmpty();
                }
            }
            takesAnswersThroughFlightWithoutLookingAtThem(sql.asker(), stored.rows());
        }
    }

    /// All on one connection, which a refusal does not end.
    private static void takesAnswersThroughFlightWithoutLookingAtThem(Asker asker, long rows)
            throws IOException {
        Question all = new Question("SELECT * FROM cpu", "", "");
        long bytes = asker.drain(all);
        assertThat(bytes).isGreaterThan(rows * 11 * Long.BYTES);

        assertThatThrownBy(() -> asker.drain(new Question("SELECT nothing FROM cpu", "", "")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SELECT nothing FROM cpu")
                .rootCause()
                .hasMessageContaining("status 3: ")
                .hasMessageContaining("No field named nothing");
        assertThat(asker.drain(all)).isEqualTo(bytes);
    }

    @Test
    void measuresSluice() throws IOException, InterruptedException {
        Path recording = directory.resolve("asked.jfr");
        List<String> progress = new ArrayList<>();
        Report report =
                new QueryBench(
                                new Stored(4, 1, 7),
                                Values.DEC2,
                                State.YOUNG,
                                new QueryBench.Asked(
                                        "single-groupby-1-1",
                                        1,
                                        Duration.ofMillis(20),
                                        List.of(1, 2),
                                        FlightReading.ARROW),
                                List.of(Database.SLUICE),
                                256,
                                recording,
                                surroundings(),
                                progress::add)
                        .run();

        assertThat(progress)
                .startsWith("filling Sluice")
                .contains("measuring single-groupby-1-1-12");
        assertThat(report.comparisons())
                .extracting(Comparison::subject)
                .contains(
                        "1 client: until the answer is there",
                        "2 clients: answers",
                        "the first one after a restart: until the answer is there",
                        "SELECT time, hostname and all fields through Flight, 1440 rows");
        assertThat(report.comparisons())
                .filteredOn(one -> one.subject().equals("1 client: CPU time of the database"))
                .extracting(one -> one.quantity().title())
                .containsExactly("single-groupby-1-1-1", "single-groupby-1-1-12");
        // A turn of 20 ms may take less than the hundredth of a second that CPU time is told in.
        assertThat(report.comparisons())
                .filteredOn(one -> !one.quantity().name().equals("cpu"))
                .allMatch(one -> one.lines().getFirst().median() > 0);
        assertThat(report.remarks())
                .contains("Sluice's CPU time by thread:")
                .anyMatch(remark -> remark.contains("young"));
        assertThat(recording).isNotEmptyFile();
        try (Stream<Path> left = Files.list(directory.resolve("work"))) {
            assertThat(left).isEmpty();
        }
    }
}
