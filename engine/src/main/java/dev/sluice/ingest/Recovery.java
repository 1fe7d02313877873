// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.buffer.Buffer;
import dev.sluice.catalog.Catalog;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;

/// Brings the buffer back to what it held when the last process ended.
public final class Recovery {
    private Recovery() {}

    /// Replays the batches that are in no file yet. Comes before the first write, and opens the log
    /// for it.
    ///
    /// @throws IOException when the log is damaged or cannot be read
    public static void run(Catalog catalog, WriteAheadLog log, Buffer buffer) throws IOException {
        log.replay(catalog.snapshot().persistedThrough(), buffer::add);
    }
}
