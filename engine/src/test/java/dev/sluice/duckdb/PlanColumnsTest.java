// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryPlan;
import dev.sluice.query.ResultStream;
import dev.sluice.query.RunningResult;
import dev.sluice.query.ScanSize;
import dev.sluice.query.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of a result's columns before there is a result.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlanColumnsTest {
    private static final long WAIT_SECONDS_MAX = 60;

    private InfluxqlFixture series;
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        series = InfluxqlFixture.open(directory);
        db = series.database();
        db.slices = false;
        db.buffer("t,tag=x i=1i,u=1u,f=1,s=\"a\",b=true 1", "t,tag=y i=2i,f=7 2");
        db.file("t,tag=y i=1i,u=1u,f=1,s=\"a\",b=true 2", "other,tag=z i=1 1");
    }

    @AfterEach
    void requireNothingLeft() {
        db.afterStart = () -> {};
        db.awaitPlaces();
        db.requireNothingLeft();
    }

    @AfterAll
    void close() {
        series.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "SELECT * FROM t ORDER BY time DESC LIMIT 1",
                "SELECT tag AS \"Room\", i AS n FROM t",
                "SELECT tag, selector_max(f, time) AS top FROM t GROUP BY tag",
                "SELECT array_agg(tag ORDER BY tag) AS tags FROM t",
                "SELECT count(*), sum(i), avg(f), max(time), min(u), NULL FROM t",
                "SELECT date_bin(INTERVAL '1 hour', time) AS bin, tz(time, 'Europe/Berlin') FROM t",
                "WITH x AS (SELECT * FROM t) SELECT a.*, b.i FROM x a JOIN other b ON a.f = b.i",
                "SELECT * FROM t UNION ALL SELECT * FROM t",
                "SELECT \"TABLE_NAME\" FROM (SELECT table_name AS \"TABLE_NAME\" FROM"
                        + " information_schema.tables)"
            })
    void areThoseOfTheResult(String sql) {
        assertThat(told(() -> db.open(sql))).isNotEmpty();
    }

    @Test
    void areThoseOfAResultWithParameters() {
        assertThat(
                        told(() ->
                                db.open(
                                        "SELECT $a AS a, f + $b AS b FROM t WHERE tag = $a",
                                        Map.of("a", "x", "b", 1L))))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT f, i FROM t GROUP BY \"tag\"",
                "SELECT mean(f) FROM t WHERE time < 10 GROUP BY time(1s), \"tag\" FILL(0)",
                "SHOW TAG VALUES WITH KEY = \"tag\""
            })
    void areThoseOfSeries(String influxql) {
        assertThat(told(() -> series.stream(influxql)).getFirst().getName())
                .isEqualTo("iox::measurement");
        assertThat(told(() -> series.series(influxql).rows())).isNotEmpty();
    }

    /// What the newest rows gave was not enough, so there are two plans.
    @Test
    void areThoseOfBothPlansWhereTheFirstDoesNotDo() {
        List<List<Field>> told = new ArrayList<>();
        String sql =
                "SELECT date_bin(INTERVAL '1 second', time) AS bin, max(f) FROM t GROUP BY bin"
                        + " ORDER BY bin DESC LIMIT 5";

        told(() -> db.open(sql), told);

        assertThat(told).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXPLAIN SELECT * FROM t",
                "EXPLAIN ANALYZE SELECT * FROM t",
            })
    void areNotToldOfAPlanThatIsExplained(String sql) {
        RunningResult result = new RunningResult();
        List<ResultStream> told = new ArrayList<>();
        db.afterStart =
                () -> {
                    ResultStream columns = result.columns();
                    if (columns != null) {
                        told.add(columns);
                    }
                };

        result.whileOpening(() -> db.open(sql)).close();

        assertThat(told).isEmpty();
    }

    /// As of an answer that has columns of its own.
    @Test
    void areNotToldOfAPart() {
        RunningResult result = new RunningResult();
        List<Boolean> told = new ArrayList<>();
        db.afterStart = () -> told.add(result.columns() != null);

        result.whileOpening(() -> RunningResult.openingPart(() -> db.open("SELECT 1"))).close();

        assertThat(told).containsExactly(false);
    }

    @Test
    void areNotToldWhenTheResultIsThere() {
        RunningResult result = new RunningResult();
        try (ResultStream stream = result.whileOpening(() -> db.open("SELECT 1 AS x"))) {
            assertThat(result.columns()).isNull();
            assertThat(result.attach(stream)).isTrue();
            assertThat(result.columns()).isNull();
        }
    }

    /// The engine runs none of it a second time.
    @ParameterizedTest
    @ValueSource(
            strings = {
                QueryFixture.SILENT,
                "SELECT * FROM (" + QueryFixture.SILENT + ") ORDER BY total",
                "WITH x AS (" + QueryFixture.SILENT + ") SELECT a.total FROM x a, x b",
                "WITH x AS MATERIALIZED (" + QueryFixture.SILENT + ") SELECT a.total FROM x a, x b",
                "SELECT total, ("
                        + QueryFixture.SILENT
                        + ") AS again FROM ("
                        + QueryFixture.SILENT
                        + ")",
                QueryFixture.SILENT + " UNION SELECT 1"
            })
    void areThereLongBeforeTheFirstRow(String sql) throws Exception {
        RunningResult result = new RunningResult();
        try (ExecutorService opener = Executors.newSingleThreadExecutor()) {
            Future<?> end = opener.submit(() -> result.whileOpening(() -> db.open(sql)));
            try (ResultStream columns = awaitColumns(result)) {
                assertThat(columns.schema().getFields().getFirst().getName()).isEqualTo("total");
                assertThat(columns.next()).isFalse();
                assertThat(end.isDone()).isFalse();
            } finally {
                result.cancel();
            }
            assertThatThrownBy(end::get).hasMessageContaining("the query was cancelled");
        }
    }

    private static ResultStream awaitColumns(RunningResult result) {
        ResultStream columns = result.columns();
        while (columns == null) {
            Thread.onSpinWait();
            columns = result.columns();
        }
        return columns;
    }

    @Test
    void takeNoPlace() {
        try (SqlEngine.Session session = db.engine.begin(QueryFixture.LONG);
                ResultStream columns = session.columns(plan("SELECT 1 AS x"))) {
            assertThat(db.engine.freePlaces()).isEqualTo(QueryFixture.QUERIES_MAX - 1);
            assertThat(columns.isInMemory()).isTrue();
            assertThat(columns.root().getSchema()).isEqualTo(columns.schema());
        }
    }

    @Test
    void outliveTheSession() {
        SqlEngine.Session session = db.engine.begin(QueryFixture.LONG);
        try (ResultStream columns = session.columns(plan("SELECT 1 AS x"))) {
            session.close();

            assertThat(columns.next()).isFalse();
            assertThat(columns.root().getFieldVectors()).hasSize(1);
        }
    }

    @Test
    void areNotToldOfWhatTheEngineDoesNotKnow() {
        try (SqlEngine.Session session = db.engine.begin(QueryFixture.LONG)) {
            assertThatThrownBy(() -> session.columns(plan("SELECT nothing")))
                    .isInstanceOf(ProblemException.class);
            session.columns(plan("SELECT 1 AS x")).close();
        }
    }

    @Test
    void areNotToldOfAQueryThatHasEnded() {
        SqlEngine.Session session = db.engine.begin(QueryFixture.LONG);
        session.cancel();
        assertThatThrownBy(() -> session.columns(plan("SELECT 1")))
                .hasMessage("the query was cancelled");

        session.close();
        assertThatThrownBy(() -> session.columns(plan("SELECT 1")))
                .isInstanceOf(ProblemException.class);
    }

    /// Its place stays taken until the engine has let go, which may read its rows until then.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endWithTheQueryWhileItIsPlanned(boolean interrupted) throws Exception {
        CountDownLatch planning = new CountDownLatch(1);
        CountDownLatch engine = new CountDownLatch(1);
        DuckDbSession session = (DuckDbSession) db.engine.begin(QueryFixture.LONG);
        QueryPlan plan =
                plan(() -> {
                    planning.countDown();
                    awaited(engine);
                    return "SELECT 1 AS x";
                });
        List<Throwable> ends = new ArrayList<>();
        Thread asking =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                session.columns(plan).close();
                            } catch (ProblemException e) {
                                ends.add(e);
                            }
                        });
        planning.await();
        if (interrupted) {
            asking.interrupt();
        } else {
            session.cancel();
        }
        assertThat(asking.join(Duration.ofSeconds(WAIT_SECONDS_MAX)))
                .as("who asked for columns came back")
                .isTrue();
        session.close();

        assertThat(ends)
                .singleElement()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("query_cancelled"));
        assertThat(db.engine.freePlaces()).isEqualTo(QueryFixture.QUERIES_MAX - 1);
        engine.countDown();
        db.awaitPlaces();
    }

    @Test
    void endAtTheDeadlineOfTheQuery() {
        CountDownLatch over = new CountDownLatch(1);
        try (SqlEngine.Session session = db.engine.begin(Duration.ofMillis(50))) {
            QueryPlan late =
                    plan(() -> {
                        awaited(over);
                        return "SELECT 1 AS x";
                    });
            assertThatThrownBy(() -> session.columns(late))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("query_deadline"));
        } finally {
            over.countDown();
        }
    }

    private static QueryPlan plan(String sql) {
        return plan(() -> sql);
    }

    private static QueryPlan plan(Supplier<String> text) {
        return new QueryPlan(text, List.of(), null, new ScanSize(0, 0, 0), Map.of(), null);
    }

    /// @throws IllegalStateException when the question that is planned was not over in time
    private static void awaited(CountDownLatch latch) {
        try {
            if (!latch.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "who asked for columns still waited after " + WAIT_SECONDS_MAX + " s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The columns that were told, which the result has.
    private List<Field> told(Supplier<ResultStream> open) {
        List<List<Field>> told = new ArrayList<>();
        Schema schema = told(open, told);
        assertThat(told).containsExactly(schema.getFields());
        return told.getFirst();
    }

    private Schema told(Supplier<ResultStream> open, List<List<Field>> told) {
        RunningResult result = new RunningResult();
        List<Schema> schemas = new ArrayList<>();
        db.afterStart =
                () -> {
                    try (ResultStream columns = awaitColumns(result)) {
                        schemas.add(columns.schema());
                        told.add(columns.schema().getFields());
                    }
                };
        try (ResultStream stream = result.whileOpening(open::get)) {
            assertThat(schemas).isNotEmpty().allMatch(stream.schema()::equals);
            return stream.schema();
        }
    }
}
