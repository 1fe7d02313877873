// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.BufferedScan;
import dev.sluice.query.SqlEngine;
import dev.sluice.query.sql.Identifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;

/// The engine: one DuckDB in memory, without a catalog, with its configuration locked.
///
/// A query gets a connection of its own, since closing it is the one way to end a running query,
/// and a place; there are as many places as native threads. Every setting that could reach outside
/// is off: user SQL never arrives here as text, so these are the second wall, not the first.
///
/// Safe for many threads. Close it after the last stream.
public final class DuckDbEngine implements SqlEngine, AutoCloseable {
    private final DuckDbSettings settings;
    private final BufferAllocator allocator = new RootAllocator();
    private final BufferedRowsFunction bufferedRows = new BufferedRowsFunction();
    private final Semaphore places;
    private final NativeThreads threads;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("sluice-query-timer").daemon().factory());
    private final DuckDBConnection root;

    private DuckDbEngine(DuckDbSettings settings, DuckDBConnection root) {
        this.settings = settings;
        this.root = root;
        this.places = new Semaphore(settings.queriesMax(), true);
        this.threads = new NativeThreads(settings.queriesMax());
    }

    /// Starts the engine.
    ///
    /// @throws IOException when the temporary directory cannot be made
    /// @throws IllegalStateException when the library does not start
    public static DuckDbEngine start(DuckDbSettings settings) throws IOException {
        Files.createDirectories(settings.temporaryDirectory());
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try {
            DuckDbEngine engine =
                    new DuckDbEngine(
                            settings,
                            DuckDBConnection.newConnection("jdbc:duckdb:", false, "", properties));
            engine.configure();
            return engine;
        } catch (SQLException e) {
            throw new IllegalStateException("the query engine did not start", e);
        }
    }

    @Override
    public Session begin(Duration timeLimit) {
        Duration wait =
                timeLimit.compareTo(settings.queueWaitMax()) < 0
                        ? timeLimit
                        : settings.queueWaitMax();
        long start = System.nanoTime();
        try {
            if (!places.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw Problem.busy(
                                "query_concurrency",
                                "too many concurrent queries (limit: "
                                        + settings.queriesMax()
                                        + ")")
                        .asException();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("query_cancelled", "the query was cancelled").asException();
        }
        return new DuckDbSession(this, timeLimit.minusNanos(System.nanoTime() - start));
    }

    /// Bytes of results that are held at the moment.
    public long resultBytes() {
        return allocator.getAllocatedMemory();
    }

    /// Queries that could start at once.
    public int freePlaces() {
        return places.availablePermits();
    }

    /// Scans of buffered rows that running queries hold.
    int registeredScans() {
        return bufferedRows.registered();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        threads.close();
        try {
            root.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the query engine did not stop", e);
        } finally {
            allocator.close();
        }
    }

    NativeThreads threads() {
        return threads;
    }

    DuckDBConnection connect() throws SQLException {
        return root.duplicate();
    }

    BufferAllocator newAllocator() {
        return allocator.newChildAllocator("query", 0, Long.MAX_VALUE);
    }

    Future<?> atDeadline(Duration remaining, Runnable action) {
        return timer.schedule(action, Math.max(0, remaining.toNanos()), TimeUnit.NANOSECONDS);
    }

    void register(List<BufferedScan> scans) {
        scans.forEach(bufferedRows::register);
    }

    void forget(List<BufferedScan> scans) {
        scans.forEach(bufferedRows::forget);
    }

    void freePlace() {
        places.release();
    }

    private void configure() throws SQLException {
        try (Statement statement = root.createStatement()) {
            for (String setting : limits()) {
                statement.execute(setting);
            }
            for (String macro : DialectMacros.STATEMENTS) {
                statement.execute(macro);
            }
            bufferedRows.install(root);
            statement.execute("SET GLOBAL enable_external_access = false");
            statement.execute("SET GLOBAL lock_configuration = true");
        }
    }

    private List<String> limits() {
        List<String> result = new ArrayList<>();
        result.add("SET GLOBAL memory_limit = '" + settings.memoryBytesMax() + "B'");
        result.add("SET GLOBAL threads = " + settings.threads());
        result.add("SET GLOBAL temp_directory = " + text(settings.temporaryDirectory()));
        result.add(
                "SET GLOBAL allowed_directories = ["
                        + text(settings.dataDirectory())
                        + ", "
                        + text(settings.temporaryDirectory())
                        + "]");
        result.addAll(
                List.of(
                        "SET GLOBAL autoinstall_known_extensions = false",
                        "SET GLOBAL autoload_known_extensions = false",
                        "SET GLOBAL allow_community_extensions = false",
                        "SET GLOBAL preserve_identifier_case = 'lowercase'",
                        "SET GLOBAL integer_division = true",
                        "SET GLOBAL default_null_order = 'nulls_last_on_asc_first_on_desc'",
                        "SET GLOBAL TimeZone = 'UTC'",
                        "SET GLOBAL errors_as_json = true",
                        "SET GLOBAL parquet_metadata_cache = true"));
        return result;
    }

    private static String text(Path directory) {
        return Identifiers.quotedText(directory.toAbsolutePath() + "/");
    }

    /// The problem of a query that was ended from outside.
    static ProblemException ended(boolean atDeadline) {
        return atDeadline
                ? Problem.unavailable("query_deadline", "the query ran out of time").asException()
                : Problem.unavailable("query_cancelled", "the query was cancelled").asException();
    }
}
