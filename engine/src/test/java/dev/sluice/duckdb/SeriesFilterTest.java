// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.query.ScanSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A condition on values of tags, by which row groups and buffered rows are passed over, chooses
/// the rows that it chooses where nothing is passed over. Takes `-Dseed=`.
final class SeriesFilterTest {
    private static final int DATABASES = 12;
    private static final int QUESTIONS = 8;
    private static final String[] ALL = {
        "count(*)", "*", "time, x", "k, s, y", "x, y, b, s, time", "max(x), min(y), count(s)"
    };

    /// Conditions on the column `#`.
    private static final String[] NUMBERS = {
        "# > 8",
        "8 > #",
        "# <= 4.5",
        "NOT # > 8",
        "NOT (# < 3 OR # > 12)",
        "(# < 3 OR # > 12)",
        "# <> 5"
    };

    /// Conditions on a tag.
    private static final String[] PATTERNS = {
        " ~ '^.1'", " ~ '[23]$'", " ~ 'none'", " ~ '^$|0$'", " !~ '[4-9]'", " ~ ''", " ~* 'K1|M1'"
    };

    @TempDir private Path directory;
    private final List<String> tags = List.of("k", "m");

    /// A condition, and one that means the same and says nothing of whole series.
    private record Condition(String bare, String veiled) {}

    @Test
    void findsWhatTheEngineFinds() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SeriesFilterTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                new RandomPoints(random, 12, 120, false).fill(db);
                for (int question = 0; question < QUESTIONS; question++) {
                    Condition condition = condition(random);
                    String what = ALL[random.nextInt(ALL.length)];
                    String select = "SELECT " + what + " FROM t WHERE ";
                    assertThat(db.rows(select + condition.bare))
                            .as(select + condition.bare + " in database " + number + " of " + seed)
                            .containsExactlyInAnyOrderElementsOf(
                                    db.rows(select + condition.veiled));
                }
            }
        }
    }

    @Test
    void buffersGiveTheRowsThatAreWanted() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            List<String> lines = new ArrayList<>();
            for (int host = 0; host < 32; host++) {
                lines.add("t,k=k" + host + " x=" + host + " 1");
            }
            lines.add("t x=99 1");
            db.buffer(lines.toArray(String[]::new));

            assertThat(db.rows("SELECT x FROM t WHERE k IN ('k3', 'k5', 'none') ORDER BY x"))
                    .containsExactly("3.0", "5.0");
            assertThat(db.plans.getLast().buffered().getFirst().rowCount()).isEqualTo(2);
            assertThat(db.rows("SELECT x FROM t WHERE k = 'k3' OR x > 98 ORDER BY x"))
                    .containsExactly("3.0", "99.0");
            assertThat(db.rows("SELECT x FROM t WHERE k = 'none'")).isEmpty();
            assertThat(db.rows("SELECT count(*) FROM t WHERE k IS NULL")).containsExactly("1");
        }
    }

    /// Else what is done once a batch would be most of the work.
    @Test
    void buffersGiveTheWantedRowsOfManyBatchesAsOneBatch() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int batch = 0; batch < 5; batch++) {
                int number = batch;
                buffer(db, 32, host -> "t,k=k%1$d x=%1$d,b%2$d=true %2$d".formatted(host, number));
            }

            assertThat(db.rows("SELECT time, x, b3 FROM t WHERE k = 'k3' ORDER BY time"))
                    .hasSize(5);
            assertThat(db.plans.getLast().buffered().getFirst().batches()).hasSize(1);
        }
    }

    /// One series, whose tags a client writes in two orders: the last value of a point counts.
    @Test
    void buffersKeepTheOrderOfRowsThatRepeatAPoint() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            List<String> lines = new ArrayList<>();
            for (int host = 0; host < 32; host++) {
                lines.add("t,k=k" + host + ",m=m x=" + host + " 1");
            }
            lines.addAll(List.of("t,k=a,m=m x=1 1", "t,m=m,k=a x=2 1", "t,k=a,m=m x=3 1"));
            db.buffer(lines.toArray(String[]::new));

            assertThat(db.rows("SELECT x FROM t WHERE k = 'a'")).containsExactly("3.0");
        }
    }

    /// Batches of which no row is wanted are not counted, either.
    @Test
    void buffersGiveTheRowsOfTheTimeThatIsAskedFor() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int batch = 0; batch < 3; batch++) {
                int start = 100 * batch;
                buffer(db, 32, i -> "t,k=k%d x=%d %d".formatted(i % 2, i, start + i));
            }

            assertThat(
                            db.rows(
                                    "SELECT x FROM t WHERE k = 'k1' AND time >="
                                            + " '1970-01-01T00:00:00.000000125Z' AND time <"
                                            + " '1970-01-01T00:00:00.000000200Z' ORDER BY x"))
                    .containsExactly("25.0", "27.0", "29.0", "31.0");
            assertThat(db.plans.getLast().buffered().getFirst().rowCount()).isEqualTo(4);
            assertThat(db.scanned()).isEqualTo(new ScanSize(0, 0, 4));
            assertThat(
                            db.rows(
                                    "SELECT x FROM t WHERE k = 'k1' AND time >="
                                            + " '1970-01-01T00:00:01Z'"))
                    .isEmpty();
            assertThat(db.scanned()).isEqualTo(new ScanSize(0, 0, 0));
        }
    }

    /// Of a point that is repeated the newest row counts, which others may have passed for.
    @Test
    void buffersGiveTheRowsWhoseNumbersAreAskedFor() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int batch = 0; batch < 3; batch++) {
                int start = 100 * batch;
                int y = 3 - batch;
                buffer(db, 64, i -> "t,k=k%d x=%d,y=%di %d".formatted(i % 8, i, y, start + i));
            }
            String select = "SELECT x FROM t WHERE k = 'k1' AND 50 < x AND y >= 2 ORDER BY time";

            assertThat(db.rows(select)).containsExactly("57.0", "57.0");
            assertThat(db.plans.getLast().buffered().getFirst().rowCount()).isEqualTo(2);

            db.buffer("t,k=k1 x=1 57");
            assertThat(db.rows(select)).containsExactly("57.0");
        }
    }

    @Test
    void filesGiveTheRowsOfAFewSeriesWithoutTheEngine() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a,m=b x=1,s=\"one\" 1", "t,k=b x=2 2", "t,k=a,m=b x=3 3");
            db.files("t,k=a,m=b x=4 1").buffer("t,k=a,m=b y=5i 3");

            assertThat(db.rows("SELECT x, y, s, m FROM t WHERE k = 'a' ORDER BY time"))
                    .containsExactly("4.0|null|one|b", "3.0|5|null|b");
            assertThat(db.plans.getLast().sql()).doesNotContain("read_parquet");
            assertThat(db.scanned()).isEqualTo(new ScanSize(1, 2, 1));
            assertThat(db.rows("SELECT x FROM t WHERE x > 1 ORDER BY x"))
                    .containsExactly("2.0", "3.0", "4.0");
            assertThat(db.plans.getLast().sql()).contains("read_parquet");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    k ~ '^[ab]$';        1.0 2.0 4.0; true
                    k ~ '^a' AND m ~ 'b'; 1.0 4.0   ; true
                    m ~ '^(b|)$';        1.0 4.0    ; true
                    k ~ 'x' OR k = 'b';  2.0        ; false
                    k !~ 'a';            2.0 3.0    ; false
                    """)
    void filesGiveTheRowsOfSeriesThatFitAPattern(String where, String values, boolean found)
            throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a,m=b x=1 1", "t,k=b x=2 2", "t,k=c x=3 3").buffer("t,k=a,m=b x=4 4");

            assertThat(db.rows("SELECT x FROM t WHERE " + where + " ORDER BY x"))
                    .containsExactly(values.split(" ", -1));
            assertThat(db.plans.getLast().sql().contains("read_parquet")).isNotEqualTo(found);
        }
    }

    @Test
    void buffersGiveTheRowsOfSeriesThatFitAPattern() throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            buffer(db, 99, i -> "t,k=k%d,m=m x=%d %d".formatted(i, i, i));
            buffer(db, 64, i -> "t,m=n x=%d %d".formatted(i, i));

            assertThat(influxql.rows("SELECT mean(x), median(x) FROM t WHERE k =~ /^k1.$/"))
                    .containsExactly("1970-01-01T00:00:00Z 14.5 14.5");
            assertThat(db.scanned().bufferedRows()).isEqualTo(10);
            // A missing tag is the empty text.
            assertThat(influxql.rows("SELECT count(x), median(x) FROM t WHERE k =~ /^(|k1.)$/"))
                    .containsExactly("1970-01-01T00:00:00Z 74 26.5");
        }
    }

    /// Else a query could spend any time before it can be ended.
    @ParameterizedTest
    @CsvSource({"100, 10, false", "200, 20, true"})
    void theEngineSearchesLongValues(int count, int found, boolean engine) throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            String value = "v".repeat(50_000);
            db.files(
                    IntStream.range(0, count)
                            .mapToObj(i -> "t,k=" + value + i + " x=" + i + " 1")
                            .toArray(String[]::new));

            assertThat(db.rows("SELECT x FROM t WHERE k ~ '7$'")).hasSize(found);
            assertThat(db.plans.getLast().sql().contains("read_parquet")).isEqualTo(engine);
        }
    }

    @Test
    void theEngineReadsManyRows() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            String[] lines = new String[100_001];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = "t,k=a x=" + i + " " + i;
            }
            db.files(lines);

            assertThat(db.rows("SELECT count(x) FROM t WHERE k = 'a'")).containsExactly("100001");
            assertThat(db.plans.getLast().sql()).contains("read_parquet");
        }
    }

    /// Few rows can be large.
    @Test
    void theEngineReadsLongTexts() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            String text = "x".repeat(60_000);
            String[] lines = new String[700];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = "t,k=a s=\"" + i + text + "\" " + i;
            }
            db.files(lines);

            assertThat(db.rows("SELECT count(s), max(length(s)) FROM t WHERE k = 'a'"))
                    .containsExactly("700|60003");
            assertThat(db.plans.getLast().sql()).contains("read_parquet");
            assertThat(db.rows("SELECT DISTINCT ON (k) k, length(s) FROM t ORDER BY k, time DESC"))
                    .containsExactly("a|60003");
            assertThat(db.plans.getLast().sql()).doesNotContain("read_parquet");
        }
    }

    private static void buffer(QueryFixture db, int rowCount, IntFunction<String> line) {
        db.buffer(IntStream.range(0, rowCount).mapToObj(line).toArray(String[]::new));
    }

    private Condition condition(Random random) {
        List<String> bare = new ArrayList<>();
        List<String> veiled = new ArrayList<>();
        for (String tag : tags) {
            if (bare.isEmpty() || random.nextBoolean()) {
                String values =
                        switch (random.nextInt(3)) {
                            case 0 -> " = '%s%d'".formatted(tag, random.nextInt(14));
                            case 1 ->
                                    " IN ('%1$s%2$d', '%1$s%3$d', 'none')"
                                            .formatted(tag, random.nextInt(4), random.nextInt(4));
                            default -> PATTERNS[random.nextInt(PATTERNS.length)];
                        };
                bare.add(tag + values);
                veiled.add("(" + tag + " || '')" + values);
            }
        }
        if (random.nextBoolean()) {
            String time = "time >= '1970-01-01T00:00:00.00000000" + random.nextInt(9) + "Z'";
            bare.add(time);
            veiled.add(time);
        }
        if (random.nextBoolean()) {
            String number = NUMBERS[random.nextInt(NUMBERS.length)];
            bare.add(number.replace('#', 'x'));
            veiled.add(number.replace("#", "(x + 0)"));
        }
        return new Condition(String.join(" AND ", bare), String.join(" AND ", veiled));
    }
}
