// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LoggedBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds logged rows in memory until they are in files. Safe for many threads; every method is
/// short.
///
/// Rows are live, then frozen, then released. There is one frozen part at most, so that a persister
/// that failed goes on with the same rows.
public final class Buffer implements BufferSource {
    private static final Comparator<BufferedRows> OLDEST_FIRST =
            Comparator.comparing(BufferedRows::position);

    private Map<Long, List<BufferedRows>> live = new HashMap<>();
    private long liveBytes;
    private @Nullable FrozenRows frozen;

    /// An empty buffer.
    public Buffer() {}

    /// Makes the rows of a batch visible. Batches may come in any order; their positions decide.
    public synchronized void add(LoggedBatch logged) {
        for (CheckedTable table : logged.batch().tables()) {
            live.computeIfAbsent(table.tableId(), _ -> new ArrayList<>())
                    .add(new BufferedRows(logged.position(), table.rows(), true));
            liveBytes += table.rows().sizeBytes();
        }
    }

    @Override
    public synchronized List<BufferedRows> snapshot(long tableId) {
        List<BufferedRows> rows = new ArrayList<>();
        if (frozen != null) {
            rows.addAll(frozen.tables().getOrDefault(tableId, List.of()));
        }
        List<BufferedRows> fresh = new ArrayList<>(live.getOrDefault(tableId, List.of()));
        fresh.sort(OLDEST_FIRST);
        rows.addAll(fresh);
        return List.copyOf(rows);
    }

    /// About how much memory all rows take, live and frozen ones.
    public synchronized long sizeBytes() {
        return liveBytes + (frozen == null ? 0 : frozen.sizeBytes());
    }

    /// About how much memory the live rows take.
    public synchronized long liveBytes() {
        return liveBytes;
    }

    /// Sets the live rows apart for the persister; they stay visible.
    ///
    /// @throws IllegalStateException while earlier frozen rows are not released
    public synchronized FrozenRows freeze() {
        if (frozen != null) {
            throw new IllegalStateException("frozen rows are not released yet");
        }
        Map<Long, List<BufferedRows>> tables = new HashMap<>();
        live.forEach((tableId, rows) -> tables.put(tableId, sorted(rows)));
        FrozenRows made = new FrozenRows(tables, liveBytes);
        frozen = made;
        live = new HashMap<>();
        liveBytes = 0;
        return made;
    }

    /// Forgets frozen rows, after the catalog has their files.
    ///
    /// @throws IllegalStateException when they are not what is frozen now
    public synchronized void release(FrozenRows persisted) {
        if (!persisted.equals(frozen)) {
            throw new IllegalStateException("these rows are not frozen");
        }
        frozen = null;
    }

    private static List<BufferedRows> sorted(List<BufferedRows> rows) {
        rows.sort(OLDEST_FIRST);
        return List.copyOf(rows);
    }
}
