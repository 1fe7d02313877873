// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each point once, with the newest value of each field, from wherever it comes.
final class DeduplicationTest {
    private static final long HALF_DAY_NANOS = 43_200_000_000_000L;
    private static final int DAYS = 12;

    @TempDir private Path directory;

    @Test
    void takesTheNewestValueOfEachField() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file("t,k=a x=1,y=1,z=1 1");
            db.file("t,k=a x=2,y=2 1");
            db.buffer("t,k=a x=3 1");

            assertThat(db.rows("SELECT x, y, z FROM t")).containsExactly("3.0|2.0|1.0");
        }
    }

    @Test
    void takesTheLaterRowWithinOneBatch() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.buffer("t,k=a x=1,y=1 1", "t,k=a x=2 1", "t,k=b x=9 1", "t,k=a x=3 1");

            assertThat(db.rows("SELECT k, x, y FROM t ORDER BY k"))
                    .containsExactly("a|3.0|1.0", "b|9.0|null");
        }
    }

    @Test
    void takesTheLaterBatch() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.buffer("t,k=a x=1,y=1 1").buffer("t,k=a x=2 1").buffer("t,k=a y=3 1");

            assertThat(db.rows("SELECT x, y FROM t")).containsExactly("2.0|3.0");
        }
    }

    @Test
    void takesAMissingTagForAValueOfItsOwn() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file("t x=1 1", "t,k=a x=2 1");
            db.buffer("t x=3 1").buffer("t,k=a,l=b x=4 1");

            assertThat(db.rows("SELECT k, l, x FROM t ORDER BY x"))
                    .containsExactly("a|null|2.0", "null|null|3.0", "a|b|4.0");
        }
    }

    @Test
    void countsRowsThatAreInFileAndBufferOnce() throws IOException {
        String[] lines = {"t,k=a x=1 1", "t,k=a x=2 2", "t,k=b x=3 1"};
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file(lines).buffer(lines);

            assertThat(db.rows("SELECT count(*), sum(x) FROM t")).containsExactly("3|6.0");
        }
    }

    @Test
    void keepsDisjointSourcesApart() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file("t x=1 1", "t x=2 2").file("t x=3 3").file("t x=5 5", "t x=7 7");
            db.buffer("t x=6 6").buffer("t x=9 9");

            assertThat(db.rows("SELECT x FROM t ORDER BY time"))
                    .containsExactly("1.0", "2.0", "3.0", "5.0", "6.0", "7.0", "9.0");
            assertThat(
                            db.rows(
                                    "SELECT x FROM t WHERE time >= to_timestamp(3) AND time < to_timestamp(7) ORDER BY x"))
                    .containsExactly("3.0", "5.0", "6.0");
        }
    }

    @Test
    void deduplicatesAllFieldTypes() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file("t i=1i,u=1u,s=\"a\",b=false,f=1 1");
            db.buffer("t i=2i,u=18446744073709551615u,s=\"\",b=true,f=-0.5 1");

            assertThat(db.rows("SELECT b, f, i, s, u FROM t"))
                    .containsExactly("true|-0.5|2||18446744073709551615");
        }
    }

    @Test
    void hidesWhatHasExpired() throws IOException {
        try (QueryFixture db = QueryFixture.withRetention(directory, Duration.ofHours(1))) {
            long edge = nanos(QueryFixture.NOW.minus(Duration.ofHours(1)));
            db.file("t x=1 " + (edge - 1), "t x=2 " + edge);
            db.buffer("t x=3 " + (edge - 2), "t x=4 " + (edge + 1));

            assertThat(db.rows("SELECT x FROM t ORDER BY x")).containsExactly("2.0", "4.0");
            assertThat(db.rows("SELECT x FROM t WHERE time <= to_timestamp(" + edge + ")"))
                    .containsExactly("2.0");
        }
    }

    @Test
    void passesOverFilesOutsideTheTimeOfTheQuery() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file("t x=1 1").file("t x=5 5");
            Files.delete(db.dataFile("t"));

            assertThat(db.rows("SELECT x FROM t WHERE time > to_timestamp(1)"))
                    .containsExactly("5.0");
            assertThat(
                            db.rows(
                                    "SELECT a.x FROM t a JOIN t b ON a.x = b.x"
                                            + " WHERE a.time BETWEEN to_timestamp(5) AND now()"
                                            + " AND to_timestamp(4) < b.time AND a.x > 1"))
                    .containsExactly("5.0");
        }
    }

    @Test
    void equalsAnOracleOnRandomSources() throws IOException {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        try (QueryFixture db = QueryFixture.open(directory)) {
            // Within a partition, and over several of them.
            equalsAnOracle(db, random, 1, seed);
            for (int database = 0; database < 6; database++) {
                db.nextDatabase();
                equalsAnOracle(db, random, HALF_DAY_NANOS >> random.nextInt(3), seed);
            }
        }
    }

    private static void equalsAnOracle(QueryFixture db, Random random, long unit, long seed)
            throws IOException {
        Map<String, Map<String, Integer>> oracle = new TreeMap<>();
        for (int source = 0; source < 12; source++) {
            Map<String, Map<String, Integer>> points = new TreeMap<>();
            int from = random.nextInt(20);
            for (int i = 0; i < 10; i++) {
                String point =
                        (random.nextInt(4) == 0 ? "null" : "k" + random.nextInt(3))
                                + "|"
                                + (from + random.nextInt(10)) * unit;
                Map<String, Integer> fields = points.computeIfAbsent(point, _ -> new TreeMap<>());
                fields.put("f" + random.nextInt(3), random.nextInt(1000));
            }
            points.forEach((point, fields) ->
                    oracle.computeIfAbsent(point, _ -> new TreeMap<>()).putAll(fields));
            String[] lines = lines(points);
            if (source < 7) {
                db.file(lines);
            } else {
                db.buffer(lines);
            }
        }

        assertThat(
                        db.rows(
                                "SELECT k, time::BIGINT, f0, f1, f2 FROM t"
                                        + " ORDER BY coalesce(k, 'null'), time"))
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(expected(oracle));
    }

    /// As who sends everything again.
    @Test
    void daysThatWereWrittenTwiceAreTwoListsOfFiles() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int x = 1; x <= 2; x++) {
                for (int day = 0; day < DAYS; day++) {
                    db.files("t,k=a x=%d %d".formatted(x, 2L * day * HALF_DAY_NANOS));
                }
            }
            assertThat(db.rows("SELECT count(*), min(x), max(x) FROM t"))
                    .containsExactly(DAYS + "|2.0|2.0");
            assertThat(db.plans.getLast().sql().split("read_parquet", -1)).hasSize(1 + 2);
        }
    }

    private static String[] lines(Map<String, Map<String, Integer>> points) {
        List<String> lines = new ArrayList<>();
        points.forEach((point, fields) -> {
            String[] parts = point.split("\\|", -1);
            List<String> values = new ArrayList<>();
            fields.forEach((name, value) -> values.add(name + "=" + value + "i"));
            lines.add(
                    "t"
                            + (parts[0].equals("null") ? "" : ",k=" + parts[0])
                            + " "
                            + String.join(",", values)
                            + " "
                            + parts[1]);
        });
        return lines.toArray(String[]::new);
    }

    private static List<String> expected(Map<String, Map<String, Integer>> oracle) {
        List<String> rows = new ArrayList<>();
        oracle.forEach((point, fields) ->
                rows.add(
                        point
                                + "|"
                                + fields.get("f0")
                                + "|"
                                + fields.get("f1")
                                + "|"
                                + fields.get("f2")));
        return rows;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L;
    }
}
