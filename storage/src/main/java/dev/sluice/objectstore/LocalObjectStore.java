// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/// Objects as files of a directory tree, on a file system with hard links: an object gets its name
/// by a link, which either makes the whole synced file appear or fails because the name is taken.
public final class LocalObjectStore implements ObjectStore {
    /// Unfinished copies; no object path starts with a dot.
    private static final String UNFINISHED = ".unfinished";

    /// How many directories are remembered as lasting.
    private static final int LASTING_MAX = 10_000;

    private final Path root;
    private final Path unfinished;
    private final StoreFiles files;

    /// Directories whose names this process made survive a crash. That one is there does not say
    /// so: whoever made it may have ended before it was synced.
    private final Set<Path> lasting = ConcurrentHashMap.newKeySet();

    /// Held to read by who needs a directory, to write by who removes one that is empty.
    private final ReentrantReadWriteLock directories = new ReentrantReadWriteLock();

    private LocalObjectStore(Path root, StoreFiles files) {
        this.root = root;
        this.unfinished = root.resolve(UNFINISHED);
        this.files = files;
    }

    /// Opens the store of a directory, which is made where there is none, and removes what an
    /// earlier process left unfinished. One process a directory.
    ///
    /// @throws IOException when the directory cannot be used
    public static LocalObjectStore open(Path root) throws IOException {
        return open(root, new StoreFiles.Disk());
    }

    static LocalObjectStore open(Path root, StoreFiles files) throws IOException {
        LocalObjectStore store = new LocalObjectStore(root.toAbsolutePath(), files);
        store.createRoot(store.root);
        store.requireLasting(store.unfinished);
        try (Stream<Path> left = Files.list(store.unfinished)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                files.delete(file);
            }
        }
        return store;
    }

    @Override
    public StoredFile put(ObjectPath path, Path content) throws IOException {
        Path target = root.resolve(path.value());
        // A copy, because the caller could go on writing to a linked file.
        Path copy = files.createFile(unfinished);
        try {
            files.copy(content, copy);
            files.sync(copy);
            long size = Files.size(copy);
            name(copy, target);
            return new StoredFile(path, size);
        } finally {
            files.delete(copy);
        }
    }

    private void name(Path copy, Path target) throws IOException {
        directories.readLock().lock();
        try {
            requireLasting(parentOf(target));
            files.link(target, copy);
            files.sync(parentOf(target));
        } finally {
            directories.readLock().unlock();
        }
    }

    @Override
    public HeldFile hold(ObjectPath path) throws IOException {
        Path file = root.resolve(path.value());
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(path.value());
        }
        return HeldFile.lasting(file);
    }

    @Override
    public List<ListedObject> listWithTimes(String prefix) throws IOException {
        List<ListedObject> found = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        return directory.equals(unfinished)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String value = root.relativize(file).toString().replace('\\', '/');
                        // Whatever else somebody put there is none of ours.
                        if (value.startsWith(prefix)) {
                            ObjectPath.find(value)
                                    .map(path ->
                                            new ListedObject(
                                                    path,
                                                    attributes.size(),
                                                    attributes.lastModifiedTime().toInstant()))
                                    .ifPresent(found::add);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failed)
                            throws IOException {
                        if (failed instanceof NoSuchFileException) {
                            // deleted meanwhile
                            return FileVisitResult.CONTINUE;
                        }
                        throw failed;
                    }
                });
        found.sort(Comparator.comparing(object -> object.path().value()));
        return found;
    }

    @Override
    public void delete(ObjectPath path) throws IOException {
        Path file = root.resolve(path.value());
        files.delete(file);
        removeEmpty(parentOf(file));
    }

    /// Removes a directory and those above it that have nothing left, or every day of every table
    /// would leave one. Where an object is just being put, the next that is deleted there does it.
    private void removeEmpty(Path first) {
        if (!directories.writeLock().tryLock()) {
            return;
        }
        try {
            Path directory = first;
            while (!directory.equals(root)) {
                lasting.remove(directory);
                files.deleteDirectory(directory);
                directory = parentOf(directory);
            }
        } catch (IOException _) {
            // It has something, which is no fault, or stays; the object is deleted all the same.
        } finally {
            directories.writeLock().unlock();
        }
    }

    private static Path parentOf(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("an object has a directory: " + file);
        }
        return parent;
    }

    /// Makes the root and those above it, each of them lasting, for nobody else to look into.
    private void createRoot(Path directory) throws IOException {
        Path parent = parentOf(directory);
        if (!Files.isDirectory(directory)) {
            createRoot(parent);
            files.createPrivateDirectory(directory);
        }
        if (Files.isReadable(parent)) {
            files.sync(parent);
        }
    }

    /// Makes a directory below the root and those between, each of them lasting.
    private void requireLasting(Path directory) throws IOException {
        if (lasting.contains(directory) || directory.equals(root)) {
            return;
        }
        Path parent = parentOf(directory);
        requireLasting(parent);
        files.createDirectory(directory);
        files.sync(parent);
        if (lasting.size() >= LASTING_MAX) {
            lasting.clear();
        }
        lasting.add(directory);
    }
}
