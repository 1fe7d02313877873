// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FilesBelow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A SELECT that is answered from the rows at one end of each series answers as from all rows.
/// Takes `-Dseed=`.
final class SeriesEndsTest {
    private static final int DATABASES = 8;
    private static final int QUESTIONS = 12;

    /// What is asked of some rows a series, in different words, and what is nearly that.
    private static final String[] SELECTS = {
        "SELECT DISTINCT ON (k, m) * FROM %s ORDER BY k, m, time DESC",
        "SELECT DISTINCT ON (k) time, k FROM %s ORDER BY time DESC, k",
        "SELECT DISTINCT ON (m, k) x, y, s, k FROM %s ORDER BY k, time DESC, s",
        "SELECT k, max(time) AS newest FROM %s GROUP BY k ORDER BY newest",
        "SELECT m, k, selector_last(x, time)['value'] AS v, max(time) FROM %s GROUP BY k, m",
        "SELECT k, upper(m), selector_last(y, time)['time'] FROM %s GROUP BY k, m",
        "SELECT DISTINCT ON (k, m) * FROM %s ORDER BY k, m, time",
        "SELECT DISTINCT ON (k) time, k, x, y FROM %s ORDER BY k, time ASC, m DESC",
        "SELECT k, min(time) AS oldest FROM %s GROUP BY k ORDER BY oldest",
        "SELECT k, min(time), max(time) FROM %s GROUP BY k",
        "SELECT k, m, selector_first(x, time)['value'] FROM %s GROUP BY k, m",
        "SELECT selector_last(x, time)['time'], max(time) FROM %s",
        "SELECT selector_first(y, time)['time'], selector_first(x, time)['time'] FROM %s",
        "SELECT k, x, time FROM %s QUALIFY row_number() OVER (PARTITION BY k, m ORDER BY time DESC) <= 3",
        "SELECT k, x + 1, m FROM %s QUALIFY row_number() OVER (PARTITION BY k ORDER BY time, m) <= 2",
        "SELECT k, m, time FROM %s QUALIFY row_number() OVER (PARTITION BY k ORDER BY time, m) BETWEEN 2 AND 3",
        "SELECT k, m, y FROM %s QUALIFY row_number() OVER (PARTITION BY k ORDER BY time DESC, m) > 1"
                + " AND row_number() OVER (PARTITION BY k ORDER BY time DESC, m) <= 4",
        "SELECT k, m, y FROM %s QUALIFY row_number() OVER (PARTITION BY k ORDER BY time DESC, m) <= 2"
                + " AND row_number() OVER (PARTITION BY m ORDER BY time, k) <= 9",
        "SELECT m, k AS other, time FROM %s QUALIFY row_number() OVER (PARTITION BY upper(m) ORDER BY time DESC, k) <= 1",
        "SELECT k, m, x, time FROM %s QUALIFY row_number() OVER (PARTITION BY k ORDER BY time DESC, m) = 2"
                + " ORDER BY lag(x) OVER (PARTITION BY k ORDER BY time, m)",
        "SELECT k, m, y FROM %s QUALIFY row_number() OVER (PARTITION BY k ORDER BY time DESC, m) < 3",
        "SELECT k, m, row_number() OVER (PARTITION BY k ORDER BY time, m) AS place FROM %s"
                + " QUALIFY row_number() OVER (PARTITION BY k ORDER BY time, m) < 4",
        "SELECT k, m, x FROM (SELECT *, row_number() OVER (PARTITION BY k ORDER BY time DESC, m) AS place"
                + " FROM %s) AS p WHERE place = 1",
        "SELECT k, m, x, place FROM (SELECT k, m, x, row_number() OVER (PARTITION BY m ORDER BY time, k) AS place"
                + " FROM %s) AS p WHERE p.place BETWEEN 2 AND 4 AND x > 2",
        "SELECT k, m, x, before FROM (SELECT k, m, x, lag(x) OVER (PARTITION BY k ORDER BY time, m) AS before,"
                + " row_number() OVER (PARTITION BY k ORDER BY time DESC, m) AS place FROM %s) AS p WHERE place < 3",
        "SELECT k, m, y FROM (SELECT k, m, y, row_number() OVER (PARTITION BY k ORDER BY time DESC, m) AS place"
                + " FROM %s) AS p WHERE place <= 2 OR y > 90",
        "SELECT y, count(*) FROM (SELECT k AS y, row_number() OVER (PARTITION BY k ORDER BY time DESC, m) AS x"
                + " FROM %s) AS p WHERE x <= 2 GROUP BY y",
        "SELECT q.k, x, place + 1 FROM (SELECT k, x, y AS place, row_number() OVER (PARTITION BY k ORDER BY time, m)"
                + " AS rank FROM %s) AS q WHERE place < 3",
        "WITH p AS (SELECT k, m, x, row_number() OVER (PARTITION BY k ORDER BY time, m) AS place FROM %s)"
                + " SELECT k, m, x, place FROM p AS q WHERE q.place < 3 AND x > 1",
        "WITH p AS (SELECT k, m, row_number() OVER (PARTITION BY k ORDER BY time DESC, m) AS place FROM %s)"
                + " SELECT k, m, (SELECT count(*) FROM p) AS every FROM p WHERE place = 1",
        "WITH p AS (SELECT k, m, row_number() OVER (PARTITION BY k ORDER BY time DESC, m) AS place FROM %s),"
                + " q AS (SELECT max(place) AS most FROM p) SELECT k, m, most FROM p, q WHERE place = 1",
        "SELECT DISTINCT k FROM %s",
        "SELECT DISTINCT m, k || 'z' FROM %s ORDER BY m",
        "SELECT k FROM %s GROUP BY k",
        "SELECT k, count(*) FROM %s GROUP BY k",
        "SELECT DISTINCT k, time FROM %s",
        "SELECT DISTINCT k, random() < 2 FROM %s"
    };

    private static final String[] INFLUXQL = {
        "SELECT last(x) FROM %s GROUP BY k",
        "SELECT last(x) FROM %s",
        "SELECT last(y) FROM %s WHERE k = 'k1' GROUP BY k, m",
        "SELECT last(x), last(y) FROM %s GROUP BY k",
        "SELECT last(s), last(b) FROM %s WHERE m <> 'm1' GROUP BY m",
        "SELECT last(x) + last(y) FROM %s WHERE time >= 12 GROUP BY m",
        "SELECT last(x) FROM %s WHERE time < 12 GROUP BY k",
        "SELECT last(x) FROM %s WHERE m =~ /[02]/ GROUP BY m",
        "SELECT last(x), last(y) FROM %s WHERE m !~ /1/ AND time >= 12 GROUP BY m",
        "SELECT last(x), first(y) FROM %s GROUP BY k",
        "SELECT last(x) FROM %s WHERE y > 20 GROUP BY k",
        "SELECT x, y, s, b FROM %s GROUP BY k, m ORDER BY time DESC LIMIT 1",
        "SELECT x FROM %s GROUP BY k, m ORDER BY time DESC LIMIT 1",
        "SELECT x, y FROM %s WHERE k = 'k1' GROUP BY k, m ORDER BY time DESC LIMIT 1 OFFSET 0",
        "SELECT y AS time FROM %s WHERE time < 12 GROUP BY k, m ORDER BY time DESC LIMIT 1",
        "SELECT s FROM %s WHERE x > 9 GROUP BY k, m ORDER BY time DESC LIMIT 1",
        "SELECT first(x) FROM %s GROUP BY k",
        "SELECT first(x), first(y) FROM %s GROUP BY k",
        "SELECT first(s) FROM %s WHERE time > 12 GROUP BY m",
        "SELECT last(x), last(y) FROM %s",
        "SELECT first(x), first(y), first(s) FROM %s WHERE time >= 3",
        "SELECT last(x), max(y) FROM %s",
        "SELECT last(b), last(s) FROM %s WHERE time < 12",
        "SELECT x, y FROM %s GROUP BY k LIMIT 3",
        "SELECT * FROM %s GROUP BY k, m LIMIT 2 OFFSET 1",
        "SELECT * FROM %s GROUP BY * ORDER BY time DESC LIMIT 3",
        "SELECT x + 1, m FROM %s GROUP BY k ORDER BY time DESC LIMIT 4 OFFSET 2",
        "SELECT y, s FROM %s WHERE time >= 7 AND time < 20 GROUP BY k LIMIT 3",
        "SELECT y, b FROM %s WHERE time < 20 GROUP BY m ORDER BY time DESC LIMIT 2",
        "SELECT x FROM %s WHERE k = 'k1' GROUP BY k, m LIMIT 5",
        "SELECT x FROM %s WHERE m =~ /[12]/ GROUP BY m ORDER BY time DESC LIMIT 5",
        "SELECT x FROM %s WHERE x > 9 GROUP BY k LIMIT 2",
        "SELECT difference(x) FROM %s GROUP BY k LIMIT 2",
        "SELECT x FROM %s GROUP BY k LIMIT 1 OFFSET 3",
        "SELECT x FROM %s GROUP BY nothing LIMIT 3",
        "SELECT x FROM %s GROUP BY k OFFSET 2",
        "SELECT x FROM %s GROUP BY k LIMIT 0",
        "SELECT x FROM %s GROUP BY k, m ORDER BY time DESC LIMIT 2",
        "SELECT x FROM %s GROUP BY k, m ORDER BY time ASC LIMIT 1",
        "SELECT x FROM %s GROUP BY k, m ORDER BY time DESC LIMIT 1 OFFSET 1"
    };

    private static final String[] WHERE = {
        "",
        "WHERE k = 'k1'",
        "WHERE k IS NOT NULL AND m <> 'm1'",
        "WHERE time >= '1970-01-01T00:00:00.000000012Z'",
        "WHERE time < '1970-01-01T00:00:00.000000012Z'",
        "WHERE time >= '1970-01-02T00:00:00.000000012Z' AND k <> 'k0'",
        "WHERE time BETWEEN '1970-01-01' AND '1970-01-03'",
        "WHERE time < '1970-01-01T00:00:00.000000020Z' AND m = 'm2'",
        "WHERE x > 3",
        "WHERE k = 'k2' OR time > '1970-01-02'"
    };

    @TempDir private Path directory;

    @Test
    void theRowsAtAnEndOfASeriesAreEnough() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SeriesEndsTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (QueryFixture db = QueryFixture.open(directory)) {
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                RandomPoints points = new RandomPoints(random, 4, 60, random.nextBoolean());
                points.fill(db);
                for (int question = 0; question < QUESTIONS; question++) {
                    if (random.nextInt(3) == 0) {
                        points.more(db);
                    }
                    String sql =
                            SELECTS[random.nextInt(SELECTS.length)].replace(
                                    "%s", "%s " + WHERE[random.nextInt(WHERE.length)]);
                    assertThat(db.rows(sql.formatted("t")))
                            .as(sql + " in database " + number + " of " + seed)
                            .containsExactlyInAnyOrderElementsOf(
                                    db.rows(sql.formatted("(SELECT * FROM t) AS t")));
                }
            }
        }
    }

    @Test
    void theRowsAtAnEndOfASeriesAreEnoughForInfluxql() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SeriesEndsTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                new RandomPoints(random, 4, 60, random.nextBoolean()).fill(db);
                for (String statement : INFLUXQL) {
                    assertThat(influxql.rows(statement.formatted("t")))
                            .as(statement + " in database " + number + " of " + seed)
                            .isEqualTo(
                                    influxql.rows(
                                            statement.formatted(
                                                    "(SELECT x, y, s, b FROM t GROUP BY k, m)")));
                }
            }
        }
    }

    /// Files one after the other in time, some of them late and of a few series only, as hosts come
    /// and go.
    @Test
    void seriesThatHaveEnoughAreReadFromNoOtherFile() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SeriesEndsTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                int parts = 2 + random.nextInt(8);
                for (int part = 0; part < parts; part++) {
                    int start = 100 * (random.nextInt(4) == 0 ? random.nextInt(parts) : part);
                    String[] lines = new String[1 + random.nextInt(90)];
                    int oldest = random.nextInt(6);
                    for (int line = 0; line < lines.length; line++) {
                        lines[line] =
                                "t,k=k%d%s x=%d %d"
                                        .formatted(
                                                oldest + random.nextInt(1 + part),
                                                random.nextInt(3) == 0 ? "" : ",m=m" + part % 2,
                                                part * 1000 + line,
                                                start + 10 * random.nextInt(12));
                    }
                    if (part == parts - 1 && random.nextBoolean()) {
                        db.buffer(lines);
                    } else {
                        db.files(lines);
                    }
                }
                for (int question = 0; question < QUESTIONS; question++) {
                    String statement =
                            "SELECT x FROM %%s WHERE time >= %d AND time < %d GROUP BY %s%s LIMIT %d OFFSET %d"
                                    .formatted(
                                            random.nextInt(200),
                                            random.nextInt(1200),
                                            random.nextBoolean() ? "k" : "k, m",
                                            random.nextBoolean() ? " ORDER BY time DESC" : "",
                                            1 + random.nextInt(5),
                                            random.nextInt(3));

                    assertThat(influxql.rows(statement.formatted("t")))
                            .as(statement + " in database " + number + " of " + seed)
                            .isEqualTo(
                                    influxql.rows(
                                            statement.formatted(
                                                    "(SELECT x FROM t GROUP BY k, m)")));
                }
            }
        }
    }

    @Test
    void noValueIsReadOfFilesWhoseSeriesHaveEnough() throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            db.files("t,k=a x=1,y=9 1", "t,k=b x=2,y=8 2");
            List<Path> older = FilesBelow.ending(".parquet", directory);
            db.files("t,k=a x=3,y=7 5", "t,k=a x=4,y=6 6", "t,k=b x=5,y=5 7", "t,k=b x=6,y=4 8");
            String newest = "SELECT %s FROM t GROUP BY k ORDER BY time DESC LIMIT 2";
            assertThat(influxql.rows(newest.formatted("x"))).hasSize(4);
            assertThat(db.plans.getLast().slice()).isNotNull();

            for (Path file : older) {
                Files.delete(file);
            }
            assertThat(influxql.rows(newest.formatted("y")))
                    .containsExactly(
                            "1970-01-01T00:00:00.000000006Z 6",
                            "1970-01-01T00:00:00.000000005Z 7",
                            "1970-01-01T00:00:00.000000008Z 4",
                            "1970-01-01T00:00:00.000000007Z 5");
        }
    }

    @Test
    void lastIsReadFromNoFileTwice() throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            db.files("t,k=a x=1,y=1 1", "t,k=b x=2 2").files("t,k=a x=3,y=4 5");
            String last = "SELECT last(x) FROM t GROUP BY k";

            assertThat(influxql.rows(last)).hasSize(2);
            assertThat(db.scanned().files()).isEqualTo(2);
            assertThat(influxql.rows(last))
                    .containsExactly(
                            "1970-01-01T00:00:00.000000005Z 3", "1970-01-01T00:00:00.000000002Z 2");
            assertThat(db.scanned().files()).isZero();
            assertThat(influxql.rows("SELECT last(x) FROM t WHERE k =~ /^[bc]/ GROUP BY k"))
                    .containsExactly("1970-01-01T00:00:00.000000002Z 2");
            assertThat(db.scanned().files()).isZero();
            assertThat(influxql.rows("SELECT last(x), last(x) FROM t"))
                    .containsExactly("1970-01-01T00:00:00Z 3 3");
            assertThat(db.scanned().files()).isZero();
            assertThat(influxql.rows("SELECT first(x) FROM t GROUP BY k")).hasSize(2);
            assertThat(influxql.rows("SELECT first(x) FROM t GROUP BY k"))
                    .containsExactly(
                            "1970-01-01T00:00:00.000000001Z 1", "1970-01-01T00:00:00.000000002Z 2");
            assertThat(db.scanned().files()).isZero();
            // The newest row of one series has no y.
            assertThat(influxql.rows("SELECT last(y) FROM t")).hasSize(1);
            assertThat(db.plans.getLast().sql()).contains("read_parquet");
        }
    }

    @Test
    void theNewestRowOfEachSeriesIsReadFromNoFileTwice() throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            db.files("t,k=a x=1,y=1 1", "t,k=b x=2 2").files("t,k=a x=3 5");
            String newest = "SELECT * FROM t GROUP BY k ORDER BY time DESC LIMIT 1";

            assertThat(influxql.rows(newest)).hasSize(2);
            assertThat(db.scanned().files()).isEqualTo(2);
            assertThat(influxql.rows(newest))
                    .containsExactly(
                            "1970-01-01T00:00:00.000000005Z 3 null",
                            "1970-01-01T00:00:00.000000002Z 2 null");
            assertThat(db.scanned().files()).isZero();
            assertThat(db.plans.getLast().slice()).isNotNull();
            assertThat(influxql.rows("SHOW TAG VALUES WITH KEY = k WHERE time >= 0"))
                    .containsExactly("k a", "k b");
            assertThat(db.plans.getLast().slice()).isNotNull();
            // The newest row of one series has no y.
            String some = "SELECT y FROM t GROUP BY k ORDER BY time DESC LIMIT 1";
            assertThat(influxql.rows(some)).hasSize(1);
            assertThat(db.plans.getLast().sql()).contains("read_parquet");
        }
    }

    /// More rows than there may be series, of which there are few; and too many series.
    @Test
    void aLargeBufferIsGatheredBatchByBatch() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            int hosts = 3_000;
            for (int batch = 0; batch < 40; batch++) {
                String[] lines = new String[hosts];
                for (int host = 0; host < hosts; host++) {
                    lines[host] = "t,k=k" + host + " x=" + batch + " " + (batch * hosts + host);
                }
                db.buffer(lines);
            }
            String newest =
                    "SELECT count(*), min(x), max(x) FROM (SELECT DISTINCT ON (k) k, x FROM t"
                            + " ORDER BY k, time DESC) AS n";

            assertThat(db.rows(newest)).containsExactly("3000|39.0|39.0");
            assertThat(db.plans.getLast().buffered().getFirst().rowCount()).isEqualTo(hosts);

            String[] many = new String[101_000];
            for (int host = 0; host < many.length; host++) {
                many[host] = "t,k=n" + host + " x=40 " + (40 * hosts + host);
            }
            db.buffer(many);
            assertThat(db.rows(newest)).containsExactly("104000|39.0|40.0");
            assertThat(db.plans.getLast().buffered().getFirst().rowCount())
                    .isEqualTo(40L * hosts + many.length);
        }
    }

    /// Each question puts batches together, of which some newest rows are known.
    @Test
    void newestRowsStayRightWhileBatchesArePutTogether() throws IOException {
        Random random = new Random(46);
        try (QueryFixture db = QueryFixture.open(directory)) {
            Map<Integer, Long> newest = new TreeMap<>();
            for (int batch = 0; batch < 80; batch++) {
                String[] lines = new String[200];
                for (int line = 0; line < lines.length; line++) {
                    int host = random.nextInt(9);
                    // Every other batch is older than the one before, and repeats hardly anything.
                    long time = 1_000L * (batch ^ 1) + 5L * line + random.nextInt(5);
                    lines[line] =
                            "t,k=%d x=%di,a=1i,b=2i,c=3i,d=4i,e=5i %d".formatted(host, time, time);
                    newest.merge(host, time, Math::max);
                }
                db.buffer(lines);
                if (random.nextInt(3) == 0) {
                    assertThat(
                                    db.rows(
                                            "SELECT DISTINCT ON (k) k, x FROM t"
                                                    + " ORDER BY k, time DESC"))
                            .containsExactlyElementsOf(
                                    newest.entrySet().stream()
                                            .map(each -> each.getKey() + "|" + each.getValue())
                                            .toList());
                    assertThat(db.plans.getLast().buffered().getFirst().rowCount())
                            .isEqualTo(newest.size());
                }
            }
        }
    }

    /// However the words are put, one row of each series is read of a large table.
    @Test
    void thePlaceOfARowIsReadFromTheEnds() throws IOException {
        String place = "row_number() OVER (PARTITION BY k ORDER BY time DESC) AS place FROM t";
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.buffer("t,k=a x=1 1", "t,k=b x=2 2", "t,k=a x=3 5", "t,k=b x=4 6");
            for (String sql :
                    List.of(
                            "SELECT k, x FROM t QUALIFY row_number() OVER"
                                    + " (PARTITION BY k ORDER BY time DESC) = 1 ORDER BY k",
                            "SELECT k, x FROM (SELECT k, x, %s) AS p WHERE place = 1 ORDER BY k",
                            "SELECT k, x FROM (SELECT k, x, %s) AS p WHERE p.place < 2 ORDER BY k",
                            "WITH p AS (SELECT k, x, %s) SELECT k, x FROM p WHERE place <= 1"
                                    + " AND x IS NOT NULL ORDER BY k")) {
                assertThat(db.rows(sql.formatted(place))).containsExactly("a|3.0", "b|4.0");
                assertThat(db.plans.getLast().buffered().getFirst().rowCount())
                        .as(sql)
                        .isEqualTo(2);
            }
            // The table has a column of the name itself now.
            db.buffer("t,k=a x=1,place=7 1");
            db.rows("SELECT * FROM (SELECT *, %s) AS p WHERE place = 1".formatted(place));
            assertThat(db.plans.getLast().buffered().getFirst().rowCount()).isEqualTo(4);
        }
    }

    @Test
    void newestRowsAndTagValuesAreReadFromNoFileTwice() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a x=1 1", "t,k=b x=2 2").files("t,k=a x=3 5");
            String newest = "SELECT DISTINCT ON (k) k, x FROM t ORDER BY k, time DESC";

            assertThat(db.rows(newest)).containsExactly("a|3.0", "b|2.0");
            assertThat(db.scanned().files()).isEqualTo(2);
            assertThat(db.rows(newest)).containsExactly("a|3.0", "b|2.0");
            assertThat(db.scanned().files()).isZero();
            db.buffer("t,k=a x=4 5", "t,k=c x=9 1");
            assertThat(db.rows(newest)).containsExactly("a|4.0", "b|2.0", "c|9.0");
            assertThat(db.rows("SELECT DISTINCT k FROM t ORDER BY k"))
                    .containsExactly("a", "b", "c");
            assertThat(db.plans.getLast().sql()).doesNotContain("read_parquet");
        }
    }
}
