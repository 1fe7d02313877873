// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import dev.sluice.background.SharedWork;
import dev.sluice.buffer.BufferCopy;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// The copy of one table's rows. Safe for many threads.
final class TableCopy {
    /// How long a query waits for the rows, however many answers they come in.
    static final Duration WAIT_MAX = Duration.ofSeconds(30);

    /// What a table without rows takes, too.
    private static final long EMPTY_BYTES = 512;

    private final long tableId;
    private final Ingester ingester;
    private final RemoteBuffer.Followed catalog;
    private final long bytesMax;
    private final SharedWork<List<BufferedRows>> work = new SharedWork<>(this::fetch);

    /// Of the work alone.
    private UUID process = HeldWords.NOTHING.process();

    private BufferCopy rows = new BufferCopy();
    private volatile long sizeBytes = EMPTY_BYTES;

    TableCopy(long tableId, Ingester ingester, RemoteBuffer.Followed catalog, long bytesMax) {
        this.tableId = tableId;
        this.ingester = ingester;
        this.catalog = catalog;
        this.bytesMax = bytesMax;
    }

    /// The rows as they are now or later, in a catalog that is as new.
    List<BufferedRows> upToDate() {
        return work.await();
    }

    /// About how much memory it takes.
    long sizeBytes() {
        return sizeBytes;
    }

    private List<BufferedRows> fetch() {
        long begun = System.nanoTime();
        while (true) {
            RowsAnswer answer = ingester.ask(tableId, new HeldWords(process, rows.held()));
            take(answer);
            if (answer.whole()) {
                catalog.reach(answer.process(), answer.catalogVersion());
                List<BufferedRows> now = rows.snapshot();
                sizeBytes = EMPTY_BYTES + rows.sizeBytes();
                return now;
            }
            if (System.nanoTime() - begun > WAIT_MAX.toNanos()) {
                throw Ingester.unavailable(
                        "its rows of this table did not come within "
                                + WAIT_MAX.toSeconds()
                                + " seconds",
                        null);
            }
        }
    }

    private void take(RowsAnswer answer) {
        if (!answer.process().equals(process)) {
            forget();
            process = answer.process();
        }
        boolean changes =
                answer.change().frozen().first() != rows.held().frozen()
                        || !answer.change().frozen().rows().isEmpty()
                        || !answer.change().live().rows().isEmpty();
        try {
            rows.take(answer.change());
        } catch (IllegalArgumentException strange) {
            forget();
            throw Ingester.unavailable(String.valueOf(strange.getMessage()), strange);
        }
        if (changes) {
            sizeBytes = EMPTY_BYTES + rows.sizeBytes();
        }
        if (sizeBytes > bytesMax) {
            forget();
            throw Problem.unavailable(
                            "buffer_too_large",
                            "the rows of this table that are not in files yet take more memory than"
                                    + " this server may use for them ("
                                    + bytesMax
                                    + " bytes); ask again when they are in files")
                    .asException();
        }
    }

    private void forget() {
        process = HeldWords.NOTHING.process();
        rows = new BufferCopy();
        sizeBytes = EMPTY_BYTES;
    }
}
