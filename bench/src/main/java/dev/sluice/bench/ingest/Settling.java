// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Waits until a database has done what it has to do.
///
/// @param store the database
/// @param process its process
/// @param quiet how long it must have used less than a tenth of a processor
public record Settling(Store store, ProcessFigures process, Duration quiet) {
    /// What a load is waited for with.
    public static final Duration SHORT = Duration.ofSeconds(2);

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final double QUIET_SHARE = 0.1;

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /// When a process had gone quiet, and what it had used by then.
    public record Settled(long nanos, double cpuSeconds) {}

    /// Waits until it is quiet and says that it has settled.
    ///
    /// @throws IllegalStateException when that takes too long
    public Settled await() throws IOException, InterruptedException {
        return await(store::isSettled);
    }

    /// Waits until it is quiet, when only that counts.
    ///
    /// @throws IllegalStateException when that takes too long
    public void awaitQuiet() throws IOException, InterruptedException {
        await(() -> true);
    }

    private Settled await(Condition condition) throws IOException, InterruptedException {
        int quietLooks = (int) quiet.dividedBy(LOOK_EVERY);
        double quietSeconds = QUIET_SHARE * quiet.toMillis() / 1e3;
        long start = System.nanoTime();
        Deque<Settled> looks = new ArrayDeque<>();
        while (System.nanoTime() - start < Duration.ofSeconds(Store.PATIENCE_SECONDS).toNanos()) {
            looks.add(new Settled(System.nanoTime(), process.cpuSeconds()));
            if (looks.size() > quietLooks) {
                Settled first = looks.removeFirst();
                boolean still = looks.getLast().cpuSeconds - first.cpuSeconds < quietSeconds;
                if (still && condition.holds()) {
                    return first;
                }
            }
            Thread.sleep(LOOK_EVERY);
        }
        throw new IllegalStateException(
                "%s had not settled after %d seconds"
                        .formatted(store.process().launch().name(), Store.PATIENCE_SECONDS));
    }
}
