// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ProblemException;
import dev.sluice.query.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which questions of InfluxQL need no engine. That their answers are the engine's,
/// [SeriesSliceTest] tells.
final class WithoutEngineTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT x % 2 FROM t WHERE k = 'a'",
                "SELECT abs(mean(x)) FROM t WHERE k = 'a'",
                "SELECT stddev(x) FROM t WHERE k = 'a'",
                "SELECT percentile(x, 49) FROM t WHERE k = 'a'",
                "SELECT percentile(x, 101) FROM t WHERE k = 'a'",
                "SELECT percentile(x, 90), s FROM t WHERE k = 'a'",
                "SELECT median(s) FROM t WHERE k = 'a'",
                "SELECT max(x), s FROM t WHERE k = 'a'",
                "SELECT x, max(y) FROM t WHERE k = 'a'",
                "SELECT max(b) FROM t WHERE k = 'a'",
                "SELECT last(s) FROM t WHERE k = 'a' AND time < 9s GROUP BY time(1s) fill(0)",
                "SELECT difference(x) FROM t WHERE k = 'a' ORDER BY time DESC",
                "SELECT x + 1 FROM t WHERE k = 'a' fill(3)",
                "SELECT x + 1 FROM t WHERE k = 'a' ORDER BY time DESC LIMIT 1",
                "SELECT x + k FROM t WHERE k = 'a'",
                "SELECT mean(x) + 1 FROM t WHERE k = 'a' AND time < 9s GROUP BY time(1s) fill(0)",
                "SELECT derivative(mean(x)), mean(x) FROM t WHERE k = 'a' AND time < 9s GROUP BY time(1s)",
                "SELECT difference(max(x)) + max(x) FROM t WHERE k = 'a' AND time < 9s GROUP BY time(1s)",
                "SELECT moving_average(x, 1001) FROM t WHERE k = 'a'",
                "SELECT count(distinct(x)) FROM t WHERE k = 'a'",
                "SELECT x::integer FROM t WHERE k = 'a'",
                "SELECT x FROM t WHERE k = 'a' fill(3)",
                "SELECT k, x FROM t WHERE k = 'a' GROUP BY k",
                "SELECT x FROM t WHERE k = 'a' GROUP BY none",
                "SELECT sum(y) FROM t WHERE k = 'a' AND time < 10s GROUP BY time(1s) fill(1.5)",
                "SELECT max(x) FROM (SELECT x FROM t WHERE k = 'a')",
                "SELECT x FROM t, u WHERE k = 'a' GROUP BY n",
                "SELECT x + y FROM t, u WHERE k = 'a'",
                "SELECT x FROM t WHERE k = 'a' AND x > y",
                "EXPLAIN SELECT x FROM t WHERE k = 'a'"
            })
    void leavesTheRestToTheEngine(String text) throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().files("t,k=a x=1,y=2i,s=\"s\" 1", "t,k=b x=2 2", "u,k=a x=3 3");

            db.ask(text);

            assertThat(db.database().plans.getLast().slice()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT x + 1, y FROM t WHERE k = 'a' ORDER BY time DESC",
                "SELECT x FROM t WHERE k =~ /a+/",
                "SELECT median(x), spread(y) FROM t WHERE k = 'a'",
                "SELECT percentile(x, 50) FROM t WHERE k = 'a'",
                "SELECT percentile(y, 99.5), median(y) FROM t WHERE k = 'a' AND time < 9s GROUP BY time(1s) fill(previous)",
                "SELECT sum(y) FROM t WHERE k = 'a' AND time < 10s GROUP BY time(1s) fill(linear)",
                "SELECT top(x, 2), y FROM t WHERE k = 'a'",
                "SELECT mean(x) * 2 FROM t WHERE k = 'a' GROUP BY m",
                "SELECT difference(x), elapsed(y) FROM t WHERE k = 'a' LIMIT 1",
                "SELECT non_negative_derivative(mean(x), 1m) FROM t WHERE k = 'a' AND time < 9s GROUP BY time(1s)",
                "SELECT moving_average(max(x), 2) FROM t WHERE k = 'a' GROUP BY time(1d), m fill(none)"
            })
    void computesWithoutTheEngine(String text) throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().files("t,k=a,m=b x=1,y=2i 1", "t,k=a x=2 2", "t,k=b x=2 2");

            db.ask(text);

            assertThat(db.database().plans.getLast().slice()).isNotNull();
        }
    }

    /// What an answer takes has a limit: its texts would be there twice.
    @Test
    void longTextsAreTheEngines() throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            String text = "a".repeat(60_000);
            for (int key = 0; key < 300; key++) {
                String point = ",k=k%d s=\"%s\" 1".formatted(key, text);
                db.database().buffer("t" + point, "u" + point);
            }
            String last = "SELECT last(s) FROM %s GROUP BY k";

            assertThat(db.ask(last.formatted("t"))).hasSize(600);
            assertThat(answered(db)).isTrue();
            assertThat(db.ask(last.formatted("t, u"))).hasSize(1200);
            assertThat(answered(db)).isFalse();
            db.ask("SELECT last(s) FROM t WHERE time < 9 GROUP BY time(1ns), k fill(previous)");
            assertThat(answered(db)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"x + %d AS c%1$d, 400", "x AS c%d, 900", "max(x) AS c%d, 900"})
    void manyValuesAreTheEngines(String field, int count) throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().buffer(points(10_000)).buffer("t,k=z x=1 10001");
            String select = "SELECT %s FROM t WHERE time < 20000 GROUP BY k";

            db.ask(select.formatted(fields(field, 10)));
            assertThat(answered(db)).isTrue();
            db.ask(select.formatted(fields(field, count)) + " LIMIT 1");
            assertThat(answered(db)).isFalse();
        }
    }

    /// However many rows there are, in whatever order they came.
    @Test
    void theFirstRowsOfManyNeedNoEngine() throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().buffer(points(60_000, 130_000)).buffer(points(0, 60_000));
            db.database().buffer("t,k=z x=5 59999", "t,k=z x=6 70000");

            assertThat(
                            db.ask(
                                    "SELECT x * 2 FROM t WHERE x > 1 ORDER BY time DESC LIMIT 2 OFFSET 1"))
                    .endsWith(
                            "1970-01-01T00:00:00.000129998Z 259996",
                            "1970-01-01T00:00:00.000129997Z 259994");
            assertThat(answered(db)).isTrue();
            assertThat(db.ask("SELECT k, x FROM t WHERE time >= 59999 LIMIT 3"))
                    .endsWith(
                            "1970-01-01T00:00:00.000059999Z 59999 59999",
                            "1970-01-01T00:00:00.000059999Z z 5",
                            "1970-01-01T00:00:00.000060Z 60000 60000");
            assertThat(answered(db)).isTrue();
            assertThat(
                            db.database()
                                    .rows(
                                            "SELECT x, time FROM t WHERE x < 9 ORDER BY time LIMIT 2 OFFSET 8"))
                    .satisfiesExactly(
                            row -> assertThat(row).startsWith("8.0|"),
                            row -> assertThat(row).startsWith("5.0|"));
            assertThat(answered(db)).isTrue();
            db.ask("SELECT difference(x) FROM t LIMIT 2001");
            assertThat(answered(db)).isFalse();
            db.database().rows("SELECT x FROM t ORDER BY x, time LIMIT 2");
            assertThat(answered(db)).isFalse();
        }
    }

    /// Else a question could take any amount of memory.
    @Test
    void valuesThatRanksAreOfAreFew() throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().buffer(points(130_000));

            assertThat(db.rows("SELECT " + fields("percentile(x, 9%d)", 8) + " FROM t").getFirst())
                    .startsWith("1970-01-01T00:00:00Z 116999 118299 ");
            assertThat(answered(db)).isTrue();
            assertThat(db.rows("SELECT " + fields("percentile(x, 9%d)", 9) + " FROM t").getFirst())
                    .startsWith("1970-01-01T00:00:00Z 116999 118299 ");
            assertThat(answered(db)).isFalse();
        }
    }

    private static String[] points(int count) {
        return points(0, count);
    }

    private static String[] points(int start, int end) {
        return IntStream.range(start, end)
                .mapToObj("t,k=%1$d x=%1$d %1$d"::formatted)
                .toArray(String[]::new);
    }

    private static String fields(String field, int count) {
        return IntStream.range(0, count).mapToObj(field::formatted).collect(joining(", "));
    }

    /// Whether the last question needed no engine.
    private static boolean answered(InfluxqlFixture db) {
        Slice slice = db.database().plans.getLast().slice();
        return slice != null && slice.answer() != null;
    }

    @Test
    void severalMeasurementsNeedNoEngine() throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().buffer("u,k=a x=4,y=1 3", "t,k=b x=2 2", "t,k=a x=1 1", "v,k=a z=1 1");

            assertThat(db.ask("SELECT 2 * max(x) FROM /./ GROUP BY k"))
                    .containsExactly(
                            "t{k=a} time max",
                            "1970-01-01T00:00:00.000000001Z 2",
                            "t{k=b} time max",
                            "1970-01-01T00:00:00.000000002Z 4",
                            "u{k=a} time max",
                            "1970-01-01T00:00:00.000000003Z 8");
            assertThat(db.database().plans.getLast().slice()).isNotNull();
            assertThat(db.ask("SHOW TAG VALUES WITH KEY =~ /k|m/ WHERE time < 9"))
                    .containsExactly(
                            "t{} key value",
                            "k a",
                            "k b",
                            "u{} key value",
                            "k a",
                            "v{} key value",
                            "k a");
            assertThat(db.database().plans.getLast().slice()).isNotNull();
        }
    }

    @Test
    void patternsNeedNoEngine() throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().buffer("t,k=a,m=b1 x=1 1", "t,k=b,m=b x=2 2", "t,k=ca x=3 3");

            assertThat(db.rows("SELECT x FROM t WHERE k =~ /a|c/ AND m !~ /[0-9]/"))
                    .containsExactly("1970-01-01T00:00:00.000000003Z 3");
            assertThat(db.database().plans.getLast().slice()).isNotNull();
            db.ask("SELECT x FROM t WHERE k =~ /a{301}/");
            assertThat(db.database().plans.getLast().slice()).isNull();
        }
    }

    @Test
    void newestValuesNeedNoEngine() throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().files("t,k=a x=1 1", "t,k=b x=2 2").files("t,k=a x=3 5");
            db.database().buffer("t,k=b x=2 1");

            assertThat(db.ask("SELECT last(x) FROM t GROUP BY k"))
                    .containsExactly(
                            "t{k=a} time last",
                            "1970-01-01T00:00:00.000000005Z 3",
                            "t{k=b} time last",
                            "1970-01-01T00:00:00.000000002Z 2");
            assertThat(db.database().plans.getLast().slice()).isNotNull();
        }
    }

    /// What is too much for memory, and a sum that is no number, are the engine's.
    @Test
    void leavesTheEngineWhatItFindsToBeTooMuch() throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database()
                    .files(
                            "t,k=a y=9223372036854775807i 1",
                            "t,k=a y=1i 2",
                            "t,k=b y=1i 1",
                            "t,k=b y=1i 200001");
            String bins =
                    "SELECT count(y) FROM t WHERE k = 'b' AND time >= 0 AND time < 200010"
                            + " GROUP BY time(1ns)";

            assertThat(db.rows(bins)).hasSize(200_010);
            assertThat(outcome(db, true)).isEqualTo(outcome(db, false));
        }
    }

    private static String outcome(InfluxqlFixture db, boolean slices) {
        db.database().slices = slices;
        try {
            return db.ask("SELECT sum(y) FROM t WHERE k = 'a'").toString();
        } catch (ProblemException e) {
            return e.problem().toString();
        }
    }
}
