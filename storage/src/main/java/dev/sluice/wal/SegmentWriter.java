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
final class SegmentWriter {
    private final LogFiles files;
    private final Path directory;
    private final Deque<ReadSegment> closed = new ArrayDeque<>();
    private Segment current;
    private LogFiles.SegmentFile file;

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

    /// Writes batches as one frame and syncs it; their positions start at [#next].
    void append(List<byte[]> batches) throws IOException {
        file.write(Frame.encode(next, batches));
        file.sync();
        next += batches.size();
    }

    /// Starts a new segment, unless the current one is empty.
    void rotate() throws IOException {
        if (current.firstPosition() == next) {
            return;
        }
        Segment segment = Segment.of(directory, next);
        LogFiles.SegmentFile started = start(segment);
        LogFiles.SegmentFile finished = file;
        closed.add(new ReadSegment(current, next - 1));
        current = segment;
        file = started;
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
