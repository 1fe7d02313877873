// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.BufferedScan;
import dev.sluice.query.QueryPlan;
import dev.sluice.query.ResultStream;
import dev.sluice.query.Slice;
import dev.sluice.query.SliceQuery;
import dev.sluice.query.SqlEngine;
import dev.sluice.query.sql.SqlType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One query's place, connection and deadline. One thread works with it; any thread may [#end] it.
///
/// The engine does not heed a cancel once rows flow, so a query is ended by closing its connection.
/// A call that even then goes on, such as the planning of a vast statement, is left alone after a
/// while: its caller gets the error, and its place comes free when the call returns.
final class DuckDbSession implements SqlEngine.Session {
    private static final String PARSE = "SELECT json_serialize_sql(CAST(? AS VARCHAR))";

    private static final String UNEXPLAINED = "Invalid result set";

    /// How long an ended query's caller waits for the engine to let go.
    private static final Duration END_WAIT_MAX = Duration.ofSeconds(1);

    /// Rows of a batch.
    private static final long BATCH_ROWS = 16_384;

    /// Rows of a batch with values that may be as long as 64 KiB each: as many as the engine makes
    /// at once.
    private static final long LONG_BATCH_ROWS = 2_048;

    private enum State {
        OPEN,
        ENDED,
        OUT_OF_TIME,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(DuckDbSession.class);

    private final DuckDbEngine engine;
    private final DuckDbInstance instance;
    private final PlanColumns columns;
    private final Future<?> deadline;
    private @Nullable Future<?> patience;
    private State state = State.OPEN;
    private boolean handedOver;
    private @Nullable CompletableFuture<?> running;
    private boolean leftAlone;
    private final List<Runnable> afterwards = new ArrayList<>();
    private @Nullable DuckDBConnection connection;
    private List<BufferedScan> scans = List.of();

    DuckDbSession(DuckDbEngine engine, Duration timeLimit) {
        this.engine = engine;
        this.instance = engine.instance();
        this.columns = new PlanColumns(engine, instance, this::cancel);
        this.deadline = engine.after(timeLimit, () -> end(State.OUT_OF_TIME));
    }

    @Override
    public String parse(String sql) {
        return call(() -> {
            try (PreparedStatement statement = connection().prepareStatement(PARSE)) {
                statement.setString(1, sql);
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    return result.getString(1);
                }
            }
        });
    }

    @Override
    public List<@Nullable SqlType> parameterTypes(String sql) {
        return call(() -> {
            try (PreparedStatement statement = connection().prepareStatement(sql)) {
                return ResultTypes.ofParameters(statement.getParameterMetaData());
            }
        });
    }

    @Override
    public ResultStream run(QueryPlan plan) {
        ResultStream slice = slice(plan);
        if (slice != null) {
            free();
            handedOver = true;
            return slice;
        }
        scans = plan.buffered();
        engine.register(scans);
        String sql = plan.sql();
        ResultStream stream = call(() -> start(sql, plan, this::free), ResultStream::close);
        handedOver = true;
        return stream;
    }

    @Override
    public ResultStream columns(QueryPlan plan) {
        return columns.of(plan);
    }

    /// The answer of a query that is simple enough, or null.
    private @Nullable ResultStream slice(QueryPlan plan) {
        Slice slice = plan.slice();
        if (slice == null) {
            return null;
        }
        synchronized (this) {
            requireOpen();
        }
        try {
            SliceQuery.Answer answer = slice.answer();
            return answer == null
                    ? null
                    : SliceResultStream.of(answer, plan, engine.newAllocator());
        } catch (ArithmeticException _) {
            // The engine tells what is wrong.
            return null;
        }
    }

    @Override
    public void close() {
        if (!handedOver) {
            free();
        }
    }

    /// A query that runs.
    ///
    /// @param statement is closed with it
    /// @param batchRows how many rows of it come at once
    private record Started(Statement statement, DuckDBResultSet result, long batchRows) {
        Started(Statement statement, DuckDBResultSet result, QueryPlan plan) throws SQLException {
            this(
                    statement,
                    result,
                    ResultTypes.haveLong(result.getMetaData(), plan.columns())
                            ? LONG_BATCH_ROWS
                            : BATCH_ROWS);
        }
    }

    /// @param afterwards is done when the stream is closed
    private ResultStream start(String sql, QueryPlan plan, Runnable afterwards)
            throws SQLException {
        String known = ResultTypes.known(sql, plan.columns());
        Started started = known == null ? null : startKnown(known, plan);
        if (started == null) {
            started = startPrepared(sql, plan);
        }
        BufferAllocator allocator = engine.newAllocator();
        ArrowReader reader = null;
        try {
            reader =
                    (ArrowReader)
                            started.result().arrowExportStream(allocator, started.batchRows());
            return DuckDbResultStream.of(
                    this, started.statement(), reader, allocator, plan, afterwards);
        } catch (SQLException | RuntimeException e) {
            close(reader, e);
            close(allocator, e);
            close(started.statement(), e);
            throw e;
        }
    }

    /// Starts a statement whose types are known: it need not be planned for them first.
    ///
    /// @return null where they are not what they were said to be
    private @Nullable Started startKnown(String sql, QueryPlan plan) throws SQLException {
        Statement statement = connection().createStatement();
        try {
            DuckDBResultSet result = execute(() -> statement.executeQuery(sql), sql);
            if (ResultTypes.areRight(result.getMetaData())) {
                return new Started(statement, result, plan);
            }
        } catch (SQLException | RuntimeException e) {
            close(statement, e);
            throw e;
        }
        statement.close();
        return null;
    }

    private Started startPrepared(String sql, QueryPlan plan) throws SQLException {
        PreparedStatement plain = connection().prepareStatement(sql);
        String adapted = ResultTypes.adapted(sql, plain.getMetaData());
        PreparedStatement statement = plain;
        if (!adapted.equals(sql)) {
            plain.close();
            statement = connection().prepareStatement(adapted);
        }
        try {
            requireOpen();
            return new Started(statement, execute(statement::executeQuery, adapted), plan);
        } catch (SQLException | RuntimeException e) {
            close(statement, e);
            throw e;
        }
    }

    /// Gives the result of a statement.
    private interface Execution {
        ResultSet result() throws SQLException;
    }

    private DuckDBResultSet execute(Execution execution, String sql) throws SQLException {
        try {
            return execution.result().unwrap(DuckDBResultSet.class);
        } catch (SQLException e) {
            if (e.getMessage() != null && e.getMessage().contains(UNEXPLAINED)) {
                explain(sql);
            }
            throw e;
        }
    }

    private static void close(@Nullable AutoCloseable what, Exception after) {
        try {
            if (what != null) {
                what.close();
            }
        } catch (Exception e) {
            after.addSuppressed(e);
        }
    }

    /// A streamed query that fails before its first row says no more than that its result is not
    /// valid; run in another way it tells why.
    private void explain(String sql) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(sql);
                DuckDBChunkedResult result =
                        statement.unwrap(DuckDBPreparedStatement.class).query()) {
            while (result.nextChunk()) {
                requireOpen();
            }
        }
    }

    /// Runs a native call on a thread for such; an ended session explains itself.
    <T> T call(Callable<T> call) {
        return call(call, _ -> {});
    }

    /// @param orphan takes what the call gives after nobody waits for it any more
    private <T> T call(Callable<T> call, Consumer<T> orphan) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        synchronized (this) {
            requireOpen();
            running = answer;
        }
        try {
            engine.threads().start(() -> work(call, orphan, answer));
            return NativeThreads.await(answer, this::cancel);
        } catch (ProblemException e) {
            requireOpen();
            if (e.problem().kind() == Problem.Kind.INTERNAL) {
                LOG.atError().setCause(e).log("the query engine failed");
                replaceBroken(e.problem());
            }
            throw e;
        } catch (RejectedExecutionException e) {
            returned();
            throw e;
        }
    }

    private <T> void work(Callable<T> call, Consumer<T> orphan, CompletableFuture<T> answer) {
        try {
            T value = call.call();
            if (returned()) {
                orphan.accept(value);
            }
            answer.complete(value);
        } catch (Exception | Error e) {
            returned();
            answer.completeExceptionally(e);
        }
        settle();
    }

    /// The native call is over.
    ///
    /// @return whether its caller has gone
    private synchronized boolean returned() {
        running = null;
        return leftAlone;
    }

    /// Does what had to wait for the call.
    private void settle() {
        List<Runnable> left;
        synchronized (this) {
            left = List.copyOf(afterwards);
            afterwards.clear();
        }
        NativeThreads.closeAll(left);
    }

    /// Lets the caller go if the engine still does not.
    private synchronized void leaveAlone() {
        if (running != null) {
            leftAlone = true;
            running.completeExceptionally(ended(state));
        }
    }

    /// Closes something that a native call may be using, as soon as none does.
    void whenIdle(Runnable closing) {
        synchronized (this) {
            if (running != null) {
                afterwards.add(closing);
                return;
            }
        }
        closing.run();
    }

    private void replaceBroken(Problem problem) {
        if (problem.code().equals(EngineProblems.BROKEN)) {
            engine.replace(instance);
        }
    }

    @Override
    public void cancel() {
        end(State.ENDED);
    }

    /// Closes the connection and gives the place back, once.
    void free() {
        deadline.cancel(false);
        columns.end(() -> ended(State.ENDED));
        whenIdle(() -> columns.whenIdle(this::freeNow));
    }

    private void freeNow() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            if (patience != null) {
                patience.cancel(false);
            }
        }
        try {
            closeConnection();
        } finally {
            engine.forget(scans);
            engine.freePlace();
        }
    }

    private void end(State how) {
        synchronized (this) {
            if (state != State.OPEN) {
                return;
            }
            state = how;
        }
        columns.end(() -> ended(how));
        // Closing waits for a statement that is being planned, and nobody may wait for it here.
        Thread.ofVirtual().name("sluice-query-end").start(this::closeEnded);
        synchronized (this) {
            if (state != State.CLOSED) {
                patience = engine.after(END_WAIT_MAX, this::leaveAlone);
            }
        }
    }

    private void closeEnded() {
        try {
            closeConnection();
        } catch (ProblemException e) {
            LOG.atWarn().setCause(e).log("the connection of an ended query could not be closed");
        }
    }

    private synchronized void requireOpen() {
        switch (state) {
            case OPEN -> {}
            case ENDED, OUT_OF_TIME -> throw ended(state);
            case CLOSED -> throw new IllegalStateException("the query was closed");
        }
    }

    private static ProblemException ended(State how) {
        return DuckDbEngine.ended(how == State.OUT_OF_TIME);
    }

    private synchronized DuckDBConnection connection() throws SQLException {
        requireOpen();
        if (connection == null) {
            connection = instance.connect();
        }
        return connection;
    }

    private void closeConnection() {
        DuckDBConnection open;
        synchronized (this) {
            open = connection;
        }
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw EngineProblems.of(e.getMessage(), e);
            }
        }
    }
}
