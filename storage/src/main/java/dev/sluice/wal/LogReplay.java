// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.wal.LogFiles.SegmentContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the segments of a log from the first to the last, checks that no position is missing, cuts
/// a torn end off, and makes the last frame lasting: the process that wrote it may have ended
/// before its sync, or after one that failed.
final class LogReplay {
    private static final int SCAN_BYTES = 1024 * 1024;

    /// What can be done where the log is damaged. A segment alone is missed by those after it,
    /// unless everything in it is persisted.
    private static final String BRING_BACK =
            "bring the log's files back from a copy; without one, move this segment and every later"
                    + " one out of the directory, which loses the points in them that are in no"
                    + " data file yet";

    private static final String OTHER_VERSION =
            "start the version of the server that wrote it and stop it, which puts the points into"
                    + " data files";

    private final LogFiles files;
    private final LogPosition from;
    private final Consumer<LoggedBatch> sink;
    private final Consumer<LogLoss> losses;
    private final List<ReadSegment> read = new ArrayList<>();

    /// The position that the next batch must have.
    private long expected;

    /// Where the frame that was read last begins in its segment.
    private long lastFrameAt;

    /// A segment and what was found in it.
    ///
    /// @param segment which
    /// @param lastPosition the last position in it, or one less than the first when it is empty
    record ReadSegment(Segment segment, long lastPosition) {}

    private LogReplay(
            LogFiles files,
            LogPosition from,
            Consumer<LoggedBatch> sink,
            Consumer<LogLoss> losses) {
        this.files = files;
        this.from = from;
        this.sink = sink;
        this.losses = losses;
    }

    /// Hands every batch after `from` to `sink`.
    ///
    /// @param losses is told what is not there any more, before anything is cut off or removed
    /// @return the segments, oldest first
    /// @throws IOException for damage; the message names the segment
    static List<ReadSegment> run(
            LogFiles files,
            Path directory,
            LogPosition from,
            Consumer<LoggedBatch> sink,
            Consumer<LogLoss> losses)
            throws IOException {
        LogReplay replay = new LogReplay(files, from, sink, losses);
        List<Segment> filled = new ArrayList<>();
        List<Segment> empty = new ArrayList<>();
        for (Segment segment : Segment.list(files, directory)) {
            (replay.sizeOf(segment) > 0 ? filled : empty).add(segment);
        }
        for (int i = 0; i < filled.size(); i++) {
            replay.readSegment(filled.get(i), i == filled.size() - 1);
        }
        replay.remove(empty);
        return replay.read;
    }

    /// Removes segments without a byte: a server makes one when it starts, and one is left when the
    /// directory could not be synced after it was made, and the segment before it was gone on with.
    private void remove(List<Segment> empty) throws IOException {
        for (Segment segment : empty) {
            long next = Math.max(expected, from.value() + 1);
            if (segment.firstPosition() > next) {
                losses.accept(
                        new LogLoss.MissingPositions(
                                segment.path(), next, segment.firstPosition() - 1));
            }
            files.delete(segment.path());
        }
    }

    private long sizeOf(Segment segment) throws IOException {
        try (SegmentContent file = files.read(segment.path())) {
            return file.size();
        }
    }

    private void readSegment(Segment segment, boolean last) throws IOException {
        requireNoneMissing(segment);
        expected = segment.firstPosition();
        long sound;
        try (SegmentContent file = files.read(segment.path())) {
            long size = file.size();
            sound = readFrames(file, segment);
            if (sound < size) {
                requireTorn(file, segment, sound, last);
                losses.accept(new LogLoss.CutEnd(segment.path(), sound, size - sound));
            }
        }
        if (last) {
            files.cut(segment.path(), sound);
            files.renew(segment.path(), lastFrameAt);
        }
        read.add(new ReadSegment(segment, expected - 1));
    }

    /// Only the end of the last segment can be unfinished; anything else must not be cut off.
    private static void requireTorn(SegmentContent file, Segment segment, long sound, boolean last)
            throws IOException {
        int version = Frame.otherVersionAt(file, sound, file.size());
        if (version != 0) {
            throw damaged(
                    segment,
                    "the record at byte "
                            + sound
                            + " has version "
                            + version
                            + ", this server reads "
                            + Frame.VERSION,
                    OTHER_VERSION,
                    null);
        }
        long reach = Math.max(1, Frame.sizeAt(file, sound, file.size()));
        if (!last || hasFrameAfter(file, sound + reach)) {
            throw damaged(segment, "the record at byte " + sound + " is not whole");
        }
    }

    /// Positions may be missing between segments only where all of them are persisted.
    private void requireNoneMissing(Segment segment) throws IOException {
        long first = segment.firstPosition();
        if (!read.isEmpty() && first < expected) {
            throw damaged(segment, "it starts before the end of the segment before it");
        }
        boolean follows = !read.isEmpty() && first == expected;
        if (!follows && first > from.value() + 1) {
            long missing = read.isEmpty() ? from.value() + 1 : expected;
            throw damaged(segment, "positions " + missing + " to " + (first - 1) + " are missing");
        }
    }

    /// Reads frames until one is not sound.
    ///
    /// @return how many bytes are sound
    private long readFrames(SegmentContent file, Segment segment) throws IOException {
        long size = file.size();
        long at = 0;
        lastFrameAt = 0;
        Frame frame = Frame.read(file, at, size);
        while (frame != null) {
            if (frame.firstPosition() != expected) {
                throw damaged(
                        segment,
                        "position "
                                + frame.firstPosition()
                                + " stands where "
                                + expected
                                + " should");
            }
            deliver(frame, segment);
            lastFrameAt = at;
            at += frame.sizeBytes();
            frame = Frame.read(file, at, size);
        }
        return at;
    }

    private void deliver(Frame frame, Segment segment) throws IOException {
        try {
            frame.deliver(from, sink);
        } catch (IOException e) {
            throw damaged(segment, String.valueOf(e.getMessage()), BRING_BACK, e.getCause());
        }
        expected = frame.nextPosition();
    }

    private static boolean hasFrameAfter(SegmentContent file, long offset) throws IOException {
        long size = file.size();
        ByteBuffer window = ByteBuffer.allocate(SCAN_BYTES);
        for (long start = offset; start < size; start += SCAN_BYTES - Frame.HEADER_BYTES) {
            window.clear();
            while (window.hasRemaining() && file.read(window, start + window.position()) > 0) {
                // Reads on until the window is full or the file ends.
            }
            for (int i = 0; i + Frame.HEADER_BYTES <= window.position(); i++) {
                if (window.getInt(i) == Frame.MAGIC && Frame.read(file, start + i, size) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static IOException damaged(Segment segment, String what) {
        return damaged(segment, what, BRING_BACK, null);
    }

    private static IOException damaged(
            Segment segment, String what, String nextStep, @Nullable Throwable cause) {
        return new IOException(
                "log segment " + segment.path() + " is damaged: " + what + ": " + nextStep, cause);
    }
}
