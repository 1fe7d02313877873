// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.buffer.Buffer;
import dev.sluice.buffer.FrozenRows;
import dev.sluice.model.Problem;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log and the buffer, kept in step: what is accepted is in both, and a [Cut] parts both at the
/// same position. Safe for many writers and one persister.
public final class Intake {
    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);

    private final WriteAheadLog log;
    private final Buffer buffer;
    private final IngestLimits limits;
    private final RoomGuard guard;

    /// Writers share it from before the log until after the buffer; a cut holds it alone. So no
    /// batch is on one side of the cut in the log and on the other in the buffer.
    private final ReentrantReadWriteLock step = new ReentrantReadWriteLock();

    private final ReentrantLock flushLock = new ReentrantLock();
    private final Condition flushDue = flushLock.newCondition();
    private boolean flushAsked;
    private boolean flushWaitsEnded;

    private volatile @Nullable Problem stopped;

    /// Rows to be persisted, and how far they reach.
    ///
    /// @param rows what to write to files
    /// @param through every unpersisted batch up to and with this position is in `rows`
    record Cut(FrozenRows rows, LogPosition through) {}

    /// @param log replayed already
    /// @param buffer holds what the replay gave
    /// @param limits when to refuse and when to persist
    public Intake(WriteAheadLog log, Buffer buffer, IngestLimits limits) {
        this(log, buffer, limits, RoomGuard.NONE);
    }

    /// The same, with one who knows of room elsewhere.
    ///
    /// @param guard asked before each write
    public Intake(WriteAheadLog log, Buffer buffer, IngestLimits limits, RoomGuard guard) {
        this.log = log;
        this.buffer = buffer;
        this.limits = limits;
        this.guard = guard;
    }

    /// Refuses a write that cannot be taken now, before work is spent on it.
    ///
    /// @throws dev.sluice.model.ProblemException *busy* at the buffer's limit, or where the guard
    ///   says so; *unavailable* after [#stop]
    void requireRoom() {
        Problem reason = stopped;
        if (reason != null) {
            throw reason.asException();
        }
        guard.requireRoom();
        long bytes = buffer.sizeBytes();
        if (bytes > limits.bufferBytesMax()) {
            askToFlush();
            throw Problem.busy(
                            "buffer_full",
                            "rows that are not in files yet take "
                                    + bytes
                                    + " bytes (limit: "
                                    + limits.bufferBytesMax()
                                    + ", setting: sluice.ingest.bufferBytesMax), please try again later")
                    .asException();
        }
    }

    /// Makes a batch lasting and then visible.
    ///
    /// @throws dev.sluice.model.ProblemException *busy* or *unavailable* when it is not stored for
    ///   certain
    void accept(CheckedBatch batch) {
        requireRoom();
        step.readLock().lock();
        try {
            buffer.add(log.append(batch));
        } finally {
            step.readLock().unlock();
        }
        if (buffer.liveBytes() >= limits.flushBytes()) {
            askToFlush();
        }
    }

    /// Parts what was accepted so far from what comes later.
    ///
    /// @throws IOException when the log cannot start a new segment; then nothing is parted
    Cut cut() throws IOException {
        step.writeLock().lock();
        try {
            LogPosition through = log.rotate();
            return new Cut(buffer.freeze(), through);
        } finally {
            step.writeLock().unlock();
        }
    }

    /// Lets go of rows that the catalog has in files.
    void release(Cut persisted) {
        buffer.release(persisted.rows());
        try {
            log.trim(persisted.through());
        } catch (IOException e) {
            // The next release trims these segments too.
            LOGGER.atWarn().setCause(e).log("the log could not be trimmed");
        }
    }

    /// Takes no more writes.
    void stop(Problem reason) {
        stopped = reason;
    }

    /// Waits until rows should be persisted, at most for `interval`.
    ///
    /// @return false after [#endFlushWaits]
    boolean awaitFlushDue(Duration interval) {
        flushLock.lock();
        try {
            long left = interval.toNanos();
            while (!flushAsked && !flushWaitsEnded && left > 0) {
                left = flushDue.awaitNanos(left);
            }
            flushAsked = false;
            return !flushWaitsEnded;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            flushLock.unlock();
        }
    }

    /// Ends the present and every further [#awaitFlushDue].
    void endFlushWaits() {
        flushLock.lock();
        try {
            flushWaitsEnded = true;
            flushDue.signal();
        } finally {
            flushLock.unlock();
        }
    }

    private void askToFlush() {
        flushLock.lock();
        try {
            flushAsked = true;
            flushDue.signal();
        } finally {
            flushLock.unlock();
        }
    }
}
