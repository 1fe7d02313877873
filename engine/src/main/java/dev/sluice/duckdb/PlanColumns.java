// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryPlan;
import dev.sluice.query.ResultStream;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the columns of plans for one session, whose own connection and thread are busy with the
/// query: on others, which are there only meanwhile. The engine executes nothing for it, since the
/// plan runs with `LIMIT 0`.
///
/// One thread asks at a time; any may [#end] it.
final class PlanColumns {
    private static final Logger LOG = LoggerFactory.getLogger(PlanColumns.class);

    private final DuckDbEngine engine;
    private final DuckDbInstance instance;
    private final Runnable onInterrupt;
    private final List<Runnable> afterwards = new ArrayList<>();
    private @Nullable CompletableFuture<ResultStream> asked;
    private @Nullable DuckDBConnection connection;
    private @Nullable Supplier<ProblemException> ended;

    /// @param onInterrupt is done when the thread that asks is interrupted, and [#end]s this
    PlanColumns(DuckDbEngine engine, DuckDbInstance instance, Runnable onInterrupt) {
        this.engine = engine;
        this.instance = instance;
        this.onInterrupt = onInterrupt;
    }

    /// A stream of no rows with the columns that the plan's own stream has. It lives on when this
    /// has ended.
    ///
    /// @throws ProblemException when the engine cannot plan it, or this has ended
    ResultStream of(QueryPlan plan) {
        CompletableFuture<ResultStream> answer = new CompletableFuture<>();
        synchronized (this) {
            requireOpen();
            if (asked != null) {
                throw new IllegalStateException("the columns are being asked for already");
            }
            asked = answer;
        }
        start(plan, answer);
        return NativeThreads.await(answer, onInterrupt);
    }

    private void start(QueryPlan plan, CompletableFuture<ResultStream> answer) {
        try {
            engine.columnThreads().start(() -> work(plan, answer));
        } catch (RejectedExecutionException e) {
            settle();
            throw e;
        }
    }

    /// Tells nothing any more.
    ///
    /// @param why what whoever asks gets
    void end(Supplier<ProblemException> why) {
        CompletableFuture<?> waiting;
        DuckDBConnection open;
        synchronized (this) {
            ended = ended == null ? why : ended;
            waiting = asked;
            open = connection;
        }
        if (waiting != null) {
            waiting.completeExceptionally(why.get());
        }
        if (open != null) {
            // Closing waits for the planning, and nobody may wait for it here.
            Thread.ofVirtual().name("sluice-columns-end").start(() -> close(open));
        }
    }

    /// Does something that must wait for a native call of this, as soon as there is none.
    void whenIdle(Runnable action) {
        synchronized (this) {
            if (asked != null) {
                afterwards.add(action);
                return;
            }
        }
        action.run();
    }

    private void work(QueryPlan plan, CompletableFuture<ResultStream> answer) {
        ResultStream told;
        try {
            told = told(plan);
        } catch (Exception | Error e) {
            settle();
            answer.completeExceptionally(e);
            return;
        }
        settle();
        if (!answer.complete(told)) {
            told.close();
        }
    }

    /// The native call is over.
    private void settle() {
        List<Runnable> left;
        synchronized (this) {
            asked = null;
            connection = null;
            left = List.copyOf(afterwards);
            afterwards.clear();
        }
        NativeThreads.closeAll(left);
    }

    private ResultStream told(QueryPlan plan) throws SQLException, IOException {
        try (DuckDBConnection own = connect();
                PreparedStatement statement = own.prepareStatement(withoutRows(own, plan.sql()));
                BufferAllocator allocator = engine.newAllocator();
                ArrowReader reader = read(statement, allocator)) {
            Schema columns = reader.getVectorSchemaRoot().getSchema();
            return new NoRows(DuckDbResultStream.schema(columns, plan), engine.newAllocator());
        }
    }

    private static String withoutRows(DuckDBConnection own, String sql) throws SQLException {
        try (PreparedStatement whole = own.prepareStatement(sql)) {
            return ResultTypes.withoutRows(sql, whole.getMetaData());
        }
    }

    private static ArrowReader read(PreparedStatement statement, BufferAllocator allocator)
            throws SQLException {
        DuckDBResultSet result = statement.executeQuery().unwrap(DuckDBResultSet.class);
        return (ArrowReader) result.arrowExportStream(allocator, 1);
    }

    private DuckDBConnection connect() throws SQLException {
        DuckDBConnection open = instance.connect();
        try {
            synchronized (this) {
                requireOpen();
                connection = open;
            }
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private synchronized void requireOpen() {
        if (ended != null) {
            throw ended.get();
        }
    }

    private static void close(DuckDBConnection open) {
        try {
            open.close();
        } catch (SQLException e) {
            LOG.atWarn().setCause(e).log("the connection of an ended query could not be closed");
        }
    }
}
