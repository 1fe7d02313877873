// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.buffer.Buffer;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LoggedBatch;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.util.function.Consumer;

/// Brings the buffer back to what it held when the last process ended.
public final class Recovery {
    private Recovery() {}

    /// Replays the batches that are in no file yet. Comes before the first write, and opens the log
    /// for it.
    ///
    /// The catalog may have been restored from a snapshot that is older than the log. Rows of
    /// tables that it does not know are let go with the next files; until then, and as long as they
    /// are in the log, no new table gets the identifier of one.
    ///
    /// @throws IOException when the log is damaged or cannot be read
    /// @throws dev.sluice.model.ProblemException *unavailable* when the catalog fails
    public static void run(Catalog catalog, WriteAheadLog log, Buffer buffer) throws IOException {
        Replay replay = new Replay(buffer);
        log.replay(catalog.snapshot().persistedThrough(), replay);
        var _ = catalog.commit(new CatalogChange.PassIdentifier(replay.highestId)).require();
    }

    /// Puts batches into the buffer.
    private static final class Replay implements Consumer<LoggedBatch> {
        private final Buffer buffer;
        private long highestId;

        Replay(Buffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public void accept(LoggedBatch logged) {
            CheckedBatch batch = logged.batch();
            highestId = Math.max(highestId, batch.databaseId());
            for (CheckedTable table : batch.tables()) {
                highestId = Math.max(highestId, table.tableId());
            }
            buffer.add(logged);
        }
    }
}
