// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryPlan;
import dev.sluice.query.ResultStream;
import dev.sluice.query.RunningResult;
import dev.sluice.query.ScanSize;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How queries end: at their end, by an error, by a cancel, at their deadline, at a limit.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RunningQueriesTest {
    /// More rows than anybody waits for.
    private static final String ENDLESS = "SELECT i FROM range(1000000000000) t(i)";

    private QueryFixture db;
    private int waits;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
    }

    @BeforeEach
    void startEmpty() {
        db.nextDatabase();
    }

    @AfterEach
    void requireNothingLeft() {
        db.requireNothingLeft();
    }

    @AfterAll
    void close() {
        db.close();
    }

    @Test
    void streamsManyRowsInBatches() {
        try (ResultStream stream = db.open("SELECT i FROM range(1000000) t(i)")) {
            long rows = 0;
            int batches = 0;
            while (stream.next()) {
                rows += stream.root().getRowCount();
                batches++;
            }
            assertThat(rows).isEqualTo(1_000_000);
            assertThat(batches).isGreaterThan(10);
            assertThat(stream.next()).isFalse();
        }
    }

    @Test
    void holdsLittleOfAResultWithoutEnd() {
        try (ResultStream stream = db.open(ENDLESS)) {
            for (int i = 0; i < 100; i++) {
                assertThat(stream.next()).isTrue();
                assertThat(db.engine.resultBytes()).isLessThan(16L << 20);
            }
        }
    }

    @Test
    void canBeClosedBeforeTheEnd() {
        try (ResultStream stream = db.open(ENDLESS)) {
            assertThat(stream.next()).isTrue();
        }

        assertThat(db.rows("SELECT 1")).containsExactly("1");
    }

    @Test
    void canBeClosedBeforeTheStart() {
        db.open(ENDLESS).close();

        assertThat(db.rows("SELECT 1")).containsExactly("1");
    }

    @Test
    void canBeClosedTwice() {
        ResultStream stream = db.open("SELECT 1");
        stream.close();
        stream.close();

        assertThat(db.engine.freePlaces()).isEqualTo(QueryFixture.QUERIES_MAX);
    }

    @Test
    void endsWhenAnotherThreadCancels() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        try (ResultStream stream = db.open(ENDLESS);
                ExecutorService reader = Executors.newSingleThreadExecutor()) {
            Future<?> end =
                    reader.submit(() -> {
                        while (stream.next()) {
                            reading.countDown();
                        }
                    });
            reading.await();
            stream.cancel();

            assertThatThrownBy(end::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("query_cancelled"));
        }
    }

    @Test
    void endsAtItsDeadlineBeforeTheFirstRow() {
        assertThatThrownBy(
                        () -> {
                            try (ResultStream stream =
                                    db.open(
                                            QueryFixture.SILENT,
                                            Map.of(),
                                            Duration.ofMillis(300))) {
                                stream.next();
                            }
                        })
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                            assertThat(e.problem().code()).isEqualTo("query_deadline");
                        });
    }

    /// A statement that the engine plans until the latch opens, and heeds nothing meanwhile.
    private String plannedUntil(CountDownLatch latch) throws SQLException {
        String name = "test_wait_" + waits++;
        try (DuckDBConnection connection = db.engine.instance().connect();
                DuckDBScalarFunctionBuilder function = DuckDBFunctions.scalarFunction()) {
            function.withName(name)
                    .withParameters(DuckDBColumnType.BIGINT)
                    .withReturnType(DuckDBColumnType.BIGINT)
                    .withVectorizedFunction((_, result) -> {
                        awaited(latch);
                        result.setLong(0, 1);
                    })
                    .register(connection);
        }
        return "SELECT " + name + "(CAST(1 AS BIGINT))";
    }

    @Test
    void endsAtItsDeadlineWhileItIsPlanned() throws Exception {
        CountDownLatch engine = new CountDownLatch(1);
        CountDownLatch settled = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        String sql = plannedUntil(engine);
        DuckDbSession session = (DuckDbSession) db.engine.begin(Duration.ofMillis(100));

        assertThatThrownBy(() -> session.parameterTypes(sql))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("query_deadline"));
        // What it uses is closed behind it, and its place stays taken until then.
        session.whenIdle(() -> closed.set(true));
        session.close();
        session.whenIdle(settled::countDown);
        assertThat(closed).isFalse();
        assertThat(db.engine.freePlaces()).isEqualTo(QueryFixture.QUERIES_MAX - 1);
        assertThat(db.rows("SELECT 1")).containsExactly("1");

        engine.countDown();
        settled.await();
        assertThat(closed).isTrue();
        assertThat(db.engine.freePlaces()).isEqualTo(QueryFixture.QUERIES_MAX);
    }

    @Test
    void keepsTheDeadlinesOfOthersWhileOneIsPlanned() throws Exception {
        CountDownLatch engine = new CountDownLatch(1);
        CountDownLatch settled = new CountDownLatch(1);
        String sql = plannedUntil(engine);
        QueryPlan plan = new QueryPlan(sql, List.of(), null, new ScanSize(0, 0, 0));
        DuckDbSession session = (DuckDbSession) db.engine.begin(Duration.ofMillis(100));
        try (ResultStream other = db.open(ENDLESS, Map.of(), Duration.ofMillis(400))) {
            assertThatThrownBy(() -> session.run(plan))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("query_deadline"));
            assertThatThrownBy(
                            () -> {
                                while (other.next()) {
                                    assertThat(other.root().getRowCount()).isPositive();
                                }
                            })
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("query_deadline"));
        }
        session.close();
        session.whenIdle(settled::countDown);
        engine.countDown();
        settled.await();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void endsAtItsDeadlineAmongRows() {
        try (ResultStream stream = db.open(ENDLESS, Map.of(), Duration.ofMillis(500))) {
            assertThatThrownBy(
                            () -> {
                                while (stream.next()) {
                                    assertThat(stream.root().getRowCount()).isPositive();
                                }
                            })
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("query_deadline"));
        }
    }

    @Test
    void endsWhenTheReaderIsInterrupted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        List<Throwable> ends = new ArrayList<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            started.countDown();
                            try (ResultStream stream = db.open(QueryFixture.SILENT)) {
                                stream.next();
                            } catch (ProblemException e) {
                                ends.add(e);
                            }
                        });
        started.await();
        reader.interrupt();
        reader.join();

        assertThat(ends)
                .singleElement()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("query_cancelled"));
    }

    /// What a query reads is mostly read before there is a stream, by which it could be ended.
    @Test
    @Conforms("D-128")
    void endsBeforeTheFirstRowWhenNobodyWaitsForItAnyMore() throws Exception {
        RunningResult result = new RunningResult();
        try (ExecutorService opener = Executors.newSingleThreadExecutor()) {
            Future<?> end =
                    opener.submit(() -> result.whileOpening(() -> db.open(QueryFixture.SILENT)));
            while (db.engine.freePlaces() == QueryFixture.QUERIES_MAX) {
                Thread.onSpinWait();
            }
            result.cancel();

            assertThatThrownBy(end::get)
                    .hasCauseInstanceOf(ProblemException.class)
                    .hasMessageContaining("the query was cancelled");
        }
    }

    /// Such as one that waited for its place meanwhile.
    @Test
    void doesNotBeginWhenNobodyWaitsForIt() {
        RunningResult result = new RunningResult();
        result.cancel();

        assertThatThrownBy(() -> result.whileOpening(() -> db.open(ENDLESS)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the query was cancelled");
    }

    @Test
    void refusesMoreQueriesThanThereArePlaces() {
        List<ResultStream> running = new ArrayList<>();
        for (int i = 0; i < QueryFixture.QUERIES_MAX; i++) {
            running.add(db.open(ENDLESS));
        }

        assertThatThrownBy(() -> db.open("SELECT 1"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.BUSY))
                .hasMessage("too many concurrent queries (limit: 3)");

        running.forEach(ResultStream::close);
        assertThat(db.rows("SELECT 1")).containsExactly("1");
    }

    @Test
    void givesThePlaceBackAfterARefusal() {
        for (int i = 0; i < 2 * QueryFixture.QUERIES_MAX; i++) {
            assertThatThrownBy(() -> db.open("SELECT nothing"))
                    .isInstanceOf(ProblemException.class);
            assertThatThrownBy(() -> db.open("SELECT")).isInstanceOf(ProblemException.class);
        }

        assertThat(db.engine.freePlaces()).isEqualTo(QueryFixture.QUERIES_MAX);
    }

    @Test
    @Conforms("D-184")
    void failsAtTheMemoryLimitAndGoesOn() {
        assertThatThrownBy(() ->
                        db.rows(
                                "SELECT length(string_agg(repeat('x', 1000) || i::VARCHAR, ','))"
                                        + " FROM range(5000000) t(i)"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.TOO_LARGE);
                            assertThat(e.problem().code()).isEqualTo("query_memory");
                        });

        assertThat(db.rows("SELECT 1")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT CAST(s AS BIGINT) FROM t | Could not convert string 'x' to Int64
                    SELECT 1 / (i - i) FROM t | Divide by zero error
                    SELECT i + 9223372036854775807 FROM t | Overflow in addition
                    SELECT sum(i + 9223372036854775806) FROM t | out of range
                    SELECT i FROM t WHERE CAST(s AS BIGINT) = 1 | Could not convert string 'x' to Int64
                    SELECT CAST(f AS BIGINT) FROM t | out of range
                    SELECT (SELECT i FROM t) | More than one row returned
                    SELECT repeat('x', 100000) | text is too long (limit: 65536)
                    SELECT CAST(s AS TIMESTAMP) FROM t | not a timestamp: 'x'
                    """)
    void saysWhatIsWrongWithTheData(String sql, String message) {
        db.buffer("t i=1i,s=\"x\",f=1e300 1", "t i=1i,s=\"x\",f=1e300 2");

        db.requireRefused(sql, message);
    }

    /// Nothing of our code, of the text that the engine has got, or of settings that nobody can
    /// make.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT CAST(s AS TIMESTAMP) FROM t | Error while executing query: not a timestamp: 'x'
                    SELECT CAST(s AS DOUBLE) FROM t | Error while executing query: Could not convert string 'x' to Float64
                    SELECT (SELECT i FROM t) | Error while executing query: More than one row returned by a subquery used as an expression - scalar subqueries can only return a single row.
                    SELECT s, count(*) FROM t | Error while planning query: Error during planning: column "s" must appear in the GROUP BY clause or must be part of an aggregate function.
                    """)
    void saysNothingElse(String sql, String message) {
        db.buffer("t i=1i,s=\"x\" 1", "t i=1i,s=\"x\" 2");

        assertThatThrownBy(() -> db.rows(sql)).hasMessage(message);
    }

    @Test
    void saysHowDeepAnExpressionMayBe() {
        assertThatThrownBy(() -> db.rows("SELECT 1" + "+1".repeat(1_500)))
                .hasMessage(
                        "Error while planning query: SQL error: Max expression depth limit of 1000"
                                + " exceeded.");
    }

    @Test
    void saysWhichNamesAreTooLong() {
        assertThat(db.rows("SELECT 1 AS " + "f".repeat(32_766))).containsExactly("1");

        assertThatThrownBy(() -> db.rows("SELECT 1 AS " + "f".repeat(32_767)))
                .hasMessageContaining("a name of more than 32766 bytes; name it by AS");
    }

    @Test
    void saysWhatIsWrongWithALateRow() {
        assertThatThrownBy(() ->
                        db.rows(
                                "SELECT 9223372036854775807 - 500000 + i FROM"
                                        + " range(1000000) t(i)"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID))
                .hasMessageContaining("Overflow");
    }

    @Test
    void goesOnWithANewInstanceWhenOneGivesUp() {
        db.buffer("t,k=a v=1 1");
        DuckDbInstance broken = db.engine.instance();
        try (ResultStream running = db.open(ENDLESS)) {
            db.engine.replace(broken);
            db.engine.replace(broken);

            assertThat(db.engine.instance()).isNotSameAs(broken);
            assertThat(db.rows("SELECT k, date_bin(INTERVAL '1 hour', time)::BIGINT FROM t"))
                    .containsExactly("a|0");
            assertThat(running.next()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'INTERNAL Error: assertion', query_engine_broken",
        "'FATAL Error: database has been invalidated', query_engine_broken",
        "'IO Error: /secret/path', query_engine",
        "'anything else', query_engine"
    })
    void tellsNothingOfItsOwnFailures(String message, String code) {
        Problem problem = EngineProblems.of(message, new IllegalStateException()).problem();

        assertThat(problem.kind()).isEqualTo(Problem.Kind.INTERNAL);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.message())
                .isEqualTo("the query engine failed; the server's log says more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid Input Error: No magic bytes found at end of file '/secret/x.parquet'",
                "Invalid Input Error: File '/secret/x.parquet' too small to be a Parquet file",
                "Invalid Input Error: Failed to read file \"/secret/x.parquet\": what it has",
                "Invalid Input Error: Failed to read Parquet file \"/secret/x.parquet\": less",
                "IO Error: Could not read enough bytes from file \"/secret/x.parquet\": 8 from 9",
                "Invalid Input Error: Malformed Parquet schema in file \"/secret/x.parquet\": 7",
                "Invalid Input Error: Parquet metadata is corrupt. Column has 2 values but more",
                "Invalid Error: Parquet file is likely corrupted, dictionary offset out of range",
                "Invalid Error: Prefetch registered requested for bytes outside file",
                "Invalid Input Error: Incorrect stats size for type DOUBLE",
                "Invalid Error: DELTA_BINARY_PACKED should only be INT32 or INT64",
                "Invalid Error: Decode bit width too large",
                "Not implemented Error: StringColumnReader can only read plain data",
                "Not implemented Error: Unimplemented TIMESTAMP encoding - missing UNIT",
                "Invalid Input Error: TProtocolException: Invalid data",
                "Invalid Input Error: don't know what type: \u000e"
            })
    void tellsThatADataFileIsDamagedAndNotWhereItIs(String message) {
        Problem problem = EngineProblems.of(message, new IllegalStateException()).problem();

        assertThat(problem)
                .returns(Problem.Kind.INTERNAL, Problem::kind)
                .returns("data_file_damaged", Problem::code)
                .returns("a data file is damaged; the server's log says more", Problem::message);
    }

    @Test
    void runsSideBySide() throws Exception {
        db.file("t,k=a v=1 1", "t,k=b v=2 2");
        db.buffer("t,k=a v=3 1");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> answers = new ArrayList<>();
            for (int i = 0; i < QueryFixture.QUERIES_MAX; i++) {
                answers.add(
                        callers.submit(() -> {
                            List<String> last = List.of();
                            for (int round = 0; round < 20; round++) {
                                last = db.rows("SELECT k, v FROM t ORDER BY k");
                            }
                            return last;
                        }));
            }
            for (Future<List<String>> answer : answers) {
                assertThat(answer.get()).containsExactly("a|3.0", "b|2.0");
            }
        }
    }
}
