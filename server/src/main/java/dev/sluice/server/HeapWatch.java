// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.lang.ref.Reference;
import java.util.function.LongConsumer;

/// Tells when the heap is full and stays so.
///
/// A thread that once gets no memory is outlived: what it did fails, what it held is free again.
/// Where nothing becomes free, though, collections take all the time there is, hardly anybody is
/// answered, and a process that lives on all the same keeps whoever would start it anew from doing
/// so. Which of the two it is, is told by taking memory: a piece, every other second; and once
/// there has been none, a fiftieth of the heap, until that is to be had, or has not been for too
/// long.
final class HeapWatch {
    /// What a request takes at least, with its buffers; less than half of the smallest region of
    /// the collector, so that it needs no regions of its own.
    static final int PIECE_BYTES = 256 << 10;

    /// How many looks in a row have to find nothing.
    static final int LOOKS_IN_VAIN_MAX = 10;

    private static final long PAUSE_MILLIS = 2000;

    /// How long that takes, where collections take no time.
    static final long SECONDS = LOOKS_IN_VAIN_MAX * PAUSE_MILLIS / 1000;

    /// What part of the heap is room enough: that many of it.
    private static final int ROOM = 50;

    private final LongConsumer memory;
    private final long roomBytes;
    private final Runnable full;
    private int looksInVain;

    /// @param heapBytesMax how much there is
    /// @param full called once, by a thread of its own, when there has been no memory for
    ///   [#SECONDS] and more; it may need none
    HeapWatch(long heapBytesMax, Runnable full) {
        this(HeapWatch::take, heapBytesMax, full);
    }

    /// @param memory takes so many bytes and lets go of them, or throws an [OutOfMemoryError]
    HeapWatch(LongConsumer memory, long heapBytesMax, Runnable full) {
        this.memory = memory;
        this.roomBytes = Math.max(PIECE_BYTES, heapBytesMax / ROOM);
        this.full = full;
    }

    private static void take(long bytes) {
        byte[][] pieces = new byte[Math.toIntExact(Math.ceilDiv(bytes, PIECE_BYTES))][];
        try {
            for (int i = 0; i < pieces.length; i++) {
                pieces[i] = new byte[PIECE_BYTES];
            }
        } finally {
            // Without it compilers may leave out what nobody looks at.
            Reference.reachabilityFence(pieces);
        }
    }

    /// Looks every other second, as long as the process lives.
    void start() {
        Thread _ = Thread.ofPlatform().name("sluice-heap").daemon().start(this::watch);
    }

    private void watch() {
        boolean ended = false;
        while (!ended) {
            try {
                ended = look();
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                ended = true;
            } catch (OutOfMemoryError _) {
                // Whoever sleeps should need none; the next look tells.
            }
        }
    }

    /// Takes memory and lets go of it.
    ///
    /// @return whether that was the last time, because there has been none for so long
    boolean look() {
        try {
            memory.accept(looksInVain == 0 ? PIECE_BYTES : roomBytes);
            looksInVain = 0;
        } catch (OutOfMemoryError _) {
            looksInVain++;
        }
        if (looksInVain < LOOKS_IN_VAIN_MAX) {
            return false;
        }
        full.run();
        return true;
    }
}
