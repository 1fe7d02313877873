// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands on what the objects of an [ObjectLog] hold, one after another, and checks that no position
/// is missing. Each waits for the one after it, which may say that it is void.
final class ObjectReplay implements LogObjects.Reader {
    private final LogPosition from;
    private final Consumer<LoggedBatch> sink;
    private final List<Stored> read = new ArrayList<>();
    private @Nullable LogObject waiting;
    private long waitingNumber;

    /// The position after the last batch that was handed on.
    private long expected;

    /// An object that is there.
    ///
    /// @param last the position of its last batch, or of the last one before it
    /// @param begins whether it begins a tenure
    /// @param isVoid whether it counts for nothing
    record Stored(long number, long last, boolean begins, boolean isVoid) {}

    /// @param from what is not after it is left out
    ObjectReplay(LogPosition from, Consumer<LoggedBatch> sink) {
        this.from = from;
        this.sink = sink;
    }

    @Override
    public void take(long number, LogObject object) throws IOException {
        // The one that it says so of may be gone, unlike the one before that.
        if (object.label().voidsPrevious() && waitingNumber == number - 1) {
            drop();
        } else {
            end();
        }
        waiting = object;
        waitingNumber = number;
    }

    /// There is nothing after what was taken last.
    void end() throws IOException {
        LogObject object = waiting;
        waiting = null;
        if (object == null) {
            return;
        }
        Frame frame = object.frame();
        requireNoneMissing(frame.firstPosition());
        try {
            frame.deliver(from, sink);
        } catch (IOException e) {
            throw LogObject.damaged(
                    LogObject.path(waitingNumber), String.valueOf(e.getMessage()), e);
        }
        expected = frame.nextPosition();
        read.add(new Stored(waitingNumber, expected - 1, object.label().begins(), false));
    }

    /// What was taken last counts for nothing.
    private void drop() {
        if (waiting != null) {
            read.add(new Stored(waitingNumber, expected - 1, false, true));
        }
        waiting = null;
    }

    /// The position of the batch that comes after everything that was taken.
    long nextPosition() {
        long next = waiting == null ? expected : waiting.frame().nextPosition();
        // Positions are not used again, even when everything up to `from` was trimmed.
        return Math.max(next, from.value() + 1);
    }

    /// What was read, as far as it was handed on or dropped.
    List<Stored> read() {
        return read;
    }

    /// Positions may be missing only where all of them are persisted.
    private void requireNoneMissing(long first) throws IOException {
        long missing = read.isEmpty() ? from.value() + 1 : expected;
        if (!read.isEmpty() && first < expected) {
            throw LogObject.damaged(
                    LogObject.path(waitingNumber), "it starts before the end of the one before it");
        }
        if (first > Math.max(missing, from.value() + 1)) {
            throw LogObject.damaged(
                    LogObject.path(waitingNumber),
                    "positions " + missing + " to " + (first - 1) + " are missing");
        }
    }
}
