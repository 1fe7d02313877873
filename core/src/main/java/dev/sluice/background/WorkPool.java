// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Does pieces of work on several processors: the caller works too, and some helpers help when they
/// have nothing else to do. Safe for many callers; who finds all helpers busy works alone.
public final class WorkPool implements AutoCloseable {
    /// Without helpers.
    public static final WorkPool CALLER_ALONE = new WorkPool("none", 0);

    private final int helperCount;
    private final @Nullable ExecutorService helpers;

    /// @param name of the helpers' threads
    /// @param helperCount how many there are; may be 0
    public WorkPool(String name, int helperCount) {
        this.helperCount = helperCount;
        this.helpers =
                helperCount == 0
                        ? null
                        : Executors.newFixedThreadPool(
                                helperCount,
                                Thread.ofPlatform().name(name + "-", 1).daemon().factory());
    }

    /// A piece of work, by its number.
    ///
    /// @param <E> what it may throw
    @FunctionalInterface
    public interface Piece<E extends Exception> {
        /// Does the piece.
        void run(int number) throws E;
    }

    /// Does pieces 0 up to `count`, in any order, and returns when none is being done any more.
    ///
    /// @param piece called by several threads at once
    /// @throws E of the piece that failed first; pieces that were not begun by then are left out
    public <E extends Exception> void each(int count, Piece<E> piece) throws E {
        Job job = new Job(count, piece);
        invite(job, Math.min(helperCount, count - 1));
        job.run();
        job.awaitEnd();
        Throwable failure = job.failure.get();
        if (failure != null) {
            throw WorkPool.<E>thrown(failure);
        }
    }

    private void invite(Job job, int wanted) {
        ExecutorService all = helpers;
        if (all == null) {
            return;
        }
        try {
            for (int i = 0; i < wanted; i++) {
                all.execute(job);
            }
        } catch (RejectedExecutionException _) {
            // Closed: the caller works alone.
        }
    }

    /// What a piece throws is unchecked or declared.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (E) failure;
    }

    /// Lets helpers go when they have done what was begun.
    @Override
    public void close() {
        if (helpers != null) {
            helpers.shutdown();
        }
    }

    private static final class Job implements Runnable {
        private final int count;
        private final Piece<?> piece;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch left;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Job(int count, Piece<?> piece) {
            this.count = count;
            this.piece = piece;
            this.left = new CountDownLatch(count);
        }

        @Override
        public void run() {
            for (int number = next.getAndIncrement();
                    number < count;
                    number = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        piece.run(number);
                    }
                } catch (Throwable thrown) {
                    // Whatever it was, the caller waits for all pieces and throws it.
                    failure.compareAndSet(null, thrown);
                } finally {
                    left.countDown();
                }
            }
        }

        void awaitEnd() {
            boolean interrupted = false;
            while (left.getCount() > 0) {
                try {
                    left.await();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
