// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.wal.LogReplay.ReadSegment;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log in a directory of its own, which no other process can open at the same time.
///
/// What has gathered is written as one frame and synced once for all who wait ([GroupCommit]). When
/// a write or sync fails, what it may have left is taken away again before its callers are
/// answered; while that cannot be done, every later append is refused, and tries it anew. So the
/// log goes on by itself once the disk does.
public final class FileLog implements WriteAheadLog {
    private final Path directory;
    private final LogFiles files;
    private final Closeable lock;
    private final Consumer<LogLoss> losses;
    private final GroupCommit commits;

    /// Guards the segments: the committer, [#rotate] and [#trim] take turns.
    private final ReentrantLock segmentLock = new ReentrantLock();

    private @Nullable SegmentWriter segments;

    private FileLog(
            Path directory,
            LogFiles files,
            LogLimits limits,
            Closeable lock,
            Consumer<LogLoss> losses) {
        this.directory = directory;
        this.files = files;
        this.lock = lock;
        this.losses = losses;
        this.commits = new GroupCommit(limits, Duration.ZERO, this::commit);
    }

    /// Opens the log of a directory, which is made where there is none. Call [#replay] next.
    ///
    /// @param losses is told what a replay goes on without
    /// @throws IOException when the directory cannot be used, or another process uses it
    public static FileLog open(Path directory, LogLimits limits, Consumer<LogLoss> losses)
            throws IOException {
        return open(directory, limits, new DiskLogFiles(), losses);
    }

    static FileLog open(Path directory, LogLimits limits, LogFiles files, Consumer<LogLoss> losses)
            throws IOException {
        files.createDirectories(directory);
        return new FileLog(directory, files, limits, files.lock(directory), losses);
    }

    @Override
    public void replay(LogPosition from, Consumer<LoggedBatch> sink) throws IOException {
        segmentLock.lock();
        try {
            if (segments != null) {
                throw new IllegalStateException("the log is replayed once");
            }
            List<ReadSegment> read = LogReplay.run(files, directory, from, sink, losses);
            long last = read.isEmpty() ? 0 : read.getLast().lastPosition();
            // Positions are not used again, even when everything up to `from` was trimmed.
            long next = Math.max(last, from.value()) + 1;
            segments = new SegmentWriter(files, directory, read, next);
        } finally {
            segmentLock.unlock();
        }
        commits.start();
    }

    @Override
    public LoggedBatch append(CheckedBatch batch) {
        return commits.append(batch);
    }

    @Override
    public LogPosition rotate() throws IOException {
        segmentLock.lock();
        try {
            commits.requireOpen();
            SegmentWriter open = requireSegments();
            // What is in a segment that is gone can still go to files, and is safe then.
            if (!open.isGone()) {
                open.mend();
                open.rotate();
            }
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
        commits.close();
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

    /// Writes and syncs a group.
    private long commit(List<PendingBatch> group) {
        segmentLock.lock();
        try {
            SegmentWriter open = requireSegments();
            long first = open.next();
            write(open, group);
            return first;
        } finally {
            segmentLock.unlock();
        }
    }

    private static void write(SegmentWriter open, List<PendingBatch> group) {
        try {
            open.mend();
        } catch (IOException | RuntimeException | Error e) {
            throw GroupCommit.failed(e).asException();
        }
        try {
            open.append(group.stream().map(PendingBatch::encoded).toList());
        } catch (IOException | RuntimeException | Error e) {
            throw (taken(open)
                            ? GroupCommit.failed(e)
                            : GroupCommit.unknown(String.valueOf(e.getMessage())))
                    .asException();
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
}
