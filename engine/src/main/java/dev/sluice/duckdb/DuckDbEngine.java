// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.background.Deadlines;
import dev.sluice.files.PrivateFiles;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.BufferedScan;
import dev.sluice.query.SqlEngine;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/// The engine: one DuckDB in memory, without a catalog, with its configuration locked.
///
/// A query gets a connection of its own, since closing it is the one way to end a running query,
/// and a place; there are as many places as native threads. Every setting that could reach outside
/// is off: user SQL never arrives here as text, so these are the second wall, not the first.
///
/// Should DuckDB give up after a mistake of its own, a new instance takes its place.
///
/// Safe for many threads. Close it after the last stream.
public final class DuckDbEngine implements SqlEngine, AutoCloseable {
    /// What the names of all files begin with that the library spills into.
    private static final String SPILLED = "duckdb_temp_";

    private final DuckDbSettings settings;
    private final BufferAllocator allocator = new RootAllocator();
    private final BufferedRowsFunction bufferedRows = new BufferedRowsFunction();
    private final Semaphore places;
    private final NativeThreads threads;
    private final NativeThreads columnThreads;
    private final Deadlines deadlines = new Deadlines("sluice-query-timer");
    private volatile DuckDbInstance instance;

    private DuckDbEngine(DuckDbSettings settings) {
        this.settings = settings;
        this.instance = DuckDbInstance.open(settings, bufferedRows);
        this.places = new Semaphore(settings.queriesMax(), true);
        this.threads = new NativeThreads("sluice-query-", settings.queriesMax());
        this.columnThreads = new NativeThreads("sluice-columns-", settings.queriesMax());
    }

    /// Starts the engine, and removes what one before has spilled that was killed: else that stays
    /// until a query spills again, which on a disk that it has filled may be never.
    ///
    /// @throws IOException when the temporary directory cannot be made or emptied
    /// @throws IllegalStateException when the library does not start
    public static DuckDbEngine start(DuckDbSettings settings) throws IOException {
        PrivateFiles.makeDirectory(settings.temporaryDirectory());
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(settings.temporaryDirectory(), SPILLED + "*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
        return new DuckDbEngine(settings);
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

    /// Deadlines that are not over.
    long deadlines() {
        return deadlines.pending();
    }

    /// Scans of buffered rows that running queries hold.
    int registeredScans() {
        return bufferedRows.registered();
    }

    @Override
    public void close() {
        deadlines.close();
        threads.close();
        columnThreads.close();
        try {
            instance.close();
        } finally {
            allocator.close();
        }
    }

    /// The instance for a new query.
    DuckDbInstance instance() {
        return instance;
    }

    /// Puts a new instance in the place of one that has given up; queries that run on the old one
    /// end by themselves.
    synchronized void replace(DuckDbInstance broken) {
        if (instance == broken) {
            instance = DuckDbInstance.open(settings, bufferedRows);
            broken.close();
        }
    }

    NativeThreads threads() {
        return threads;
    }

    /// Those that tell the columns of what the others run.
    NativeThreads columnThreads() {
        return columnThreads;
    }

    BufferAllocator newAllocator() {
        return allocator.newChildAllocator("query", 0, Long.MAX_VALUE);
    }

    /// Does something after a while, on the one thread for such: it must not wait.
    Future<?> after(Duration wait, Runnable action) {
        return deadlines.after(wait, action);
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

    /// The problem of a query that was ended from outside.
    static ProblemException ended(boolean atDeadline) {
        return atDeadline
                ? SqlEngine.outOfTime()
                : Problem.unavailable("query_cancelled", "the query was cancelled").asException();
    }
}
