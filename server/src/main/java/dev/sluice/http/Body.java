// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.model.Problem;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The bytes of a body, in one growing array that counts against [BodyMemory] until it is closed.
/// It grows as bytes arrive: on the word of a header alone nothing is allocated, and never more
/// than four times of what has arrived, or five where a body that is over has left its array. Safe
/// for the thread that fills it and the one that closes it.
final class Body implements AutoCloseable {
    private static final int START_BYTES = 16 * 1024;

    /// Once this part of what was announced is here, room is made for all of it.
    private static final int ANNOUNCED_PART = 4;

    private final BodyMemory memory;
    private final long bytesMax;
    private final long bytesAnnounced;
    private byte[] bytes = new byte[0];
    private int size;
    private boolean closed;

    /// @param bytesMax its limit, less than 2 GB
    Body(BodyMemory memory, long bytesMax) {
        this(memory, bytesMax, 0);
    }

    /// The same with what its sender says of it.
    ///
    /// @param bytesAnnounced how many bytes there shall be; 0 or less when nobody knows
    Body(BodyMemory memory, long bytesMax, long bytesAnnounced) {
        this.memory = memory;
        this.bytesAnnounced = bytesAnnounced;
        this.bytesMax = Math.min(bytesMax, Integer.MAX_VALUE - 8);
    }

    /// Appends what `data` still holds; does nothing once closed.
    ///
    /// @throws dev.sluice.model.ProblemException *too large* or *busy*; then nothing was appended
    synchronized void append(ByteBuf data) {
        int count = data.readableBytes();
        if (!closed) {
            reserve(count);
            data.readBytes(bytes, size, count);
            size += count;
        }
    }

    /// Appends the first `count` bytes of `data`; else as above.
    synchronized void append(byte[] data, int count) {
        if (!closed) {
            reserve(count);
            System.arraycopy(data, 0, bytes, size, count);
            size += count;
        }
    }

    /// The array; valid up to [#size], and not to be changed.
    synchronized byte[] array() {
        return bytes;
    }

    synchronized int size() {
        return size;
    }

    /// Closes it, and leaves its array to bodies to come.
    ///
    /// Only for whoever knows that nobody looks at the array any more, and keeps no part of it.
    synchronized void closeForReuse() {
        if (!closed) {
            byte[] spare = bytes;
            close();
            memory.spares().give(spare);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            memory.give(bytes.length);
            bytes = new byte[0];
            size = 0;
        }
    }

    static Problem tooLarge(long bytesMax) {
        return Problem.tooLarge(
                "request_too_large", "max request size (" + bytesMax + " bytes) exceeded");
    }

    private void reserve(int more) {
        long needed = (long) size + more;
        if (needed > bytesMax) {
            throw tooLarge(bytesMax).asException();
        }
        if (needed > bytes.length) {
            int capacity = (int) Math.min(bytesMax, Math.max(needed, wanted(needed)));
            grow(capacity);
        }
    }

    private void grow(int capacity) {
        byte[] spare = memory.spares().take(capacity);
        int length = spare == null ? capacity : spare.length;
        long more = length - (long) bytes.length;
        memory.take(more, length);
        if (spare == null) {
            bytes = copied(length, more);
        } else {
            System.arraycopy(bytes, 0, spare, 0, size);
            bytes = spare;
        }
    }

    /// Where the heap is full for the moment, nothing is taken.
    private byte[] copied(int length, long more) {
        try {
            return Arrays.copyOf(bytes, length);
        } catch (OutOfMemoryError full) {
            memory.give(more);
            throw full;
        }
    }

    /// Without the jump to what was announced, a large body would be copied over and over.
    private long wanted(long needed) {
        return needed >= bytesAnnounced / ANNOUNCED_PART && needed <= bytesAnnounced
                ? bytesAnnounced
                : Math.max(START_BYTES, bytes.length * 2L);
    }
}
