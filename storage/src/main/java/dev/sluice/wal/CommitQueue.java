// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.model.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The batches between their callers and the committer, bounded in bytes. Safe for many callers and
/// one committer.
final class CommitQueue {
    private final LogLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<PendingBatch> waiting = new ArrayDeque<>();

    /// Bytes of the batches that are being encoded, wait, or are being written.
    private long pendingBytes;

    /// Bytes of the batches that wait.
    private long waitingBytes;

    /// Why nothing is taken any more.
    private @Nullable Problem closed;

    CommitQueue(LogLimits limits) {
        this.limits = limits;
    }

    /// Sets room aside before a batch is encoded.
    ///
    /// @throws dev.sluice.model.ProblemException *busy* when there is none; the reason of [#close]
    ///   after it
    void reserve(long bytes) {
        lock.lock();
        try {
            requireOpen();
            if (pendingBytes + bytes > limits.pendingBytesMax()) {
                throw Problem.busy(
                                "log_busy",
                                "the log has "
                                        + pendingBytes
                                        + " bytes waiting (limit: "
                                        + limits.pendingBytesMax()
                                        + "), please try again later")
                        .asException();
            }
            pendingBytes += bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Gives room back.
    void release(long bytes) {
        lock.lock();
        try {
            pendingBytes -= bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Adds a batch whose room is reserved.
    void add(PendingBatch batch) {
        lock.lock();
        try {
            requireOpen();
            waiting.add(batch);
            waitingBytes += batch.encoded().length;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for batches and takes as many as one group may have, at least one.
    ///
    /// @param pauseNanos how long to let more batches come, unless there is a group of them before,
    ///   or the queue is closed
    /// @return none when the queue is closed and empty
    List<PendingBatch> take(long pauseNanos) {
        lock.lock();
        try {
            letMoreCome(pauseNanos);
            while (waiting.isEmpty() && closed == null) {
                changed.awaitUninterruptibly();
            }
            return group();
        } finally {
            lock.unlock();
        }
    }

    private List<PendingBatch> group() {
        List<PendingBatch> group = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty()
                && (group.isEmpty()
                        || bytes + waiting.getFirst().encoded().length <= limits.groupBytesMax())) {
            bytes += waiting.getFirst().encoded().length;
            group.add(waiting.removeFirst());
        }
        waitingBytes -= bytes;
        return group;
    }

    private void letMoreCome(long pauseNanos) {
        long left = pauseNanos;
        try {
            while (closed == null && left > 0 && waitingBytes < limits.groupBytesMax()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            // No committer gets one.
            Thread.currentThread().interrupt();
        }
    }

    /// Takes no more batches; those that wait can still be taken. The first reason stays.
    void close(Problem reason) {
        lock.lock();
        try {
            if (closed == null) {
                closed = reason;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Throws the reason of [#close] after it.
    void requireOpen() {
        lock.lock();
        try {
            if (closed != null) {
                throw closed.asException();
            }
        } finally {
            lock.unlock();
        }
    }
}
