// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A SELECT that is answered from the newest row of each series answers as from all rows. Takes
/// `-Dseed=`.
final class NewestRowsTest {
    private static final int DATABASES = 8;
    private static final int QUESTIONS = 12;

    /// What is asked of one row a series, in different words, and what is nearly that.
    private static final String[] SELECTS = {
        "SELECT DISTINCT ON (k, m) * FROM %s ORDER BY k, m, time DESC",
        "SELECT DISTINCT ON (k) time, k FROM %s ORDER BY time DESC, k",
        "SELECT DISTINCT ON (m, k) x, y, s, k FROM %s ORDER BY k, time DESC, s",
        "SELECT k, max(time) AS newest FROM %s GROUP BY k ORDER BY newest",
        "SELECT m, k, selector_last(x, time)['value'] AS v, max(time) FROM %s GROUP BY k, m",
        "SELECT k, upper(m), selector_last(y, time)['time'] FROM %s GROUP BY k, m",
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
        "WHERE x > 3",
        "WHERE k = 'k2' OR time > '1970-01-02'"
    };

    @TempDir private Path directory;

    @Test
    void theNewestRowOfASeriesIsEnough() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("NewestRowsTest -Dseed=" + seed);
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
    void theNewestRowOfASeriesIsEnoughForLast() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("NewestRowsTest -Dseed=" + seed);
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
                                            statement.formatted("(SELECT x, y, s, b FROM t)")));
                }
            }
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
