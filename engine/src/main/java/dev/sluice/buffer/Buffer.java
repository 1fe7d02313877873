// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Holds logged rows in memory until they are in files. Safe for many threads; every method is
/// short, and writers of different tables do not wait for each other.
///
/// Rows are live, then frozen, then released. There is one frozen part at most, so that a persister
/// that failed goes on with the same rows.
public final class Buffer implements BufferSource {
    private final Map<Long, TableBuffer> tables = new ConcurrentHashMap<>();

    /// Shared by who adds or looks, held alone by who freezes or releases.
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /// Held by who puts batches together for those who read: one at a time, so that it takes no
    /// more memory than for one.
    private final ReentrantLock joining = new ReentrantLock();

    private final Arriving arriving = new Arriving();
    private final AtomicLong liveBytes = new AtomicLong();

    private @Nullable FrozenRows frozen;

    /// Of the live rows.
    private long generation = 1;

    private final IntFunction<SeriesTimes> newTimes;

    /// An empty buffer.
    public Buffer() {
        this(SeriesTimes::new);
    }

    /// @param newTimes makes room for the times of about so many series
    Buffer(IntFunction<SeriesTimes> newTimes) {
        this.newTimes = newTimes;
    }

    /// Makes the rows of a batch visible that is behind all that have come and that may come.
    public void add(LoggedBatch logged) {
        try (Coming coming = begin()) {
            coming.add(logged);
        }
    }

    /// A batch is going to be stored, and get its position in the log, which is behind that of all
    /// that have come by now.
    public Coming begin() {
        return new Coming();
    }

    /// A batch that may come, until it is closed.
    public final class Coming implements AutoCloseable {
        private final LogPosition since = arriving.begin();

        private Coming() {}

        /// Makes the rows of the batch visible. Batches may come in any order; their positions
        /// decide.
        public void add(LoggedBatch logged) {
            lock.readLock().lock();
            try {
                LogPosition settled = arriving.settled();
                for (CheckedTable table : logged.batch().tables()) {
                    TableBuffer rows =
                            tables.computeIfAbsent(table.tableId(), _ -> new TableBuffer());
                    liveBytes.addAndGet(rows.add(logged.position(), table.rows(), settled));
                }
            } finally {
                lock.readLock().unlock();
            }
            arriving.come(logged.position());
        }

        @Override
        public void close() {
            arriving.end(since);
        }
    }

    @Override
    public List<BufferedRows> snapshot(long tableId) {
        lock.readLock().lock();
        boolean joins = joining.tryLock();
        try {
            TableBuffer rows = tables.get(tableId);
            return rows == null
                    ? List.of()
                    : rows.snapshot(arriving.settled(), joins, liveBytes::addAndGet);
        } finally {
            if (joins) {
                joining.unlock();
            }
            lock.readLock().unlock();
        }
    }

    /// What a copy of a table's rows lacks.
    ///
    /// @param held what the copy has of this very buffer
    public BufferChange since(long tableId, BufferHeld held) {
        lock.readLock().lock();
        try {
            TableBuffer rows = tables.get(tableId);
            LogPosition settled = arriving.settled();
            return rows == null
                    ? BufferChange.nothing(generation)
                    : rows.since(generation, held, settled);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// About how much memory all rows take, live and frozen ones.
    public long sizeBytes() {
        lock.readLock().lock();
        try {
            return liveBytes.get() + (frozen == null ? 0 : frozen.sizeBytes());
        } finally {
            lock.readLock().unlock();
        }
    }

    /// About how much memory the live rows take.
    public long liveBytes() {
        return liveBytes.get();
    }

    /// Sets the live rows apart for the persister; they stay visible. Where there is no memory for
    /// that, everything is as before.
    ///
    /// @throws IllegalStateException while earlier frozen rows are not released
    public FrozenRows freeze() {
        lock.writeLock().lock();
        try {
            if (frozen != null) {
                throw new IllegalStateException("frozen rows are not released yet");
            }
            Map<Long, List<BufferedRows>> rows = new HashMap<>();
            List<TableBuffer.Freeze> prepared = new ArrayList<>();
            tables.forEach((tableId, table) -> {
                TableBuffer.Freeze freeze = table.prepareFreeze(newTimes);
                prepared.add(freeze);
                rows.put(tableId, freeze.rows());
            });
            FrozenRows made = new FrozenRows(rows, liveBytes.get());
            // From here on nothing takes memory, not even an iterator.
            for (int i = 0; i < prepared.size(); i++) {
                prepared.get(i).make();
            }
            liveBytes.set(0);
            frozen = made;
            generation++;
            return made;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Forgets frozen rows, after the catalog has their files.
    ///
    /// @throws IllegalStateException when they are not what is frozen now
    public void release(FrozenRows persisted) {
        lock.writeLock().lock();
        try {
            if (!persisted.equals(frozen)) {
                throw new IllegalStateException("these rows are not frozen");
            }
            tables.values().removeIf(TableBuffer::release);
            frozen = null;
        } finally {
            lock.writeLock().unlock();
        }
    }
}
