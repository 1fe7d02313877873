// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.background.Threads;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.List;

/// One commit for all who wait: callers encode their batches themselves and wait, one thread
/// commits what has gathered meanwhile.
final class GroupCommit {
    private static final Problem CLOSED =
            Problem.unavailable("log_closed", "the log is closed: the server is stopping");

    private final LogLimits limits;
    private final Committer committer;
    private final Duration pace;
    private final CommitQueue queue;
    private final Thread thread = Thread.ofPlatform().name("sluice-log").unstarted(this::run);

    /// Makes groups lasting.
    @FunctionalInterface
    interface Committer {
        /// Makes a group lasting, as a whole or not at all; one call after another.
        ///
        /// @return the position of its first batch; those of the others follow
        /// @throws dev.sluice.model.ProblemException what all callers of the group are told
        long commit(List<PendingBatch> group);
    }

    /// @param pace how long from the beginning of one commit to that of the next, at least, unless
    ///   more waits than a group may have
    GroupCommit(LogLimits limits, Duration pace, Committer committer) {
        this.limits = limits;
        this.pace = pace;
        this.committer = committer;
        this.queue = new CommitQueue(limits);
    }

    /// Takes batches from now on.
    void start() {
        thread.start();
    }

    /// Makes a batch lasting.
    ///
    /// @throws dev.sluice.model.ProblemException *too large* or *busy* by the limits; the reason of
    ///   [#refuse] after it; what the committer throws
    LoggedBatch append(CheckedBatch batch) {
        if (!thread.isAlive()) {
            queue.requireOpen();
            throw new IllegalStateException("the log is not replayed yet");
        }
        long size = BatchCodec.sizeOf(batch);
        if (size > limits.batchBytesMax()) {
            throw Problem.tooLarge(
                            "log_batch_too_large",
                            "the write takes "
                                    + size
                                    + " bytes in the log (limit: "
                                    + limits.batchBytesMax()
                                    + "): send fewer lines at once")
                    .asException();
        }
        queue.reserve(size);
        try {
            PendingBatch pending = new PendingBatch(BatchCodec.encode(batch));
            queue.add(pending);
            return new LoggedBatch(pending.await(), batch);
        } finally {
            queue.release(size);
        }
    }

    /// Throws when nothing is taken any more.
    void requireOpen() {
        queue.requireOpen();
    }

    /// Takes no more batches. What waits is committed, or fails as the committer says.
    void refuse(Problem reason) {
        queue.close(reason);
    }

    /// Commits what waits, and ends. Further calls do nothing.
    void close() {
        queue.close(CLOSED);
        Threads.join(thread);
    }

    private void run() {
        List<PendingBatch> group = queue.take(0);
        while (!group.isEmpty()) {
            long begun = System.nanoTime();
            commit(group);
            group = queue.take(pace.toNanos() - (System.nanoTime() - begun));
        }
    }

    /// Whatever goes wrong, callers wait for an answer.
    private void commit(List<PendingBatch> group) {
        long first;
        try {
            first = committer.commit(group);
        } catch (ProblemException e) {
            group.forEach(batch -> batch.fail(e));
            return;
        } catch (RuntimeException | Error e) {
            ProblemException failed = new ProblemException(failed(e), e);
            group.forEach(batch -> batch.fail(failed));
            return;
        }
        for (int i = 0; i < group.size(); i++) {
            group.get(i).succeed(first + i);
        }
    }

    /// What callers are told of whom nothing is stored.
    static Problem failed(Throwable cause) {
        return Problem.unavailable(
                "log_failed",
                "the log could not be written ("
                        + cause.getMessage()
                        + "); nothing of this write is stored, please try again later");
    }

    /// What callers are told where nobody knows.
    static Problem unknown(String reason) {
        return new Problem(
                Problem.Kind.OUTCOME_UNKNOWN,
                "log_unknown",
                "the log could not be written ("
                        + reason
                        + "), and a restart may find this write stored or not; sending"
                        + " it again does no harm");
    }
}
