// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The texts of a dictionary, by number.
final class TextEntries {
    /// Each behind its length.
    private final byte[] bytes;

    /// Where each starts, and behind the last one where one more would.
    private final int[] starts;

    private TextEntries(byte[] bytes, int[] starts) {
        this.bytes = bytes;
        this.starts = starts;
    }

    /// @param dictionary as PLAIN
    /// @throws UnfamiliarFileException when it ends early
    static TextEntries of(byte @Nullable [] dictionary) throws UnfamiliarFileException {
        byte[] bytes = dictionary == null ? new byte[0] : dictionary;
        ByteBuffer lengths = ChunkContent.littleEndian(bytes);
        int[] starts = new int[16];
        int count = 0;
        int position = 0;
        while (position < bytes.length) {
            if (bytes.length - position < Integer.BYTES
                    || lengths.getInt(position) < 0
                    || lengths.getInt(position) > bytes.length - position - Integer.BYTES) {
                throw new UnfamiliarFileException("a dictionary ends early");
            }
            if (count + 1 == starts.length) {
                starts = Arrays.copyOf(starts, starts.length * 2);
            }
            starts[count++] = position + Integer.BYTES;
            position += Integer.BYTES + lengths.getInt(position);
        }
        starts[count] = position + Integer.BYTES;
        return new TextEntries(bytes, Arrays.copyOf(starts, count + 1));
    }

    /// Not to be changed.
    byte[] bytes() {
        return bytes;
    }

    int start(int number) {
        return starts[number];
    }

    int length(int number) {
        return starts[number + 1] - Integer.BYTES - starts[number];
    }
}
