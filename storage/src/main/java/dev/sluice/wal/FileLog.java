// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.background.Threads;
import dev.sluice.model.Problem;
import dev.sluice.wal.LogReplay.ReadSegment;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log in a directory of its own, which no other process can open at the same time.
///
/// Callers encode their batches themselves and wait; one thread writes what has gathered meanwhile
/// as one frame and syncs once for all of them. When a write or sync fails, what it may have left
/// is taken away again before its callers are answered; while that cannot be done, every later
/// append is refused, and tries it anew. So the log goes on by itself once the disk does.
public final class FileLog implements WriteAheadLog {
    private static final Problem CLOSED =
            Problem.unavailable("log_closed", "the log is closed: the server is stopping");

    private final Path directory;
    private final LogFiles files;
    private final LogLimits limits;
    private final Closeable lock;
    private final CommitQueue queue;
    private final Thread committer = Thread.ofPlatform().name("sluice-log").unstarted(this::run);

    /// Guards the segments: the committer, [#rotate] and [#trim] take turns.
    private final ReentrantLock segmentLock = new ReentrantLock();

    private @Nullable SegmentWriter segments;

    private FileLog(Path directory, LogFiles files, LogLimits limits, Closeable lock) {
        this.directory = directory;
        this.files = files;
        this.limits = limits;
        this.lock = lock;
        this.queue = new CommitQueue(limits);
    }

    /// Opens the log of a directory, which is made where there is none. Call [#replay] next.
    ///
    /// @throws IOException when the directory cannot be used, or another process uses it
    public static FileLog open(Path directory, LogLimits limits) throws IOException {
        return open(directory, limits, new DiskLogFiles());
    }

    static FileLog open(Path directory, LogLimits limits, LogFiles files) throws IOException {
        files.createDirectories(directory);
        return new FileLog(directory, files, limits, files.lock(directory));
    }

    @Override
    public void replay(LogPosition from, Consumer<LoggedBatch> sink) throws IOException {
        segmentLock.lock();
        try {
            if (segments != null) {
                throw new IllegalStateException("the log is replayed once");
            }
            List<ReadSegment> read = LogReplay.run(files, directory, from, sink);
            long last = read.isEmpty() ? 0 : read.getLast().lastPosition();
            // Positions are not used again, even when everything up to `from` was trimmed.
            long next = Math.max(last, from.value()) + 1;
            segments = new SegmentWriter(files, directory, read, next);
        } finally {
            segmentLock.unlock();
        }
        committer.start();
    }

    @Override
    public LoggedBatch append(CheckedBatch batch) {
        if (!committer.isAlive()) {
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

    @Override
    public LogPosition rotate() throws IOException {
        segmentLock.lock();
        try {
            queue.requireOpen();
            SegmentWriter open = requireSegments();
            open.mend();
            open.rotate();
            return new LogPosition(open.next() - 1);
        } finally {
            segmentLock.unlock();
        }
    }

    @Override
    public void trim(LogPosition persisted) throws IOException {
        segmentLock.lock();
        try {
            requireSegments().trim(persisted.value());
        } finally {
            segmentLock.unlock();
        }
    }

    /// Writes what waits, takes away what a failed write may have left if that can be done, then
    /// closes. Further calls do nothing.
    @Override
    public void close() {
        queue.close(CLOSED);
        Threads.join(committer);
        segmentLock.lock();
        try {
            if (segments != null) {
                taken(segments);
                closeQuietly(segments::close);
            }
            closeQuietly(lock);
        } finally {
            segmentLock.unlock();
        }
    }

    /// Every acknowledged batch is synced: nothing depends on how the files close.
    private static void closeQuietly(Closeable file) {
        try {
            file.close();
        } catch (IOException _) {
            // The next is closed all the same.
        }
    }

    private SegmentWriter requireSegments() {
        if (segments == null) {
            throw new IllegalStateException("the log is not replayed yet");
        }
        return segments;
    }

    private void run() {
        List<PendingBatch> group = queue.take();
        while (!group.isEmpty()) {
            commit(group);
            group = queue.take();
        }
    }

    /// Writes and syncs a group, and tells its callers.
    private void commit(List<PendingBatch> group) {
        long first;
        Problem refusal;
        segmentLock.lock();
        try {
            SegmentWriter open = requireSegments();
            first = open.next();
            refusal = write(open, group);
        } finally {
            segmentLock.unlock();
        }
        for (int i = 0; i < group.size(); i++) {
            if (refusal == null) {
                group.get(i).succeed(first + i);
            } else {
                group.get(i).fail(refusal);
            }
        }
    }

    /// Whatever goes wrong, callers wait for an answer.
    ///
    /// @return null when the group is lasting
    private static @Nullable Problem write(SegmentWriter open, List<PendingBatch> group) {
        try {
            open.mend();
        } catch (Throwable e) {
            return failed(e);
        }
        try {
            open.append(group.stream().map(PendingBatch::encoded).toList());
            return null;
        } catch (Throwable e) {
            return taken(open)
                    ? failed(e)
                    : new Problem(
                            Problem.Kind.OUTCOME_UNKNOWN,
                            "log_unknown",
                            "the log could not be written ("
                                    + e.getMessage()
                                    + "), and a restart may find this write stored or not; sending"
                                    + " it again does no harm");
        }
    }

    /// Whether what a failed write may have left is gone.
    private static boolean taken(SegmentWriter open) {
        try {
            open.mend();
            return true;
        } catch (Throwable _) {
            return false;
        }
    }

    private static Problem failed(Throwable e) {
        return Problem.unavailable(
                "log_failed",
                "the log could not be written ("
                        + e.getMessage()
                        + "); nothing of this write is stored, please try again later");
    }
}
