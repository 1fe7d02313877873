// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ProblemException;
import dev.sluice.query.ResultStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A simple SELECT of InfluxQL that is answered without the engine answers as the engine does.
/// Takes `-Dseed=`.
final class SeriesSliceTest {
    private static final int DATABASES = 8;
    private static final int QUESTIONS = 30;

    private static final String[] CONDITIONS = {
        "x > 10.5",
        "x <= 12",
        "y >= 20",
        "y < 30.5",
        "s = 's1'",
        "s <> 's1'",
        "m = 'm1'",
        "m <> 'm1'",
        "m = ''",
        "m != ''",
        "m =~ /^(m0|m2)$/",
        "m !~ /^(m0|m1)$/",
        "m =~ /m[02]/",
        "m !~ /1|^$/",
        "s =~ /[13]$/",
        "s !~ /S?1/",
        "(m = 'm0' OR x < 5)"
    };

    private static final String[] VALUES = {
        "count(x)",
        "count(s)",
        "count(b)",
        "sum(x)",
        "sum(y)",
        "mean(x)",
        "mean(y) AS middle",
        "min(x)",
        "min(y)",
        "max(x)",
        "max(y) AS most",
        "first(x)",
        "first(y)",
        "last(x)",
        "last(y)",
        "first(s)",
        "last(s)",
        "last(b)",
        "first(b)",
        "median(x)",
        "median(y)",
        "percentile(x, 50)",
        "percentile(y, 95)",
        "percentile(x, 99.9) AS most",
        "percentile(y, 100)",
        "percentile(y, 61.5)"
    };

    private static final String[] COMPUTED = {
        "mean(x) * 2",
        "2.5 - max(x)",
        "sum(x) / count(x) AS middle",
        "(max(y) - min(y)) / 3",
        "count(x) - count(s)",
        "percentile(x, 75) - median(x)",
        "spread(x)",
        "spread(y) AS width",
        "1 + last(y)",
        "min(y) / (sum(y) - sum(y))",
        "max(y) * 4611686018427387904"
    };

    private static final String[] COMPUTED_OF_BINS = {
        "derivative(mean(x))",
        "derivative(max(y), 1h) AS slope",
        "non_negative_derivative(mean(y), 3m) * 8",
        "difference(last(x))",
        "difference(count(y))",
        "non_negative_difference(sum(y))",
        "cumulative_sum(sum(y))",
        "cumulative_sum(mean(x))",
        "moving_average(mean(x), 2)",
        "moving_average(max(y), 3)",
        "elapsed(first(x))",
        "elapsed(count(x), 1h)",
        "difference(difference(max(y)))",
        "-difference(max(x)) / 2",
        "cumulative_sum(count(s)) / 7"
    };

    private static final String[] COMPUTED_OF_ROWS = {
        "x + 1", "x * y AS product", "y - 3 * y", "y / 2", "x / (y - y)", "x", "s"
    };

    private static final String[] CHANGES_OF_ROWS = {
        "difference(x)",
        "difference(y) AS step",
        "non_negative_difference(y)",
        "derivative(x, 1ns)",
        "derivative(y)",
        "non_negative_derivative(y, 3ns) * 2",
        "cumulative_sum(y)",
        "cumulative_sum(x)",
        "moving_average(y, 2)",
        "elapsed(x)",
        "elapsed(y, 2ns)"
    };

    private static final String[] SPANS = {
        "",
        " AND time >= 3 AND time < 15",
        " AND time >= 0 AND time <= 86400000000012",
        " AND time > '1969-12-31' AND time < '1970-01-04'",
        " AND time < 86400000000012",
        " AND time >= 5 AND time < 5"
    };

    private static final String[] BINS = {"time(1d)", "time(6h)", "time(1d,5h)", "time(36h,-7m)"};

    private static final String[] FILLS = {
        "",
        " fill(none)",
        " fill(null)",
        " fill(previous)",
        " fill(7)",
        " fill(-1.5)",
        " fill(linear)",
        " fill(linear)"
    };

    @TempDir private Path directory;

    @Test
    void answersAsTheEngineDoes() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SeriesSliceTest -Dseed=" + seed);
        Random random = new Random(seed);
        int slices = 0;
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            for (int number = 0; number < DATABASES; number++) {
                db.database().nextDatabase();
                RandomPoints points = new RandomPoints(random, 4, 60, random.nextBoolean());
                points.fill(db.database());
                if (random.nextBoolean()) {
                    points.fill(db.database(), "u");
                }
                for (int question = 0; question < QUESTIONS; question++) {
                    String text =
                            switch (random.nextInt(6)) {
                                case 0, 1 -> gathered(random, VALUES);
                                case 2 -> gathered(random, COMPUTED);
                                case 3 -> overBins(random);
                                case 4 -> rows(random);
                                default -> computedRows(random);
                            };
                    slices += compare(db, text, text + " in database " + number + " of " + seed);
                }
            }
        }
        assertThat(slices).isGreaterThan(DATABASES * QUESTIONS / 2);
    }

    /// @return 1 where it was answered without the engine
    private static int compare(InfluxqlFixture db, String text, String about) {
        db.database().slices = false;
        List<String> expected = answer(db, text, about);
        db.database().slices = true;
        List<String> answer = answer(db, text, about);
        assertThat(answer).as(about).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            Approximately.same(about, answer.get(row), expected.get(row));
        }
        return db.database().plans.getLast().slice() == null ? 0 : 1;
    }

    /// The schema, and the rows; or that a number is too large.
    private static List<String> answer(InfluxqlFixture db, String text, String about) {
        try {
            List<String> answer = new ArrayList<>(db.ask(text));
            answer.addFirst(schema(db, text).toString());
            return answer;
        } catch (ProblemException e) {
            assertThat(e).as(about).hasMessageContaining("verflow");
            return List.of(e.problem().code());
        }
    }

    private static Schema schema(InfluxqlFixture db, String text) {
        try (ResultStream rows = db.stream(text)) {
            return rows.schema();
        }
    }

    private static String where(Random random) {
        String[] tables = {"t", "t", "t, u", "/^[tuv]$/"};
        StringBuilder where =
                new StringBuilder(
                        " FROM "
                                + tables[random.nextInt(tables.length)]
                                + " WHERE k = 'k"
                                + random.nextInt(4)
                                + "'");
        while (random.nextInt(3) > 0) {
            where.append(" AND ").append(CONDITIONS[random.nextInt(CONDITIONS.length)]);
        }
        return where + SPANS[random.nextInt(SPANS.length)];
    }

    private static String gathered(Random random, String[] values) {
        List<String> keys = new ArrayList<>(tags(random));
        boolean binned = random.nextBoolean();
        if (binned) {
            keys.add(BINS[random.nextInt(BINS.length)]);
        }
        return "SELECT "
                + some(random, values)
                + where(random)
                + (keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys))
                + (binned || random.nextInt(3) == 0 ? FILLS[random.nextInt(FILLS.length)] : "")
                + tail(random, binned);
    }

    private static String overBins(Random random) {
        List<String> keys = new ArrayList<>(tags(random));
        keys.add(BINS[random.nextInt(BINS.length)]);
        return "SELECT "
                + some(random, COMPUTED_OF_BINS)
                + where(random)
                + " GROUP BY "
                + String.join(", ", keys)
                + FILLS[random.nextInt(3)]
                + tail(random, true);
    }

    private static String computedRows(Random random) {
        List<String> tags = tags(random);
        return "SELECT "
                + some(random, random.nextBoolean() ? COMPUTED_OF_ROWS : CHANGES_OF_ROWS)
                + where(random)
                + (tags.isEmpty() ? "" : " GROUP BY " + String.join(", ", tags))
                + tail(random, false);
    }

    private static String some(Random random, String[] values) {
        List<String> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            items.add(values[random.nextInt(values.length)]);
        }
        return String.join(", ", items);
    }

    private static List<String> tags(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> List.of("k");
            case 1 -> List.of("m");
            case 2 -> List.of("m", "k");
            case 3 -> List.of("*");
            default -> List.of();
        };
    }

    private static String rows(Random random) {
        String[] columns = {"*", "x", "k, s, y AS z", "b, x, m", "x, y, x", "*::field"};
        List<String> tags = tags(random);
        return "SELECT "
                + columns[random.nextInt(columns.length)]
                + where(random)
                + (tags.isEmpty() ? "" : " GROUP BY " + String.join(", ", tags))
                + tail(random, false);
    }

    private static String tail(Random random, boolean binned) {
        return (random.nextInt(3) == 0 ? " ORDER BY time DESC" : "")
                + (random.nextInt(3) == 0 ? " LIMIT " + (1 + random.nextInt(6)) : "")
                + (random.nextInt(4) == 0 ? " OFFSET " + random.nextInt(3) : "")
                + (binned && random.nextInt(3) == 0 ? " tz('Asia/Tokyo')" : "");
    }

    @Test
    void binsOnLinesNeedNoEngine() throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().buffer("t,k=a x=1,y=10i 1", "t,k=a x=4,y=3i 61", "t,k=b x=7 31");
            String text =
                    "SELECT mean(x), max(y) FROM t WHERE k =~ /./ AND time >= 0 AND time < 80"
                            + " GROUP BY time(20ns), k fill(linear)";

            assertThat(compare(db, text, text)).isOne();
            assertThat(db.rows(text))
                    .startsWith(
                            "1970-01-01T00:00:00Z 1 10",
                            "1970-01-01T00:00:00.000000020Z 2 7",
                            "1970-01-01T00:00:00.000000040Z 3 5",
                            "1970-01-01T00:00:00.000000060Z 4 3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM /^[tuv]$/",
                "SELECT * FROM /^[tuv]$/ WHERE time < 4 LIMIT 1",
                "SELECT * FROM /^[tuv]$/ GROUP BY k ORDER BY time DESC LIMIT 1",
                "SELECT x, s FROM t, u WHERE k =~ /./",
                "SELECT m, y FROM t, u, v",
                "SELECT last(*) FROM /^[tuv]$/",
                "SELECT count(*) FROM /^[tuv]$/",
                "SELECT mean(*) FROM /^[tuv]$/ GROUP BY k",
                "SELECT mean(x), count(y), first(s) FROM t, u, v GROUP BY k",
                "SELECT max(y), count(x) FROM t, u, v WHERE time < 9 GROUP BY time(2ns) fill(previous)",
                "SELECT sum(y), count(s) FROM t, u, v WHERE time < 9 GROUP BY time(2ns), k",
                "SELECT median(y), percentile(x, 90) FROM t, u, v WHERE time < 9 GROUP BY time(4ns) fill(linear)"
            })
    void measurementsThatLackColumnsNeedNoEngine(String text) throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database()
                    .buffer(
                            "t,k=a x=1,y=2i,s=\"s\" 1",
                            "t,k=b y=5i 3",
                            "u,k=b x=3 2",
                            "u,k=a x=4 5")
                    .buffer("v,k=c,m=z y=7i 3", "v,k=a y=8i,b=true 6");

            assertThat(compare(db, text, text)).isOne();
        }
    }

    /// Each of them alone would be, too; together they have more than a hundred thousand rows.
    @Test
    void manyRowsOfSeveralMeasurementsNeedNoEngine() throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database().buffer("t,k=a x=1 1", "t,k=a x=2 59999", "u,k=a x=3 2", "u,k=a y=4 7");
            String text =
                    "SELECT mean(x) FROM t, u WHERE time >= 0 AND time < 60000 GROUP BY time(1ns)";

            assertThat(compare(db, text, text)).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW MEASUREMENTS",
                "SHOW MEASUREMENTS WITH MEASUREMENT =~ /t|é/",
                "SHOW TAG KEYS",
                "SHOW FIELD KEYS",
                "SHOW FIELD KEYS FROM t",
                "SHOW DATABASES",
                "SHOW RETENTION POLICIES"
            })
    void whatTheSchemaTellsNeedsNoEngine(String text) throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database()
                    .buffer("t,k=a,B=b x=1,y=2i,é=3u 1", "\uffee,k=a s=\"s\",b=true 1")
                    .buffer("\ud83d\ude00,k=a x=1 1", "é,A=a,b=c z=1i,Z=1i 1");

            assertThat(compare(db, text, text)).isOne();
            assertThat(compare(db, "SHOW MEASUREMENTS LIMIT 1", text)).isZero();
        }
    }

    /// Measurements without one of the columns are not looked at.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW MEASUREMENTS WHERE k = 'a'",
                "SHOW MEASUREMENTS WHERE k = 'a' LIMIT 2",
                "SHOW MEASUREMENTS WHERE k = 'a' LIMIT 1 OFFSET 1",
                "SHOW MEASUREMENTS WHERE k = 'a' OFFSET 2",
                "SHOW MEASUREMENTS WHERE k = 'a' OFFSET 9",
                "SHOW MEASUREMENTS WHERE k = 'a' LIMIT 0",
                "SHOW MEASUREMENTS WHERE k = 'a' LIMIT 9223372036854775807 OFFSET 1",
                "SHOW MEASUREMENTS WHERE B = 'b' AND k = 'a'",
                "SHOW MEASUREMENTS WHERE B = 'b' OR A = 'a'",
                "SHOW MEASUREMENTS WHERE k = 'c'",
                "SHOW MEASUREMENTS WHERE k =~ /a|c/ AND time > 0 AND time < 3",
                "SHOW TAG KEYS WHERE k = 'a' AND time < 9",
                "SHOW TAG KEYS WHERE k = 'c' AND time < 9",
                "SHOW TAG KEYS FROM t WHERE B = 'b' AND time < 9",
                "SHOW TAG VALUES WITH KEY = k WHERE B = 'b' AND time < 9"
            })
    void whatHasRowsNeedsNoEngine(String text) throws IOException {
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            db.database()
                    .file("t,k=a,B=b x=1 1", "t,k=c x=1 2", "u,k=a x=1 1")
                    .buffer("v,A=a,k=d x=1 1", "w,k=a,A=b x=2 2", "é,A=a z=1i 1");
            String whenever =
                    text.contains("time") ? text : text.replace("WHERE", "WHERE time < 9 AND");

            assertThat(compare(db, whenever, text)).isOne();
        }
    }
}
