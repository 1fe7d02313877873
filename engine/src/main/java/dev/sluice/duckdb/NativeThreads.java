// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Platform threads on which native calls run, as many as queries may run at once.
///
/// Not the callers' own: a native call holds a virtual thread's carrier, and parsing and planning
/// recurse deeper than a usual stack reaches.
final class NativeThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NativeThreads.class);

    /// Stack of a thread; the engine's parser stops at an expression depth that needs a fraction.
    private static final long STACK_BYTES = 16L << 20;

    private static final long IDLE_SECONDS = 60;

    private final ThreadPoolExecutor threads;

    /// @param name of each, before its number
    NativeThreads(String name, int count) {
        threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform()
                                .name(name, 0)
                                .daemon()
                                .stackSize(STACK_BYTES)
                                .factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Runs something soon. Callers hold one of the engine's places, for which they do one thing at
    /// a time here, so none waits for a thread.
    void start(Runnable task) {
        threads.execute(task);
    }

    /// Waits for what a call gives.
    ///
    /// @param onInterrupt ends the call early when the waiting thread is interrupted
    static <T> T await(Future<T> answer, Runnable onInterrupt) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                    onInterrupt.run();
                }
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Closes what had to wait for a call that is over.
    static void closeAll(List<Runnable> remains) {
        try {
            remains.forEach(Runnable::run);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("the remains of an ended query could not be closed");
        }
    }

    private static RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case ProblemException problem -> problem;
            case OutOfMemoryError _ ->
                    new ProblemException(
                            Problem.tooLarge(
                                    "query_memory", "the query needs more memory than there is"),
                            cause);
            case Error error -> throw error;
            default -> EngineProblems.of(cause.getMessage(), cause);
        };
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
