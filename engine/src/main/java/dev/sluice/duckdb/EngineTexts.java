// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.batch.ByteWords;
import dev.sluice.batch.ColumnData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The values of tags as the engine has texts: 16 bytes, which are the length and either the text,
/// where it has at most 12 bytes, or its first four and where it is. The long ones are copied for
/// the engine, once a batch, and stay until this is closed. Safe for many threads.
final class EngineTexts implements AutoCloseable {
    /// So long a text stands beside its length.
    private static final int INLINE_BYTES_MAX = 12;

    private static final int PREFIX_BYTES = 4;

    private final Map<ColumnData, long[]> ofTags = new ConcurrentHashMap<>();
    private @Nullable Arena arena;

    /// The texts of a tag, two words a tag set, 0 where it has none.
    long[] of(ColumnData tag) {
        return ofTags.computeIfAbsent(tag, this::made);
    }

    private long[] made(ColumnData tag) {
        long[] texts = new long[2 * tag.rowCount()];
        byte[] bytes = tag.textBytes();
        MemorySegment copied = null;
        for (int tagSet = 0; tagSet < tag.rowCount(); tagSet++) {
            if (tag.isNull(tagSet)) {
                continue;
            }
            int start = tag.textStart(tagSet);
            int length = tag.textEnd(tagSet) - start;
            int end = start + length;
            long prefix = ByteWords.few(bytes, start, Math.min(end, start + PREFIX_BYTES));
            texts[2 * tagSet] = (prefix << Integer.SIZE) | length;
            if (length > INLINE_BYTES_MAX) {
                copied = copied == null ? copy(bytes, tag.textLength()) : copied;
                texts[2 * tagSet + 1] = copied.address() + start;
            } else if (length > PREFIX_BYTES) {
                texts[2 * tagSet + 1] = ByteWords.few(bytes, start + PREFIX_BYTES, end);
            }
        }
        return texts;
    }

    @SuppressWarnings("MustBeClosedChecker") // Closed with this.
    private synchronized MemorySegment copy(byte[] bytes, int length) {
        Arena memory = arena;
        if (memory == null) {
            memory = Arena.ofShared();
            arena = memory;
        }
        MemorySegment copy = memory.allocate(length);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, copy, 0, length);
        return copy;
    }

    /// Frees the copies. The engine has to be done with them.
    @Override
    public synchronized void close() {
        if (arena != null) {
            arena.close();
            arena = null;
        }
    }
}
