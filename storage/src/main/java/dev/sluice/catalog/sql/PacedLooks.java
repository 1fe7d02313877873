// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.background.SharedWork;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at the store out of turn, for requests that would be refused by what is known. Whoever
/// asks while nobody may look waits and shares the next look, so that a flood of such requests is a
/// few questions for the store, and none is refused without one. After a look that failed, all fail
/// for a while with it, and none waits for a connection. Safe for many threads.
final class PacedLooks {
    /// How many looks there are in a second at most, however many requests.
    static final int PER_SECOND_MAX = 100;

    /// How long a failure stands for the next ones.
    static final Duration FAILURE_WHILE = Duration.ofSeconds(1);

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos() / PER_SECOND_MAX;

    private final Supplier<CatalogSnapshot> look;
    private final SharedWork<CatalogSnapshot> shared = new SharedWork<>(this::paced);

    /// Of the shared work alone.
    private long lastNanos = System.nanoTime() - PAUSE_NANOS;

    private @Nullable ProblemException failure;

    /// @param look asks the store
    PacedLooks(Supplier<CatalogSnapshot> look) {
        this.look = look;
    }

    /// What a look finds that begins after the call.
    ///
    /// @throws ProblemException *unavailable* when the store cannot be asked, or could not a moment
    ///   ago
    CatalogSnapshot newest() {
        return shared.await();
    }

    private CatalogSnapshot paced() {
        ProblemException failed = failure;
        if (failed != null && sinceLastNanos() < FAILURE_WHILE.toNanos()) {
            throw new ProblemException(failed.problem(), failed);
        }
        while (sinceLastNanos() < PAUSE_NANOS && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE_NANOS - sinceLastNanos());
        }
        failure = null;
        try {
            return look.get();
        } catch (ProblemException e) {
            failure = e;
            throw e;
        } finally {
            lastNanos = System.nanoTime();
        }
    }

    private long sinceLastNanos() {
        return System.nanoTime() - lastNanos;
    }
}
