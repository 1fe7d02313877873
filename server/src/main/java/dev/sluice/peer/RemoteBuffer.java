// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import dev.sluice.buffer.BufferSource;
import dev.sluice.buffer.BufferedRows;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The rows that another process has in its buffer. What was fetched of a table is kept, and only
/// what is new since is fetched; queries that want the same table at the same time share that.
/// Copies that nobody used for the longest time go when all are too large, and are fetched again.
/// Safe for many threads.
public final class RemoteBuffer implements BufferSource {
    private final Ingester ingester;
    private final Followed catalog;
    private final long copiesBytesMax;

    /// The one that was used last comes last.
    private final Map<Long, TableCopy> copies = new LinkedHashMap<>(16, 0.75f, true);

    /// The catalog beside the rows.
    @FunctionalInterface
    public interface Followed {
        /// Makes it at least as new as a version.
        ///
        /// @param process by its opening of the catalog
        /// @throws dev.sluice.model.ProblemException *unavailable* when it is not, or when the
        ///   process that told of it has not got the catalog
        void reach(UUID process, long version);
    }

    /// @param ingester whom to ask
    /// @param catalog is made as new as what it answers
    /// @param copiesBytesMax about how much memory all copies may take; one table that has more
    ///   cannot be queried
    public RemoteBuffer(Ingester ingester, Followed catalog, long copiesBytesMax) {
        this.ingester = ingester;
        this.catalog = catalog;
        this.copiesBytesMax = copiesBytesMax;
    }

    @Override
    public List<BufferedRows> snapshot(long tableId) {
        List<BufferedRows> rows = copy(tableId).upToDate();
        makeRoom();
        return rows;
    }

    private synchronized TableCopy copy(long tableId) {
        return copies.computeIfAbsent(
                tableId, id -> new TableCopy(id, ingester, catalog, copiesBytesMax));
    }

    private synchronized void makeRoom() {
        long bytes = 0;
        for (TableCopy copy : copies.values()) {
            bytes += copy.sizeBytes();
        }
        Iterator<TableCopy> oldest = copies.values().iterator();
        while (bytes > copiesBytesMax && oldest.hasNext()) {
            bytes -= oldest.next().sizeBytes();
            oldest.remove();
        }
    }

    /// About how much memory the copies take, in bytes.
    synchronized long sizeBytes() {
        return copies.values().stream().mapToLong(TableCopy::sizeBytes).sum();
    }
}
