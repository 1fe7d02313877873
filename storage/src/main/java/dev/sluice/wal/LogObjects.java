// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.SmallObjects;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// The objects of an [ObjectLog] in their store: many are read and removed at once, since each
/// takes its time, and what fails is tried again for a while.
final class LogObjects {
    /// Requests at the same time.
    private static final int AT_ONCE = 16;

    /// Bytes that are read before it is their turn.
    private static final long AHEAD_BYTES_MAX = 64L << 20;

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final SmallObjects store;

    LogObjects(SmallObjects store) {
        this.store = store;
    }

    /// An object that is there.
    ///
    /// @param number which
    /// @param listed how large and how old
    record Numbered(long number, ListedObject listed) {}

    /// What is to be done with an object.
    @FunctionalInterface
    interface Reader {
        /// Takes the next object.
        void take(long number, LogObject object) throws IOException;
    }

    /// What a store is asked.
    @FunctionalInterface
    interface Request<T> {
        /// Asks.
        T send() throws IOException;
    }

    /// Every object, by number.
    List<Numbered> list(Duration patience) throws IOException {
        List<Numbered> found = new ArrayList<>();
        for (ListedObject listed :
                patiently(patience, () -> store.listWithTimes(LogObject.PREFIX))) {
            LogObject.number(listed.path())
                    .ifPresent(number -> found.add(new Numbered(number, listed)));
        }
        return found;
    }

    /// Reads objects and hands them on in their order.
    ///
    /// @throws IOException when one cannot be read, or is damaged
    void each(List<Numbered> objects, Duration patience, Reader reader) throws IOException {
        Deque<Future<LogObject>> ahead = new ArrayDeque<>();
        long aheadBytes = 0;
        int begun = 0;
        try (ExecutorService fetching = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Numbered object : objects) {
                while (begun < objects.size()
                        && (ahead.isEmpty()
                                || (ahead.size() < AT_ONCE && aheadBytes < AHEAD_BYTES_MAX))) {
                    Numbered next = objects.get(begun++);
                    aheadBytes += next.listed.sizeBytes();
                    ahead.add(fetching.submit(() -> read(next.number, patience)));
                }
                reader.take(object.number, await(ahead.remove()));
                aheadBytes -= object.listed.sizeBytes();
            }
        }
    }

    /// Puts an object under a number that nothing has.
    ///
    /// @throws FileAlreadyExistsException when something has it
    /// @throws IOException when nobody can say whether it is there
    void put(long number, byte[] bytes) throws IOException {
        store.put(LogObject.path(number), bytes);
    }

    /// Reads one object.
    ///
    /// @throws IOException when it is not there, cannot be read, or is damaged
    LogObject read(long number, Duration patience) throws IOException {
        return patiently(patience, () -> read(number));
    }

    /// The same, asking once.
    LogObject read(long number) throws IOException {
        return LogObject.read(store, number);
    }

    /// Removes objects, in no order.
    ///
    /// @throws IOException when some could not be removed; the others are
    void delete(List<Long> numbers) throws IOException {
        List<Future<?>> deletions = new ArrayList<>();
        IOException failure = null;
        try (ExecutorService deleting =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (long number : numbers) {
                deletions.add(
                        deleting.submit(() -> {
                            store.delete(LogObject.path(number));
                            return number;
                        }));
            }
            for (Future<?> deletion : deletions) {
                try {
                    await(deletion);
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// Asks again and again while the store fails.
    ///
    /// @throws FileAlreadyExistsException at once
    /// @throws NoSuchFileException at once
    /// @throws IOException of the last time
    static <T> T patiently(Duration patience, Request<T> request) throws IOException {
        long begun = System.nanoTime();
        while (true) {
            try {
                return request.send();
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() - begun >= patience.toNanos()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static <T> T await(Future<T> result) throws IOException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the log was read", e);
        }
    }
}
