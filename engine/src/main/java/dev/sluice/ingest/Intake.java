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
import java.util.function.LongSupplier;
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
    private final WaitingRoom waitingRoom;
    private final FlushPace pace;

    /// Writers share it from before the log until after the buffer; a cut holds it alone. So no
    /// batch is on one side of the cut in the log and on the other in the buffer.
    private final ReentrantReadWriteLock step = new ReentrantReadWriteLock();

    private final ReentrantLock flushLock = new ReentrantLock();
    private final Condition flushDue = flushLock.newCondition();
    private boolean flushAsked;
    private boolean flushWaitsEnded;

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
        this(log, buffer, limits, guard, System::nanoTime);
    }

    /// The same, with a clock of which only differences count.
    Intake(
            WriteAheadLog log,
            Buffer buffer,
            IngestLimits limits,
            RoomGuard guard,
            LongSupplier nanoClock) {
        this.log = log;
        this.buffer = buffer;
        this.limits = limits;
        this.guard = guard;
        this.waitingRoom = new WaitingRoom(limits.roomWait(), limits.roomWaitersMax());
        this.pace = new FlushPace(nanoClock);
    }

    /// Waits for room, and refuses a write that cannot be taken, before work is spent on it.
    /// Whoever has waited may add one batch, however large it is.
    ///
    /// @throws dev.sluice.model.ProblemException *busy* when the buffer stays full, when too many
    ///   wait for it, or where the guard says so
    void awaitRoom() {
        guard.requireRoom();
        if (buffer.sizeBytes() > limits.bufferBytesMax()) {
            askToFlush();
            if (!waitingRoom.await(this::hasRoom)) {
                throw full().asException();
            }
            guard.requireRoom();
        }
    }

    private boolean hasRoom() {
        return buffer.sizeBytes() <= limits.bufferBytesMax();
    }

    private Problem full() {
        return Problem.busy(
                "buffer_full",
                "rows that are not in files yet take "
                        + buffer.sizeBytes()
                        + " bytes (limit: "
                        + limits.bufferBytesMax()
                        + ", setting: sluice.ingest.bufferBytesMax), please try again later",
                pace.untilRoom(buffer.liveBytes()));
    }

    /// How many bytes of live rows are persisted at once.
    long flushBytes() {
        return limits.flushBytes();
    }

    /// How many writes wait for room.
    int waiting() {
        return waitingRoom.waiting();
    }

    /// Makes a batch lasting and then visible. Comes after [#awaitRoom].
    ///
    /// @throws dev.sluice.model.ProblemException *busy* or *unavailable* when it is not stored for
    ///   certain
    void accept(CheckedBatch batch) {
        guard.requireRoom();
        step.readLock().lock();
        try (Buffer.Coming coming = buffer.begin()) {
            coming.add(log.append(batch));
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

    /// An attempt to persist rows begins.
    void begin(Cut cut) {
        pace.begin(cut.rows().sizeBytes());
    }

    /// An attempt failed, and another one comes in a while.
    void failed() {
        pace.fail(limits.retryInterval());
    }

    /// Lets go of rows that the catalog has in files.
    void release(Cut persisted) {
        buffer.release(persisted.rows());
        pace.end();
        waitingRoom.tell();
        try {
            log.trim(persisted.through());
        } catch (IOException | OutOfMemoryError e) {
            // The next release trims these segments too.
            LOGGER.atWarn().setCause(e).log("the log could not be trimmed");
        }
    }

    /// Waits until rows should be persisted, at most for the usual interval.
    ///
    /// @return false after [#endFlushWaits]
    boolean awaitFlushDue() {
        return await(limits.flushInterval(), true);
    }

    /// Waits, after an attempt that failed, until another one may be made, whoever asks for it.
    ///
    /// @return false after [#endFlushWaits]
    boolean awaitRetry() {
        return await(limits.retryInterval(), false);
    }

    private boolean await(Duration interval, boolean askable) {
        flushLock.lock();
        try {
            long left = interval.toNanos();
            while (!(flushAsked && askable) && !flushWaitsEnded && left > 0) {
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
