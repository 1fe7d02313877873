// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

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

/// A simple SELECT that is answered without the engine answers as the engine does. Takes `-Dseed=`.
final class SliceQueryTest {
    private static final int DATABASES = 10;
    private static final int QUESTIONS = 30;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private static final String[] CONDITIONS = {
        "time >= '1970-01-01T00:00:00.000000005Z'",
        "time < '1970-01-02T00:00:00.000000012Z'",
        "time BETWEEN '1970-01-01T00:00:00.000000003Z' AND '1970-01-02T00:00:00.000000007Z'",
        "time <> '1970-01-01'",
        "time = '1970-01-01T00:00:00.000000005Z'",
        "time > '1969-12-31'",
        "x > 10.5",
        "x <= 12",
        "x = 0",
        "y >= 20",
        "y < 30.5",
        "s = 's1'",
        "s <> 's1'",
        "s IN ('s1', 's3', '')",
        "m = 'm1'",
        "m <> 'm1'",
        "m IS NULL",
        "x IS NOT NULL",
        "(m = 'm0' OR x < 5)",
        "(y IS NULL OR (x > 1 AND b IS NOT NULL))"
    };

    private static final String[] VALUES = {
        "count(*)",
        "count(x)",
        "count(s)",
        "min(x)",
        "max(x)",
        "avg(x)",
        "mean(x) AS middle",
        "avg(y)",
        "sum(x)",
        "sum(y)",
        "max(y)",
        "min(y) AS least",
        "count(b)"
    };

    private static final String[] KEYS = {
        "k",
        "m",
        "date_bin(INTERVAL '7 nanoseconds', time)",
        "date_bin(INTERVAL '1 day', time, TIMESTAMP '1970-01-01T05:00:00') AS day"
    };

    @TempDir private Path directory;

    @Test
    void answersAsTheEngineDoes() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SliceQueryTest -Dseed=" + seed);
        Random random = new Random(seed);
        int slices = 0;
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                new RandomPoints(random, 4, 60, random.nextBoolean()).fill(db);
                for (int question = 0; question < QUESTIONS; question++) {
                    String where = where(random, "k = 'k" + random.nextInt(4) + "'");
                    String sql =
                            random.nextBoolean() ? gathered(random, where) : rows(random, where);
                    slices += compare(db, sql, sql + " in database " + number + " of " + seed);
                }
            }
        }
        assertThat(slices).isGreaterThan(DATABASES * QUESTIONS / 2);
    }

    /// Of many series, in batches each of which numbers their tags in its own way, and once so many
    /// that several threads gather them.
    @Test
    void gathersBufferedRowsOfAllSeries() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SliceQueryTest -Dseed=" + seed);
        Random random = new Random(seed);
        int slices = 0;
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                long timeNanos = 0;
                boolean large = number == 0;
                int keys = large ? 40 : random.nextBoolean() ? 3 : 900;
                for (int batch = 0; batch < 6; batch++) {
                    String[] lines = new String[large ? 60_000 : 1 + random.nextInt(700)];
                    for (int i = 0; i < lines.length; i++) {
                        timeNanos += 1 + random.nextLong(large ? SECOND_NANOS : HOUR_NANOS);
                        lines[i] = line(random, keys) + " " + timeNanos;
                    }
                    db.buffer(lines);
                }
                for (int question = 0; question < QUESTIONS; question++) {
                    String sql = gathered(random, where(random, "time >= '1970-01-01'"));
                    if (large && sql.contains("nanoseconds")) {
                        // As many groups as rows.
                        continue;
                    }
                    slices += compare(db, sql, sql + " in database " + number + " of " + seed);
                }
            }
        }
        assertThat(slices).isGreaterThan(DATABASES * QUESTIONS / 2);
    }

    private static String line(Random random, int keys) {
        return "t"
                + (random.nextInt(8) == 0 ? "" : ",k=k" + random.nextInt(keys))
                + (random.nextInt(3) == 0 ? "" : ",m=m" + random.nextInt(3))
                + (random.nextInt(4) == 0 ? " b=true" : " x=" + random.nextInt(100) / 4.0)
                + (random.nextInt(3) == 0 ? ",s=\"s" + random.nextInt(4) + "\"" : "")
                + (random.nextInt(4) == 0 ? "" : ",y=" + random.nextInt(50) + "i");
    }

    /// @return 1 where it was answered without the engine
    private static int compare(QueryFixture db, String sql, String about) {
        db.slices = false;
        List<String> expected = db.rows(sql);
        Schema schema = schema(db, sql);
        db.slices = true;
        assertThat(schema(db, sql)).as(about).isEqualTo(schema);
        assertThat(db.rows(sql)).as(about).containsExactlyInAnyOrderElementsOf(expected);
        if (sql.contains("ORDER BY")) {
            assertThat(db.rows(sql)).as(about).isEqualTo(expected);
        }
        return db.plans.getLast().slice() == null ? 0 : 1;
    }

    private static Schema schema(QueryFixture db, String sql) {
        try (ResultStream stream = db.open(sql)) {
            return stream.schema();
        }
    }

    private static String where(Random random, String first) {
        List<String> conditions = new ArrayList<>(List.of(first));
        while (random.nextInt(3) > 0) {
            conditions.add(CONDITIONS[random.nextInt(CONDITIONS.length)]);
        }
        return " FROM t WHERE " + String.join(" AND ", conditions);
    }

    private static String gathered(Random random, String where) {
        List<String> items = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (String key : KEYS) {
            if (random.nextInt(3) == 0 && (keys.size() < 2 || !key.startsWith("date"))) {
                items.add(key);
                keys.add(String.valueOf(items.size()));
            }
        }
        int values = keys.isEmpty() ? 1 : random.nextInt(4);
        for (int i = 0; i < values; i++) {
            items.add(VALUES[random.nextInt(VALUES.length)]);
        }
        String group = String.join(", ", keys);
        return "SELECT "
                + (random.nextInt(8) == 0 ? "DISTINCT " : "")
                + String.join(", ", items.isEmpty() ? List.of("count(*)") : items)
                + where
                + (keys.isEmpty() ? "" : " GROUP BY " + group)
                + (keys.isEmpty() || random.nextBoolean()
                        ? ""
                        : " ORDER BY " + order(group, random));
    }

    private static String rows(Random random, String where) {
        String[] columns = {"*", "time, x", "k, s, y AS z, time", "b, x, time, m", "time AS t, k"};
        String list = columns[random.nextInt(columns.length)];
        // Times of a series are different, but two series may have one.
        boolean ordered = random.nextBoolean() && list.contains("time") && !list.contains(" t,");
        return "SELECT "
                + list
                + where
                + " AND m = 'm2'"
                + (ordered ? " ORDER BY " + order("time", random) : "")
                + (ordered && random.nextBoolean()
                        ? " LIMIT " + random.nextInt(8) + " OFFSET " + random.nextInt(3)
                        : "");
    }

    private static String order(String keys, Random random) {
        return keys.replace(", ", random.nextBoolean() ? " DESC, " : " NULLS FIRST, ")
                + (random.nextBoolean() ? " DESC" : " ASC NULLS FIRST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT x FROM t WHERE k = 'a' ORDER BY time",
                "SELECT x + 1 FROM t WHERE k = 'a'",
                "SELECT sum(y + 1) FROM t WHERE k = 'a'",
                "SELECT stddev(y) FROM t WHERE k = 'a'",
                "SELECT count(DISTINCT x) FROM t WHERE k = 'a'",
                "SELECT max(x) FILTER (WHERE y > 1) FROM t WHERE k = 'a'",
                "SELECT max(s) FROM t WHERE k = 'a'",
                "SELECT max(time) FROM t WHERE k = 'a' AND y > 0",
                "SELECT x FROM t WHERE k = 'a' AND NOT (x > 1)",
                "SELECT x FROM t WHERE k = 'a' AND x > y",
                "SELECT x FROM t WHERE k = 'a' LIMIT 1 + 1",
                "SELECT date_bin(INTERVAL '1 month', time) AS m, max(x) FROM t WHERE k = 'a' GROUP BY 1",
                "SELECT max(x) AS k FROM t WHERE k = 'a' GROUP BY k HAVING max(x) > 0",
                "SELECT max(x), row_number() OVER () FROM t WHERE k = 'a'",
                "SELECT a.x FROM t AS a JOIN t AS b USING (time) WHERE a.k = 'a'"
            })
    void leavesTheRestToTheEngine(String sql) throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a x=1,y=2i,s=\"s\" 1", "t,k=b x=2 2", "t,k=a x=3,y=1i 3");

            db.rows(sql);

            assertThat(db.plans.getLast().slice()).isNull();
        }
    }

    @Test
    void namesAndTypesAreTheAnswers() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a x=1 1", "t,k=a x=3 5000000000");
            compare(
                    db,
                    "SELECT date_bin(INTERVAL '1 second', time) AS \"Time\", max(x), k AS \"time\""
                            + " FROM t WHERE k = 'a' GROUP BY 1, 3 ORDER BY \"time\", \"Time\" DESC",
                    "names");
            compare(db, "SELECT t.x AS \"time\", \"time\" AS x FROM t WHERE t.k = 'a'", "swapped");
            compare(
                    db,
                    "SELECT tz(time, 'Asia/Tokyo') AS here, x FROM t WHERE k = 'a'",
                    "in a zone");
            assertThat(db.rows("SELECT count(*), max(x), min(x) FROM t WHERE k = 'none'"))
                    .containsExactly("0|null|null");
            assertThat(db.rows("SELECT k, count(*) FROM t WHERE k = 'none' GROUP BY k")).isEmpty();
        }
    }

    @Test
    void newestPointsAndTagValuesNeedNoEngine() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a x=1 1", "t,k=b x=2 2").files("t,k=a x=3 5").buffer("t,k=a y=4 5");

            assertThat(db.rows("SELECT DISTINCT ON (k) k, x, y FROM t ORDER BY k, time DESC"))
                    .containsExactly("a|3.0|4.0", "b|2.0|null");
            assertThat(db.rows("SELECT DISTINCT ON (k) * FROM t ORDER BY k DESC, time DESC"))
                    .hasSize(2);
            assertThat(db.plans.getLast().slice()).isNotNull();
            assertThat(db.rows("SELECT DISTINCT k FROM t ORDER BY k")).containsExactly("a", "b");
            assertThat(db.plans.getLast().slice()).isNotNull();
            assertThat(isInMemory(db, "SELECT DISTINCT k FROM t")).isTrue();
            assertThat(isInMemory(db, "SELECT count(*) FROM t")).isFalse();
        }
    }

    private static boolean isInMemory(QueryFixture db, String sql) {
        try (ResultStream rows = db.open(sql)) {
            return rows.isInMemory();
        }
    }

    /// A time that leaves the range of times is the engine's to explain.
    @Test
    void whatIsNoTimeIsAnErrorOfTheEngine() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a x=1 -9223372036854775000");
            String sql =
                    "SELECT date_bin(INTERVAL '1 day', time) AS d, max(x) FROM t WHERE k = 'a' GROUP BY 1";

            assertThat(outcome(db, sql)).isEqualTo(outcome(db, "/* */ " + sql));
        }
    }

    private static String outcome(QueryFixture db, String sql) {
        db.slices = !sql.startsWith("/*");
        try {
            return db.rows(sql).toString();
        } catch (dev.sluice.model.ProblemException e) {
            return e.problem().toString();
        }
    }
}
