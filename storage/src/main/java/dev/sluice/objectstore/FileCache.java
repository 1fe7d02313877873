// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import dev.sluice.files.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whole immutable objects as local files. Those that nobody holds and nobody asked for longest are
/// evicted beyond a limit of bytes; a held one never is, so that what running queries hold may
/// exceed the limit. Safe for many threads; what many ask for is fetched once. What is there stays
/// for the next process. A copy of another size, or one that a reader found damaged, is fetched
/// anew once: where that is damaged too, so is the object.
public final class FileCache {
    /// For whoever does not know how large an object is.
    public static final long ANY_SIZE = -1;

    private static final Logger LOGGER = LoggerFactory.getLogger(FileCache.class);

    /// Files on their way; no object path starts with a dot.
    private static final String UNFINISHED = ".unfinished";

    private final Path root;
    private final Path unfinished;
    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();

    /// Least recently asked for first.
    private final Map<ObjectPath, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /// Brings the bytes of one object.
    @FunctionalInterface
    public interface Fetch {
        /// Writes the object into a file, which is not there yet.
        void to(Path target) throws IOException;
    }

    /// One file; everything but what is about fetching is guarded by the cache's lock.
    private static final class Entry {
        final ReentrantLock fetching = new ReentrantLock();

        /// How often the service gave no answer.
        final AtomicInteger unanswered = new AtomicInteger();

        /// The last time; guarded by `fetching`.
        @Nullable UnreachableException lastFailure;

        int holders;
        boolean present;
        long size;

        /// Whether it was in doubt, so that one more fetch would bring the same.
        boolean anew;
    }

    private FileCache(Path root, long bytesMax) {
        this.root = root;
        this.unfinished = root.resolve(UNFINISHED);
        this.bytesMax = bytesMax;
    }

    /// Opens the cache of a directory, which is made where there is none. One process a directory.
    ///
    /// @param bytesMax how much the files that nobody holds may take
    /// @throws IOException when the directory cannot be used
    public static FileCache open(Path directory, long bytesMax) throws IOException {
        FileCache cache = new FileCache(directory.toAbsolutePath(), bytesMax);
        PrivateFiles.makeDirectory(cache.root);
        Files.createDirectories(cache.unfinished);
        try (Stream<Path> left = Files.list(cache.unfinished)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                Files.deleteIfExists(file);
            }
        }
        cache.findFiles();
        cache.locked(cache::evict);
        return cache;
    }

    /// Gives the file of an object, which is fetched where it is not there. Whoever waits while
    /// another one fetches it, and the service gives no answer, fails with that one.
    ///
    /// @param sizeBytes the object's; [#ANY_SIZE] when that is not known
    /// @throws IOException when it cannot be fetched; *no such file* when it was removed meanwhile
    public HeldFile hold(ObjectPath path, long sizeBytes, Fetch fetch) throws IOException {
        Entry entry = acquire(path);
        boolean complete = false;
        int unansweredBefore = entry.unanswered.get();
        entry.fetching.lock();
        try {
            if (!isThere(path, entry, sizeBytes)) {
                if (entry.lastFailure != null && entry.unanswered.get() != unansweredBefore) {
                    throw entry.lastFailure;
                }
                fetch(path, entry, fetch);
            }
            complete = true;
        } finally {
            entry.fetching.unlock();
            if (!complete) {
                release(path, entry);
            }
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return new HeldFile(
                root.resolve(path.value()),
                () -> {
                    if (open.getAndSet(false)) {
                        release(path, entry);
                    }
                },
                () -> doubt(path, entry));
    }

    /// Whoever calls this holds the entry and its `fetching`.
    private boolean isThere(ObjectPath path, Entry entry, long sizeBytes) {
        long expected;
        lock.lock();
        try {
            if (!entry.present) {
                return false;
            }
            expected = entry.anew || sizeBytes == ANY_SIZE ? entry.size : sizeBytes;
        } finally {
            lock.unlock();
        }
        try {
            if (Files.size(root.resolve(path.value())) == expected) {
                return true;
            }
        } catch (IOException _) {
            // Somebody else removed it.
        }
        LOGGER.warn("the local copy of {} is not as large as it was: it is fetched anew", path);
        return false;
    }

    /// Lets the next one who asks for an object have it fetched anew.
    private void doubt(ObjectPath path, Entry entry) {
        locked(() -> {
            if (entries.get(path) == entry && entry.present && !entry.anew) {
                LOGGER.warn("the local copy of {} is damaged: it is fetched anew", path);
                entry.present = false;
                entry.anew = true;
                bytes -= entry.size;
            }
        });
    }

    /// Forgets an object, held or not.
    public void remove(ObjectPath path) {
        locked(() -> {
            Entry entry = entries.remove(path);
            if (entry != null) {
                forgotten(path, entry);
            }
        });
    }

    private void forgotten(ObjectPath path, Entry entry) {
        bytes -= entry.present ? entry.size : 0;
        // Also one in doubt, which its holders leave there.
        delete(path);
    }

    /// Forgets the objects that nobody holds, but for those that are needed.
    ///
    /// @param needed is asked once of each, while nobody else comes to the cache
    public void retain(Predicate<ObjectPath> needed) {
        locked(() -> {
            Iterator<Map.Entry<ObjectPath, Entry>> all = entries.entrySet().iterator();
            while (all.hasNext()) {
                Map.Entry<ObjectPath, Entry> next = all.next();
                if (next.getValue().holders == 0 && !needed.test(next.getKey())) {
                    all.remove();
                    forgotten(next.getKey(), next.getValue());
                }
            }
        });
    }

    /// How many bytes the files take.
    public long sizeBytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private Entry acquire(ObjectPath path) {
        lock.lock();
        try {
            Entry entry = entries.computeIfAbsent(path, _ -> new Entry());
            entry.holders++;
            return entry;
        } finally {
            lock.unlock();
        }
    }

    private void release(ObjectPath path, Entry entry) {
        locked(() -> {
            entry.holders--;
            if (entry.holders == 0 && !entry.present && entries.get(path) == entry) {
                delete(path);
                if (!entry.anew) {
                    entries.remove(path);
                }
            }
            evict();
        });
    }

    /// Whoever calls this holds the entry and its `fetching`.
    private void fetch(ObjectPath path, Entry entry, Fetch fetch) throws IOException {
        Path draft = Files.createTempFile(unfinished, "get-", ".tmp");
        Files.delete(draft);
        try {
            fetch.to(draft);
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                // Else a crash could leave a file of the right name without its bytes.
                file.force(true);
            }
            publish(path, entry, draft, root.resolve(path.value()));
        } catch (UnreachableException e) {
            // An interrupt is nobody else's.
            if (!Thread.currentThread().isInterrupted()) {
                entry.lastFailure = e;
                int _ = entry.unanswered.incrementAndGet();
            }
            throw e;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void publish(ObjectPath path, Entry entry, Path draft, Path target) throws IOException {
        lock.lock();
        try {
            if (entries.get(path) != entry) {
                throw new NoSuchFileException(path.value());
            }
            long size = Files.size(draft);
            Files.createDirectories(target.resolveSibling(""));
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            if (entry.present) {
                bytes -= entry.size;
                entry.anew = true;
            }
            entry.size = size;
            entry.present = true;
            bytes += size;
            evict();
        } finally {
            lock.unlock();
        }
    }

    /// Whoever calls this holds the lock.
    private void evict() {
        Iterator<Map.Entry<ObjectPath, Entry>> oldest = entries.entrySet().iterator();
        while (bytes > bytesMax && oldest.hasNext()) {
            Map.Entry<ObjectPath, Entry> next = oldest.next();
            Entry entry = next.getValue();
            if (entry.holders == 0 && entry.present) {
                oldest.remove();
                bytes -= entry.size;
                delete(next.getKey());
            }
        }
    }

    /// Whoever calls this holds the lock. A directory that has nothing left goes too, or every day
    /// of every table would leave one.
    private void delete(ObjectPath path) {
        Path file = root.resolve(path.value());
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // It is found again at the next start.
            return;
        }
        Path directory = file.getParent();
        while (directory != null && !directory.equals(root) && isRemovedEmpty(directory)) {
            directory = directory.getParent();
        }
    }

    private static boolean isRemovedEmpty(Path directory) {
        try {
            Files.delete(directory);
            return true;
        } catch (IOException _) {
            // It has something.
            return false;
        }
    }

    private void findFiles() throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = root.relativize(file).toString();
                        ObjectPath.find(name).ifPresent(path -> add(path, attributes.size()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failed) throws IOException {
                        if (!visited.equals(root) && !visited.equals(unfinished)) {
                            boolean _ = isRemovedEmpty(visited);
                        }
                        return super.postVisitDirectory(visited, failed);
                    }
                });
    }

    private void add(ObjectPath path, long size) {
        locked(() -> {
            Entry entry = new Entry();
            entry.present = true;
            entry.size = size;
            bytes += size;
            entries.put(path, entry);
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
