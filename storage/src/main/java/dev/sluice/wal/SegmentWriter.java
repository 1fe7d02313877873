// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.wal.LogReplay.ReadSegment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The segments of an open log: one that is written, and closed ones before it. Not safe for
/// threads; its owner holds a lock.
///
/// After a failed write or sync nobody knows what the current segment has beyond its last synced
/// frame: nothing, half a frame, or a whole one, and the system may have dropped what it failed to
/// write, so that a second sync would tell of a success that is none. So such a segment is never
/// synced again as it is. It is cut back to the last synced frame first, and the cut made lasting;
/// what was refused is gone then, and what was acknowledged was lasting before.
///
/// A file that somebody has removed or moved away under a running server takes bytes and syncs as
/// ever, and no later process finds them. So what was synced counts where the segment is still
/// there by its name. Where it is not, nothing is taken until it is again; what was acknowledged
/// before is in memory, and can go to files ([#isGone]).
final class SegmentWriter {
    private final LogFiles files;
    private final Path directory;
    private final Deque<ReadSegment> closed = new ArrayDeque<>();
    private Segment current;
    private LogFiles.SegmentFile file;

    /// How many bytes the current segment has in frames that are synced.
    private long soundBytes;

    /// Whether the current segment may have something beyond [#soundBytes].
    private boolean doubtful;

    /// The position of the next batch.
    private long next;

    /// Starts a segment after those that were read.
    SegmentWriter(LogFiles files, Path directory, List<ReadSegment> read, long next)
            throws IOException {
        this.files = files;
        this.directory = directory;
        this.next = next;
        for (ReadSegment segment : read) {
            // One that was cut to nothing has this very name and is gone on with.
            if (segment.segment().firstPosition() != next) {
                closed.add(segment);
            }
        }
        this.current = Segment.of(directory, next);
        this.file = start(current);
    }

    /// The position of the next batch.
    long next() {
        return next;
    }

    /// Writes batches as one frame and syncs it; their positions start at [#next]. Where that
    /// fails, nothing can be done before [#mend].
    void append(List<byte[]> batches) throws IOException {
        requireSound();
        byte[] frame = Frame.encode(next, batches);
        doubtful = true;
        file.write(frame);
        file.sync();
        requireThere();
        doubtful = false;
        soundBytes += frame.length;
        next += batches.size();
    }

    /// Takes away what a failed [#append] may have left, so that no later process finds it. Does
    /// nothing where there is nothing in doubt.
    ///
    /// @throws IOException when that cannot be done now; it can be tried again
    void mend() throws IOException {
        if (!doubtful) {
            return;
        }
        requireThere();
        try {
            file.close();
        } catch (IOException _) {
            // Nothing that counts depends on how it closes, and it may be closed already.
        }
        files.cut(current.path(), soundBytes);
        file = files.open(current.path());
        doubtful = false;
    }

    /// Whether the current segment is not where it was made.
    boolean isGone() {
        return !files.isThere(current.path());
    }

    private void requireThere() throws IOException {
        if (isGone()) {
            throw new IOException(
                    "log segment "
                            + current.name()
                            + " was removed or moved away: bring it back, or start the server"
                            + " again");
        }
    }

    /// Starts a new segment, unless the current one is empty.
    void rotate() throws IOException {
        requireSound();
        if (current.firstPosition() == next) {
            return;
        }
        Segment segment = Segment.of(directory, next);
        LogFiles.SegmentFile started = start(segment);
        LogFiles.SegmentFile finished = file;
        closed.add(new ReadSegment(current, next - 1));
        current = segment;
        file = started;
        soundBytes = 0;
        finished.close();
    }

    /// Deletes the closed segments whose batches are all persisted.
    void trim(long persisted) throws IOException {
        boolean deleted = false;
        while (!closed.isEmpty() && closed.getFirst().lastPosition() <= persisted) {
            files.delete(closed.getFirst().segment().path());
            closed.removeFirst();
            deleted = true;
        }
        if (deleted) {
            files.syncDirectory(directory);
        }
    }

    void close() throws IOException {
        file.close();
    }

    private void requireSound() {
        if (doubtful) {
            throw new IllegalStateException("what failed was not taken away");
        }
    }

    private LogFiles.SegmentFile start(Segment segment) throws IOException {
        LogFiles.SegmentFile started = files.open(segment.path());
        try {
            files.syncDirectory(directory);
        } catch (IOException e) {
            started.close();
            throw e;
        }
        return started;
    }
}
