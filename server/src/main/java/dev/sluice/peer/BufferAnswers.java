// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import dev.sluice.buffer.Buffer;
import dev.sluice.buffer.BufferChange;
import dev.sluice.buffer.BufferHeld;
import dev.sluice.catalog.CatalogView;
import java.util.UUID;

/// Answers other processes that want the rows of the buffer here. Safe for many threads.
public final class BufferAnswers {
    /// How long one answer is, unless one batch alone is longer; the rest is asked for again.
    static final long ANSWER_BYTES_MAX = 8L << 20;

    private final UUID process;
    private final Buffer buffer;
    private final CatalogView catalog;
    private final long answerBytesMax;

    /// @param buffer whose rows are told
    /// @param catalog has every file that rows went into which the buffer let go
    /// @param process whose buffer it is, by its opening of the catalog: what was copied from an
    ///   earlier one is of no use
    public BufferAnswers(Buffer buffer, CatalogView catalog, UUID process) {
        this(buffer, catalog, process, ANSWER_BYTES_MAX);
    }

    BufferAnswers(Buffer buffer, CatalogView catalog, UUID process, long answerBytesMax) {
        this.process = process;
        this.buffer = buffer;
        this.catalog = catalog;
        this.answerBytesMax = answerBytesMax;
    }

    /// What a copy of a table's rows lacks, or a part of it, as bytes.
    ///
    /// @param held the words of [HeldWords]
    /// @throws dev.sluice.model.ProblemException *invalid* when those say nothing
    public byte[] since(long tableId, String held) {
        HeldWords copy = HeldWords.read(held);
        BufferChange change =
                buffer.since(
                        tableId, copy.process().equals(process) ? copy.held() : BufferHeld.NOTHING);
        // After the rows: whatever they no longer have is in files of this version.
        long version = catalog.snapshot().version();
        return RowsAnswer.of(process, version, change, answerBytesMax).encode();
    }
}
